import { sql } from 'drizzle-orm';
import { imageOf } from '../catalog/image.ts';
import type { Context } from '../context.ts';
import { readDeliveryRules } from '../delivery/rules.ts';
import { chooseBuyBox } from '../domain/buy-box.ts';
import { type DeliveryRules, shippingOf } from '../domain/delivery.ts';
import { decimalRupees } from '../domain/money.ts';
import { element, escapeXml } from './xml.ts';

/**
 * The product feed for merchant centres: RSS 2.0 with Google's namespace, one item for each variant that somebody sells
 * and that has a picture, with the offer that its page shows; a price that lasts for hours, as in a flash sale, is left
 * to the page. A page of the feed is a range of cards; whoever wants all
 * follows `atom:link rel="next"` (RFC 5005), or gives the merchant centre each page as a feed of its own.
 * Fields: https://support.google.com/merchants/answer/7052112
 */
export const CARDS_PER_FEED = 10_000;
export const MAX_FEED_PAGE = 1_000;

/** Read at once: what is in memory of a feed, however long it is. */
const CARDS_PER_READ = 500;
/** What the fields may hold. */
const TITLE_LENGTH = 150;
const DESCRIPTION_LENGTH = 5_000;

interface OfferRow {
  readonly sku: string;
  readonly variantId: string;
  readonly productId: string;
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly brand: string | null;
  readonly gtin: string | null;
  readonly attributes: string;
  readonly variantCount: number;
  readonly weightGrams: number;
  readonly pricePaise: number;
  readonly mrpPaise: number;
  readonly available: number;
  readonly sellerRatingTenths: number;
  readonly imageKey: string | null;
  readonly categoryPath: string;
}

interface Item extends OfferRow {
  readonly imageKey: string;
  readonly shippingPaise: number;
}

/** Page `page`, from 1 on, as it is read; beyond the last one it is a feed without items. */
export async function* merchantFeed(ctx: Context, origin: string, page: number): AsyncGenerator<string> {
  const last = page * CARDS_PER_FEED;
  const [rules, hasNext] = [await readDeliveryRules(ctx), await hasCardAfter(ctx, last)];
  yield headOf(origin, page, hasNext);
  for (let after = last - CARDS_PER_FEED; after < last; after += CARDS_PER_READ) {
    const rows = await ctx.db.all<OfferRow>(selectOffers(after, after + CARDS_PER_READ));
    yield winnersOf(rows, rules)
      .map((item) => itemOf(item, origin))
      .join('');
  }
  yield '</channel>\n</rss>\n';
}

async function hasCardAfter(ctx: Context, id: number): Promise<boolean> {
  const found = await ctx.db.all(sql`SELECT id FROM product_cards WHERE id > ${id} LIMIT 1`);
  return found.length > 0;
}

/** Every offer of every variant of these cards; offers of one variant stand together. */
const selectOffers = (after: number, upTo: number) => sql`
  SELECT l.sku, v.id AS variantId, p.id AS productId, p.slug, p.title, substr(p.description, 1, 6000) AS description,
    c.brand_name AS brand, v.gtin, v.attributes, v.weight_grams AS weightGrams, l.price_paise AS pricePaise,
    l.mrp_paise AS mrpPaise, COALESCE(k.on_hand - k.reserved, 0) AS available, s.rating_tenths AS sellerRatingTenths,
    c.category_path AS categoryPath, (SELECT COUNT(*) FROM variants o WHERE o.product_id = p.id) AS variantCount,
    (SELECT m.key FROM media m
      WHERE m.product_id = p.id AND m.status = 'ready' AND (m.variant_id IS NULL OR m.variant_id = v.id)
      ORDER BY m.variant_id IS NULL, m.position LIMIT 1) AS imageKey
  FROM product_cards c
  CROSS JOIN products p ON p.id = c.product_id
  CROSS JOIN variants v ON v.product_id = p.id
  CROSS JOIN listings l ON l.variant_id = v.id AND l.status = 'active'
  JOIN sellers s ON s.id = l.seller_id AND s.status = 'active'
  LEFT JOIN stock_levels k ON k.sku = l.sku
  WHERE c.id > ${after} AND c.id <= ${upTo}
  ORDER BY c.id, v.position, v.id`;

/** The offer that the page of each variant shows to somebody who has not said where they live (domain/buy-box.ts). */
function winnersOf(rows: readonly OfferRow[], rules: DeliveryRules): readonly Item[] {
  const withPicture = rows.filter((row): row is OfferRow & { readonly imageKey: string } => row.imageKey !== null);
  const variants = Map.groupBy(withPicture, ({ variantId }) => variantId).values();
  return [...variants].flatMap((offers) => {
    const candidates = offers.map((row) => {
      const { pricePaise: valuePaise, weightGrams } = row;
      const shippingPaise = shippingOf(rules, 'national', { valuePaise, weightGrams });
      return { ...row, shippingPaise, promisedOn: null, isServiceable: null };
    });
    return chooseBuyBox(candidates)?.winner ?? [];
  });
}

function headOf(origin: string, page: number, hasNext: boolean): string {
  const addressOf = (number: number) => `${origin}/feeds/merchant.xml?page=${number}`;
  const link = (rel: string, number: number) => `<atom:link rel="${rel}" href="${escapeXml(addressOf(number))}"/>\n`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    '<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0" xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>\n',
    `${element('title', 'Haat')}${element('link', `${origin}/`)}${element('description', 'What is for sale at Haat.')}\n`,
    link('self', page),
    hasNext ? link('next', page + 1) : '',
  ].join('');
}

function itemOf(row: Item, origin: string): string {
  const { sku, slug, title, description, brand, gtin, pricePaise, mrpPaise } = row;
  const attributes = JSON.parse(row.attributes) as Readonly<Record<string, string>>;
  const label = Object.values(attributes).join(', ');
  const isDiscounted = mrpPaise > pricePaise;
  return [
    '<item>',
    element('g:id', sku),
    element('g:title', shortened(label === '' ? title : `${title} – ${label}`, TITLE_LENGTH)),
    element('g:description', shortened(description === '' ? title : description, DESCRIPTION_LENGTH)),
    element('g:link', `${origin}/p/${slug}?v=${encodeURIComponent(row.variantId)}`),
    element('g:image_link', origin + imageOf(row.imageKey, title, row.categoryPath).largeUrl),
    element('g:availability', row.available > 0 ? 'in_stock' : 'out_of_stock'),
    element('g:price', amountOf(isDiscounted ? mrpPaise : pricePaise)),
    element('g:sale_price', isDiscounted ? amountOf(pricePaise) : null),
    element('g:condition', 'new'),
    element('g:brand', brand),
    ...(gtin === null ? [element('g:identifier_exists', 'no')] : [element('g:gtin', gtin)]),
    element('g:item_group_id', row.variantCount > 1 ? row.productId : null),
    element('g:size', attributes.size ?? null),
    element('g:color', attributes.colour ?? null),
    element('g:shipping_weight', `${row.weightGrams} g`),
    `<g:shipping>${element('g:country', 'IN')}${element('g:price', amountOf(row.shippingPaise))}</g:shipping>`,
    '</item>\n',
  ].join('');
}

function amountOf(paise: number): string {
  return `${decimalRupees(paise)} INR`;
}

/** Cut between characters, so that no half of one is left. */
function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${[...text.slice(0, length)].slice(0, -1).join('')}…`;
}
