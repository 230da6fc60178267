import { type SQL, sql } from 'drizzle-orm';
import { marksOf } from '../domain/search/marks.ts';
import { placeOf } from '../domain/search/popularity.ts';
import { isSpellable } from '../domain/search/spelling.ts';
import { termsToIndex, wordsIn } from '../domain/search/words.ts';

/** A product as it stands in the catalogue: what its place in the index is made of. */
export interface DocumentRow {
  readonly cardId: number;
  readonly revision: number;
  readonly title: string;
  readonly brandName: string | null;
  readonly brandSlug: string | null;
  readonly categoryPath: string;
  readonly categoryName: string;
  readonly namesAbove: string | null;
  readonly specs: string;
  /** JSON pairs of name and value. */
  readonly attributes: string;
  readonly description: string;
  readonly pricePaise: number;
  readonly discountPercent: number;
  readonly ratingTenths: number;
  readonly ratingCount: number;
  readonly isInStock: number;
  /** Not yet in the index that searches read. */
  readonly isNew: number;
}

/** A product as it stands in the index. */
export interface IndexDocument {
  readonly cardId: number;
  readonly revision: number;
  readonly place: number;
  /** Of `search_names`. */
  readonly words: string;
  readonly title: string;
  readonly brand: string;
  readonly category: string;
  readonly specs: string;
  readonly description: string;
  readonly marks: string;
}

export interface ReadDocument {
  readonly document: IndexDocument;
  readonly isNew: boolean;
  /** Every word of it, as it is written. */
  readonly surfaces: ReadonlyMap<string, string>;
  /** Those of title, brand, category and attributes: what a misspelt word may be meant to be. */
  readonly spellable: ReadonlySet<string>;
}

const MAX_DESCRIPTION = 5000;

/** The attributes of a card as one text, so that equal sets of values are counted as one number. */
export const attributesText = sql`(
  SELECT json_group_array(json_array(name, value) ORDER BY name, value) FROM card_attributes WHERE card_id = k.id)`;

/** Of the cards that a condition on `product_cards k` finds, in the order of their ids. */
export function selectDocuments(condition: SQL, limit: number): SQL {
  return sql`
    WITH RECURSIVE
    cards AS (SELECT * FROM product_cards k WHERE ${condition} ORDER BY k.id LIMIT ${limit}),
    chain (category_id, depth, name, parent_id) AS (
      SELECT c.id, 0, c.name, c.parent_id FROM categories c WHERE c.id IN (SELECT category_id FROM cards)
      UNION ALL
      SELECT chain.category_id, chain.depth + 1, c.name, c.parent_id
      FROM chain JOIN categories c ON c.id = chain.parent_id
    ),
    names AS (
      SELECT category_id, MAX(CASE WHEN depth = 0 THEN name END) AS own,
        group_concat(CASE WHEN depth > 0 THEN name END, ' ') AS above
      FROM chain GROUP BY category_id
    )
    SELECT k.id AS cardId, k.revision, k.title, k.brand_name AS brandName, k.brand_slug AS brandSlug,
      k.category_path AS categoryPath, n.own AS categoryName, n.above AS namesAbove,
      COALESCE((
        SELECT group_concat((i.value ->> 'key') || ' ' || (i.value ->> 'value'), ' ; ')
        FROM json_each(p.specs) g JOIN json_each(g.value, '$.items') i), '') AS specs,
      ${attributesText} AS attributes, substr(p.description, 1, ${MAX_DESCRIPTION}) AS description,
      k.price_paise AS pricePaise, k.discount_percent AS discountPercent, k.rating_tenths AS ratingTenths,
      k.rating_count AS ratingCount, k.is_in_stock AS isInStock,
      NOT EXISTS (SELECT 1 FROM search_rows r WHERE r.card_id = k.id) AS isNew
    FROM cards k
    JOIN products p ON p.id = k.product_id
    JOIN names n ON n.category_id = k.category_id`;
}

/** Turns a product into the words and marks of the index. Pure: the same product is the same document. */
export function readDocument(row: DocumentRow): ReadDocument {
  const attributes = JSON.parse(row.attributes) as [name: string, value: string][];
  const [brand, category, above] = [row.brandName ?? '', row.categoryName, row.namesAbove ?? ''];
  const values = attributes.map(([, value]) => value).join(' ; ');
  const [name, rest] = partsOfTitle(row.title);
  const standing = { isInStock: row.isInStock === 1, ratingTenths: row.ratingTenths, ratingCount: row.ratingCount };
  // Of several ways to write a word the last counts: that of the title.
  const telling = [values, above, category, brand, row.title].flatMap(wordsIn);
  const everything = [...[row.description, row.specs].flatMap(wordsIn), ...telling];
  return {
    document: {
      cardId: row.cardId,
      revision: row.revision,
      place: placeOf(row.cardId, standing),
      words: [name, rest, brand, category, above]
        .map((text) =>
          wordsIn(text)
            .map(({ term }) => term)
            .join(' '),
        )
        .join('|'),
      title: distinct(row.title),
      brand: distinct(brand),
      category: distinct(`${category} ; ${above}`),
      specs: distinct(`${row.specs} ; ${values}`),
      description: distinct(row.description),
      marks: marksOf({ ...row, attributes }).join(' '),
    },
    isNew: row.isNew === 1,
    surfaces: new Map(everything.map(({ term, surface }) => [term, surface])),
    spellable: new Set(telling.map(({ term }) => term).filter(isSpellable)),
  };
}

/** 'Leather case for phones, brown' is a leather case: what stands behind tells what it goes with. */
function partsOfTitle(title: string): readonly [name: string, rest: string] {
  const end = title.search(/[(,|:[]|\s-\s|\s(?:for|with|compatible|suitable|pack of|set of|combo of)\s/i);
  return end <= 0 ? [title, ''] : [title.slice(0, end), title.slice(end)];
}

/** The full text counts no repetitions, so each word is given once. */
function distinct(text: string): string {
  return [...new Set(termsToIndex(text))].join(' ');
}
