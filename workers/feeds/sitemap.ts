import { sql } from 'drizzle-orm';
import { readCategoryTree } from '../catalog/category-tree.ts';
import { imageOf } from '../catalog/image.ts';
import type { Context } from '../context.ts';
import { LOCALES } from '../http/locale.ts';
import { addressOf, alternatesOf } from './site.ts';
import { element, escapeXml } from './xml.ts';

/**
 * Sitemaps (sitemaps.org, 0.9). A page of products is a range of card numbers, so it is read by the key whichever it
 * is, and a product stays on its page however many come and go. Each product stands in it once in each language: at
 * most 10,000 addresses, a fifth of what is allowed.
 */
export const CARDS_PER_SITEMAP = 5_000;

/** Far above any shop; categories are read from memory. */
const MAX_CATEGORIES = 5_000;
/** Pages that are always there and say something to whoever searches. */
const STATIC_PATHS = ['/', '/developers'] as const;
const NAMESPACES =
  'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml" ' +
  'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"';
const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** /sitemap.xml: the other sitemaps. A page whose cards are all gone is not named. */
export async function sitemapIndex(ctx: Context, origin: string): Promise<string> {
  const pages = await ctx.db.all<{ page: number }>(selectPages);
  const names = ['pages', 'categories', ...pages.map(({ page }) => `products-${page + 1}`)];
  const entries = names.map((name) => `<sitemap>${element('loc', `${origin}/sitemaps/${name}.xml`)}</sitemap>\n`);
  return `${XML}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries.join('')}</sitemapindex>\n`;
}

/** Jumps from page to page by the key, whatever a page holds: one look for each, at most as many as an index may name. */
const selectPages = sql`
  WITH RECURSIVE pages (page) AS (
    SELECT (MIN(id) - 1) / ${sql.raw(String(CARDS_PER_SITEMAP))} FROM product_cards
    UNION ALL
    SELECT (SELECT (MIN(id) - 1) / ${sql.raw(String(CARDS_PER_SITEMAP))} FROM product_cards
      WHERE id > (pages.page + 1) * ${sql.raw(String(CARDS_PER_SITEMAP))})
    FROM pages WHERE pages.page IS NOT NULL LIMIT 40000)
  SELECT page FROM pages WHERE page IS NOT NULL`;

/** /sitemaps/pages.xml */
export async function* pageSitemap(origin: string): AsyncGenerator<string> {
  yield* urlSet(STATIC_PATHS.map((path) => entriesOf(origin, { path })));
}

/** /sitemaps/categories.xml: those that have something to sell. */
export async function* categorySitemap(ctx: Context, origin: string): AsyncGenerator<string> {
  const { nodes } = await readCategoryTree(ctx);
  const open = nodes.filter(({ productCount }) => productCount > 0).slice(0, MAX_CATEGORIES);
  yield* urlSet(open.map(({ slug }) => entriesOf(origin, { path: `/c/${slug}` })));
}

interface SitemapRow {
  readonly slug: string;
  readonly title: string;
  readonly imageKey: string | null;
  readonly categoryPath: string;
  readonly updatedAt: number;
}

/** /sitemaps/products-<page>.xml, from 1 on; null beyond the last. A card is there only for what is active and sold. */
export async function productSitemap(
  ctx: Context,
  origin: string,
  page: number,
): Promise<AsyncGenerator<string> | null> {
  const rows = await ctx.db.all<SitemapRow>(sql`
    SELECT c.slug, c.title, c.image_key AS imageKey, c.category_path AS categoryPath, p.updated_at AS updatedAt
    FROM product_cards c
    CROSS JOIN products p ON p.id = c.product_id
    WHERE c.id > ${(page - 1) * CARDS_PER_SITEMAP} AND c.id <= ${page * CARDS_PER_SITEMAP}
    ORDER BY c.id`);
  if (rows.length === 0) return null;
  return urlSet(rows.values().map((row) => entriesOf(origin, productPage(row))));
}

interface Page {
  readonly path: string;
  readonly updatedAt?: number;
  /** Path of the largest picture. */
  readonly image?: string;
}

function productPage({ slug, title, imageKey, categoryPath, updatedAt }: SitemapRow): Page {
  const page = { path: `/p/${slug}`, updatedAt };
  return imageKey === null ? page : { ...page, image: imageOf(imageKey, title, categoryPath).largeUrl };
}

/** An entry for each language, and in each of them the way to the others. */
function entriesOf(origin: string, { path, updatedAt, image }: Page): string {
  const alternates = alternatesOf(origin, path)
    .map(({ tag, href }) => `<xhtml:link rel="alternate" hreflang="${tag}" href="${escapeXml(href)}"/>`)
    .join('');
  const lastmod = element('lastmod', updatedAt === undefined ? null : new Date(updatedAt).toISOString());
  const picture = image === undefined ? '' : `<image:image>${element('image:loc', origin + image)}</image:image>`;
  return LOCALES.map((locale) => {
    return `<url>${element('loc', addressOf(origin, path, locale))}${lastmod}${alternates}${picture}</url>\n`;
  }).join('');
}

const PARTS_AT_ONCE = 200;

async function* urlSet(entries: Iterable<string>): AsyncGenerator<string> {
  yield `${XML}<urlset ${NAMESPACES}>\n`;
  let waiting: string[] = [];
  for (const entry of entries) {
    waiting.push(entry);
    if (waiting.length < PARTS_AT_ONCE) continue;
    yield waiting.join('');
    waiting = [];
  }
  yield `${waiting.join('')}</urlset>\n`;
}
