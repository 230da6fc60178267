import { type SQL, sql } from 'drizzle-orm';
import { imageOf } from '../catalog/image.ts';
import { rememberRecent } from '../catalog/recent.ts';
import type { Context } from '../context.ts';
import type { suggestions } from '../db/schema/search.ts';
import { searchHref } from './search-url.ts';
import type { Suggested } from './suggest-schemas.ts';
import { ASKED, englishKeyOf, keyRange, keyWordsOf, TIERS, typedKeyOf } from './suggestion-keys.ts';
import { type KnownKey, nearestBeginning } from './suggestion-spelling.ts';

type Kind = typeof suggestions.$inferSelect.kind;

const SHOWN = { query: 6, product: 5, brand: 3, category: 4 } as const satisfies Record<Kind, number>;
/** More than are shown: names are found by several of their words, and the best of a tier are picked here. */
const READ = 24;
/** When only the last word is looked for, most of what is read does not have the words before it. */
const READ_FOR_TAIL = 120;
const MAX_KNOWN_KEYS = 6000;

const recent = rememberRecent<Suggested>({ seconds: 30, entries: 1000 });
const recentKeys = rememberRecent<readonly KnownKey[]>({ seconds: 600, entries: 1 });

/**
 * Searches, products, brands and categories that begin with what is typed so far, the most popular first. One statement
 * that reads some dozens of rows by index, whatever the size of the catalogue; another only where that found nothing.
 */
export async function suggestAsTyped(ctx: Context, text: string): Promise<Suggested> {
  const typed = typedKeyOf(text);
  const known = recent.get(typed, ctx.now);
  if (known !== undefined) return known;
  const suggested = await suggest(ctx, typed);
  recent.set(typed, suggested, ctx.now);
  return suggested;
}

async function suggest(ctx: Context, typed: string): Promise<Suggested> {
  const exact = await readRows(ctx, typed, READ);
  if (exact.length > 0 || typed === '') return present(typed, null, exact);
  const english = englishKeyOf(typed);
  if (english !== null) return present(typed, null, await readRows(ctx, english, READ));
  const words = keyWordsOf(typed);
  if (words.length > 1) {
    const tail = await readRows(ctx, words.at(-1) ?? '', READ_FOR_TAIL);
    const fitting = tail.filter(({ label }) => hasWords(label, words.slice(0, -1)));
    if (fitting.length > 0) return present(typed, null, fitting);
  }
  const beginning = nearestBeginning(typed, await readKnownKeys(ctx));
  if (beginning === null) return present(typed, null, []);
  return present(typed, beginning, await readRows(ctx, beginning, READ));
}

interface Row {
  readonly kind: Kind;
  readonly ref: string;
  readonly tier: number;
  readonly weight: number;
  readonly label: string;
  readonly parentName: string | null;
  /** Of a product: JSON. */
  readonly card: string | null;
}

interface Card {
  readonly slug: string;
  readonly pricePaise: number;
  readonly mrpPaise: number;
  readonly isInStock: number;
  readonly imageKey: string | null;
  readonly imageAlt: string | null;
  readonly categoryPath: string;
}

/** Names, prices and pictures are read where they are kept: a suggestion is never older than the card it leads to. */
async function readRows(ctx: Context, prefix: string, limit: number): Promise<readonly Row[]> {
  const isBlank = prefix === '';
  const picked = (kind: Kind) => pickedOf(kind, isBlank && kind === 'query' ? ASKED : prefix, limit);
  return await ctx.db.all<Row>(sql`
    SELECT 'category' AS kind, found.ref, found.tier, found.weight, own.name AS label, parent.name AS parentName, NULL AS card
    FROM (${picked('category')}) found JOIN categories own ON own.slug = found.ref
      LEFT JOIN categories parent ON parent.id = own.parent_id
    UNION ALL
    SELECT 'brand', found.ref, found.tier, found.weight, own.name, NULL, NULL
    FROM (${isBlank ? NOTHING : picked('brand')}) found JOIN brands own ON own.slug = found.ref
    UNION ALL
    SELECT 'query', found.ref, found.tier, found.weight, found.ref, NULL, NULL FROM (${picked('query')}) found
    UNION ALL
    SELECT 'product', found.ref, found.tier, found.weight, own.title, NULL, json_object(
      'slug', own.slug, 'pricePaise', own.price_paise, 'mrpPaise', own.mrp_paise, 'isInStock', own.is_in_stock,
      'imageKey', own.image_key, 'imageAlt', own.image_alt, 'categoryPath', own.category_path)
    FROM (${isBlank ? NOTHING : picked('product')}) found JOIN product_cards own ON own.product_id = found.ref`);
}

/** Without a letter, brands and products would be those that happen to be named first. */
const NOTHING = sql`SELECT NULL AS ref, 0 AS tier, 0 AS weight WHERE FALSE`;

/** CROSS JOIN keeps the tiers outside: the best are read first, and the limit ends the walk. */
function pickedOf(kind: Kind, prefix: string, limit: number): SQL {
  const [from, to] = keyRange(prefix);
  return sql`
    SELECT own.ref, own.tier, own.weight FROM json_each(${JSON.stringify(TIERS)}) tiers
    CROSS JOIN suggestions own
      ON own.kind = ${kind} AND own.tier = tiers.value AND own.key >= ${from} AND own.key < ${to}
    LIMIT ${limit}`;
}

function present(q: string, correctedTo: string | null, rows: readonly Row[]): Suggested {
  const best = (kind: Kind) => {
    const own = rows.filter((row) => row.kind === kind).toSorted((a, b) => a.tier - b.tier || b.weight - a.weight);
    return [...new Map(own.map((row) => [row.ref, row])).values()].slice(0, SHOWN[kind]);
  };
  return {
    q,
    correctedTo,
    queries: best('query').map(({ ref: text }) => ({
      text,
      href: searchHref({ q: text, page: 1, limit: 24 }),
    })),
    categories: best('category').map(({ ref: slug, label: name, parentName }) => ({ slug, name, parentName })),
    brands: best('brand').map(({ ref: slug, label: name }) => ({ slug, name })),
    products: best('product').map(({ label: title, card }) => {
      const { imageKey, imageAlt, categoryPath, isInStock, ...rest } = JSON.parse(card ?? '{}') as Card;
      const image = imageOf(imageKey, imageAlt ?? title, categoryPath);
      return { ...rest, title, isInStock: isInStock === 1, image };
    }),
  };
}

function hasWords(label: string, words: readonly string[]): boolean {
  const own = keyWordsOf(label);
  return words.every((word) => own.some((other) => other.startsWith(word)));
}

/** What a misspelt beginning is compared with: names of categories and brands, searches, and what sells best. */
async function readKnownKeys(ctx: Context): Promise<readonly KnownKey[]> {
  const known = recentKeys.get('keys', ctx.now);
  if (known !== undefined) return known;
  const rows = await ctx.db.all<KnownKey>(sql`
    SELECT own.key, own.weight FROM json_each('["category","brand","query","product"]') kinds
    CROSS JOIN suggestions own ON own.kind = kinds.value AND (own.kind <> 'product' OR own.tier <= 2)
    LIMIT ${MAX_KNOWN_KEYS}`);
  recentKeys.set('keys', rows, ctx.now);
  return rows;
}
