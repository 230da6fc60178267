import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { attributesText, type DocumentRow, selectDocuments } from '../search/documents.ts';
import { projectSuggestions } from '../search/project-suggestions.ts';
import { dropDocuments, putDocuments } from '../search/put-documents.ts';
import { forgetRecent } from './recent.ts';

const MAX_PRODUCTS = 250;

/**
 * Rebuilds the read model of products: card, filter values, place in the search index. Works on hundreds at once, and
 * may be repeated: of two runs at once the one whose card is newer has the last word. A product that is not active, or
 * that nobody sells, loses its card.
 */
export async function projectProducts(ctx: Context, productIds: readonly string[]): Promise<void> {
  for (let start = 0; start < productIds.length; start += MAX_PRODUCTS) {
    const some = productIds.slice(start, start + MAX_PRODUCTS);
    const ids = JSON.stringify(some);
    const [documents, isRebuilding] = await rebuildCards(ctx, ids);
    // While the index is rebuilt an edit goes into both; one that began before is in the cards that the rebuild reads.
    await putDocuments(ctx, documents, isRebuilding ? ['current', 'spare'] : ['current']);
    await projectSuggestions(ctx, some);
  }
  forgetRecent();
}

async function rebuildCards(ctx: Context, ids: string): Promise<readonly [readonly DocumentRow[], boolean]> {
  const isWanted = sql`k.product_id IN (SELECT value FROM json_each(${ids}))`;
  const isHidden = sql`${isWanted} AND k.revision = ${HIDDEN}`;
  const writes = [
    hideCards(ids),
    ...dropDocuments(isHidden),
    deleteAttributes(ids),
    sql`DELETE FROM product_cards AS k WHERE ${isHidden}`,
    upsertCards(ids, ctx.now),
    insertAttributes(ids),
    insertTerms(ids),
  ].map((statement) => ctx.db.run(statement));
  const results = await ctx.db.batch([
    ctx.db.all<{ isOpen: number }>(sql`
      SELECT EXISTS (SELECT 1 FROM search_rebuilds WHERE switched_at IS NULL) AS isOpen`),
    ...writes,
    ctx.db.all<DocumentRow>(selectDocuments(isWanted, MAX_PRODUCTS)),
  ]);
  const [rebuild] = results[0] as readonly { isOpen: number }[];
  return [results.at(-1) as readonly DocumentRow[], rebuild?.isOpen === 1];
}

/** Of a card that is about to go: within one batch, so nobody sees it. */
const HIDDEN = -1;

const cardIdsOf = (ids: string) =>
  sql`(SELECT id FROM product_cards WHERE product_id IN (SELECT value FROM json_each(${ids})))`;

const deleteAttributes = (ids: string) => sql`DELETE FROM card_attributes WHERE card_id IN ${cardIdsOf(ids)}`;

/** Listings that may be seen. The ranking says what domain/buy-box says; a test keeps the two in agreement. */
function offersOf(ids: string): SQL {
  return sql`
    SELECT l.sku, l.product_id, l.variant_id, l.price_paise, l.mrp_paise, COALESCE(k.on_hand > k.reserved, 0) AS is_in_stock,
      ROW_NUMBER() OVER (
        PARTITION BY l.product_id
        ORDER BY COALESCE(k.on_hand > k.reserved, 0) DESC, l.price_paise, s.rating_tenths DESC, l.sku
      ) AS place
    FROM json_each(${ids}) wanted
    JOIN products p ON p.id = wanted.value AND p.status = 'active'
    JOIN listings l ON l.product_id = p.id AND l.status = 'active'
    JOIN sellers s ON s.id = l.seller_id AND s.status = 'active'
    LEFT JOIN stock_levels k ON k.sku = l.sku`;
}

const hideCards = (ids: string) => sql`
  UPDATE product_cards SET revision = ${HIDDEN}
  WHERE product_id IN (SELECT value FROM json_each(${ids}))
    AND product_id NOT IN (SELECT product_id FROM (${offersOf(ids)}))`;

