import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { forgetRecent } from './recent.ts';

const MAX_PRODUCTS = 500;

/**
 * Rebuilds the read model of products: card, filter values, full text. Works on hundreds at once in one batch, and
 * may be repeated. A product that is not active, or that nobody sells, loses its card.
 */
export async function projectProducts(ctx: Context, productIds: readonly string[]): Promise<void> {
  for (let start = 0; start < productIds.length; start += MAX_PRODUCTS) {
    const ids = JSON.stringify(productIds.slice(start, start + MAX_PRODUCTS));
    const statements = [
      deleteText(ids),
      deleteAttributes(ids),
      deleteFacets(ids),
      deleteHiddenCards(ids),
      upsertCards(ids),
      insertAttributes(ids),
      insertTerms(ids),
      insertFacets(ids),
      insertText(ids),
    ].map((statement) => ctx.db.run(statement));
    await ctx.db.batch(statements as [(typeof statements)[0], ...typeof statements]);
  }
  forgetRecent();
}

const cardIdsOf = (ids: string) =>
  sql`(SELECT id FROM product_cards WHERE product_id IN (SELECT value FROM json_each(${ids})))`;

const deleteText = (ids: string) => sql`DELETE FROM product_fts WHERE rowid IN ${cardIdsOf(ids)}`;
const deleteAttributes = (ids: string) => sql`DELETE FROM card_attributes WHERE card_id IN ${cardIdsOf(ids)}`;
const deleteFacets = (ids: string) => sql`DELETE FROM card_facets WHERE card_id IN ${cardIdsOf(ids)}`;

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

const deleteHiddenCards = (ids: string) => sql`
  DELETE FROM product_cards
  WHERE product_id IN (SELECT value FROM json_each(${ids}))
    AND product_id NOT IN (SELECT product_id FROM (${offersOf(ids)}))`;

const upsertCards = (ids: string) => sql`
  WITH offers AS (${offersOf(ids)})
  INSERT INTO product_cards (
    product_id, slug, title, brand_id, brand_slug, brand_name, category_id, category_path, sku, price_paise, mrp_paise,
    discount_percent, rating_tenths, rating_count, is_in_stock, image_key, image_alt, created_at)
  SELECT p.id, p.slug, p.title, p.brand_id, b.slug, b.name, p.category_id, c.path, o.sku, o.price_paise, o.mrp_paise,
    CASE WHEN o.mrp_paise > 0 THEN (o.mrp_paise - o.price_paise) * 100 / o.mrp_paise ELSE 0 END,
    p.rating_tenths, p.rating_count, o.is_in_stock, m.key, m.alt, p.created_at
  FROM offers o
  JOIN products p ON p.id = o.product_id
  JOIN categories c ON c.id = p.category_id
  LEFT JOIN brands b ON b.id = p.brand_id
  LEFT JOIN media m ON m.id = (
    SELECT id FROM media WHERE product_id = p.id AND (variant_id IS NULL OR variant_id = o.variant_id)
    ORDER BY variant_id IS NULL, position LIMIT 1)
  WHERE o.place = 1
  ON CONFLICT (product_id) DO UPDATE SET
    slug = excluded.slug, title = excluded.title, brand_id = excluded.brand_id, brand_slug = excluded.brand_slug,
    brand_name = excluded.brand_name, category_id = excluded.category_id, category_path = excluded.category_path,
    sku = excluded.sku, price_paise = excluded.price_paise, mrp_paise = excluded.mrp_paise,
    discount_percent = excluded.discount_percent, rating_tenths = excluded.rating_tenths,
    rating_count = excluded.rating_count, is_in_stock = excluded.is_in_stock, image_key = excluded.image_key,
    image_alt = excluded.image_alt, created_at = excluded.created_at`;

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

/** The attributes of a card as one text, so that equal sets of values are counted as one number. */
const attributesText = sql`(
  SELECT json_group_array(json_array(name, value) ORDER BY name, value) FROM card_attributes WHERE card_id = k.id)`;

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

const insertFacets = (ids: string) => sql`
  INSERT INTO card_facets (
    card_id, category_no, brand_no, attributes_no, price_paise, discount_percent, rating_tenths, rating_count,
    is_in_stock, created_at)
  SELECT k.id,
    (SELECT no FROM facet_terms WHERE kind = 'category' AND value = k.category_path),
    (SELECT no FROM facet_terms WHERE kind = 'brand' AND value = k.brand_slug),
    (SELECT no FROM facet_terms WHERE kind = 'attributes' AND value = ${attributesText}),
    k.price_paise, k.discount_percent, k.rating_tenths, k.rating_count, k.is_in_stock, k.created_at
  FROM product_cards k
  WHERE k.product_id IN (SELECT value FROM json_each(${ids}))`;

/** Categories are indexed with the names of their ancestors: a kurta is also found as clothing. */
const insertText = (ids: string) => sql`
  WITH RECURSIVE
  cards AS (
    SELECT id, product_id, category_id, title, brand_name FROM product_cards
    WHERE product_id IN (SELECT value FROM json_each(${ids}))
  ),
  chain (category_id, name, parent_id) AS (
    SELECT c.id, c.name, c.parent_id FROM categories c WHERE c.id IN (SELECT category_id FROM cards)
    UNION ALL
    SELECT chain.category_id, c.name, c.parent_id FROM chain JOIN categories c ON c.id = chain.parent_id
  ),
  names AS (SELECT category_id, group_concat(name, ' ') AS names FROM chain GROUP BY category_id)
  INSERT INTO product_fts (rowid, title, brand, category, specs, description)
  SELECT k.id, k.title, COALESCE(k.brand_name, ''), n.names,
    COALESCE((
      SELECT group_concat((i.value ->> 'key') || ' ' || (i.value ->> 'value'), ' ')
      FROM json_each(p.specs) g JOIN json_each(g.value, '$.items') i), '')
    || ' ' || COALESCE((SELECT group_concat(value, ' ') FROM card_attributes WHERE card_id = k.id), ''),
    substr(p.description, 1, 5000)
  FROM cards k
  JOIN products p ON p.id = k.product_id
  JOIN names n ON n.category_id = k.category_id`;