/** A new card begins with the time, because its id may have been another's. */
const upsertCards = (ids: string, revision: number) => sql`
  WITH offers AS (${offersOf(ids)})
  INSERT INTO product_cards (
    product_id, slug, title, brand_id, brand_slug, brand_name, category_id, category_path, sku, price_paise, mrp_paise,
    discount_percent, rating_tenths, rating_count, is_in_stock, image_key, image_alt, created_at, revision)
  SELECT p.id, p.slug, p.title, p.brand_id, b.slug, b.name, p.category_id, c.path, o.sku, o.price_paise, o.mrp_paise,
    CASE WHEN o.mrp_paise > 0 THEN (o.mrp_paise - o.price_paise) * 100 / o.mrp_paise ELSE 0 END,
    p.rating_tenths, p.rating_count, o.is_in_stock, m.key, m.alt, p.created_at, ${revision}
  FROM offers o
  JOIN products p ON p.id = o.product_id
  JOIN categories c ON c.id = p.category_id
  LEFT JOIN brands b ON b.id = p.brand_id
  LEFT JOIN media m ON m.id = (
    SELECT id FROM media WHERE product_id = p.id AND status = 'ready' AND (variant_id IS NULL OR variant_id = o.variant_id)
    ORDER BY variant_id IS NULL, position LIMIT 1)
  WHERE o.place = 1
  ON CONFLICT (product_id) DO UPDATE SET
    slug = excluded.slug, title = excluded.title, brand_id = excluded.brand_id, brand_slug = excluded.brand_slug,
    brand_name = excluded.brand_name, category_id = excluded.category_id, category_path = excluded.category_path,
    sku = excluded.sku, price_paise = excluded.price_paise, mrp_paise = excluded.mrp_paise,
    discount_percent = excluded.discount_percent, rating_tenths = excluded.rating_tenths,
    rating_count = excluded.rating_count, is_in_stock = excluded.is_in_stock, image_key = excluded.image_key,
    image_alt = excluded.image_alt, created_at = excluded.created_at, revision = product_cards.revision + 1`;

/** Values of the attributes that the category names: from variants that somebody sells, and from specifications. */
const insertAttributes = (ids: string) => sql`
  WITH cards AS (
    SELECT k.id, k.product_id, k.category_id FROM product_cards k
    WHERE k.product_id IN (SELECT value FROM json_each(${ids}))
  )
  INSERT OR IGNORE INTO card_attributes (card_id, name, value)
  SELECT k.id, a.key, substr(a.value, 1, 80)
  FROM cards k
  JOIN variants v ON v.product_id = k.product_id
  JOIN json_each(v.attributes) a
  WHERE a.value <> '' AND EXISTS (
    SELECT 1 FROM listings l JOIN sellers s ON s.id = l.seller_id AND s.status = 'active'
    WHERE l.variant_id = v.id AND l.status = 'active')
  UNION
  SELECT k.id, d.value ->> 'name', substr(trim(i.value ->> 'value'), 1, 80)
  FROM cards k
  JOIN products p ON p.id = k.product_id
  JOIN categories c ON c.id = k.category_id
  JOIN json_each(p.specs) g
  JOIN json_each(g.value, '$.items') i
  JOIN json_each(c.attributes) d
    ON lower(i.value ->> 'key') IN (lower(d.value ->> 'name'), lower(d.value ->> 'label'))
  WHERE trim(i.value ->> 'value') <> ''`;

const insertTerms = (ids: string) => sql`
  WITH cards AS (
    SELECT k.brand_slug, k.category_path, ${attributesText} AS attributes FROM product_cards k
    WHERE k.product_id IN (SELECT value FROM json_each(${ids}))
  )
  INSERT INTO facet_terms (kind, value)
  SELECT 'brand', brand_slug FROM cards WHERE brand_slug IS NOT NULL
  UNION SELECT 'category', category_path FROM cards
  UNION SELECT 'attributes', attributes FROM cards WHERE TRUE
  ON CONFLICT (kind, value) DO NOTHING`;
