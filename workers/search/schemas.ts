import { z } from '@hono/zod-openapi';
import { productCardSchema, slugSchema } from '../catalog/schemas.ts';

export const SORTS = ['relevance', 'price_asc', 'price_desc', 'newest', 'rating', 'discount'] as const;
export const MAX_PAGE = 200;

const rupees = z.coerce.number().int().min(0).max(10_000_000);

const searchFields = z.object({
  q: z.string().trim().max(200).optional(),
  category: slugSchema.optional(),
  brand: z.string().max(500).optional(),
  min: rupees.optional(),
  max: rupees.optional(),
  rating: z.coerce.number().int().min(1).max(5).optional(),
  discount: z.coerce.number().int().min(1).max(99).optional(),
  inStock: z.enum(['1']).optional(),
  /** The words are meant as they are: nothing is corrected. */
  exact: z.enum(['1']).optional(),
  sort: z.enum(SORTS).optional(),
  page: z.coerce.number().int().min(1).max(MAX_PAGE).default(1),
  limit: z.coerce.number().int().min(1).max(48).default(24),
});

/**
 * A search as it stands in a URL: `q`, `category`, `brand` (comma separated slugs), `min` and `max` in rupees,
 * `attr.<name>` (comma separated values, '\,' for a comma inside one), `sort`, `page`, `limit`.
 */
export const searchQuerySchema = searchFields
  .catchall(z.string().max(300))
  .refine(({ min = 0, max = Number.POSITIVE_INFINITY }) => min <= max, {
    path: ['min'],
    message: 'Too big: expected at most the highest price',
  })
  .openapi('SearchQuery');

const facetValueSchema = z.object({
  value: z.string(),
  label: z.string(),
  count: z.number().int(),
  isChosen: z.boolean(),
});

export const searchResultSchema = z
  .object({
    products: z.array(productCardSchema),
    /** Below a few hits: what has only some of the words, or what was likely meant. Not part of `total` and `facets`. */
    closeMatches: z.array(productCardSchema),
    total: z.number().int(),
    /** There may be more than `total`. */
    isCountCapped: z.boolean(),
    /** The counts of `facets` are those of the most popular hits: there are too many to be counted. */
    areFacetsCapped: z.boolean(),
    page: z.number().int(),
    pageCount: z.number().int(),
    /** Counts fit the query; a facet's own choice does not hide its siblings. */
    facets: z.object({
      /** The chosen category's ancestors, its siblings and its children, from the top; else the departments. */
      categories: z.array(facetValueSchema.extend({ depth: z.number().int() })),
      brands: z.array(facetValueSchema),
      attributes: z.array(z.object({ name: z.string(), label: z.string(), values: z.array(facetValueSchema) })),
      price: z.object({ minPaise: z.number().int(), maxPaise: z.number().int() }),
    }),
    /** Nothing has the words that were typed; these products have these ones. With `exact=1` nothing is corrected. */
    correctedTo: z.string().nullable(),
    /** What was typed has few hits; this has many. */
    didYouMean: z.string().nullable(),
    /** No product has all the words; these have some of them. */
    isPartialMatch: z.boolean(),
    /** Filled when nothing, or only a part, was found: what to try instead. */
    suggestions: z.array(
      z.object({
        kind: z.enum(['unfiltered', 'words', 'department', 'all']),
        /** The words, or the department; empty for the others. */
        name: z.string(),
        /** The whole of it in English. */
        label: z.string(),
        href: z.string(),
      }),
    ),
  })
  .openapi('SearchResult');

export type AttributeParameter = `attr.${string}`;
export type SearchQuery = z.infer<typeof searchFields> & { readonly [name: AttributeParameter]: string | undefined };
export type FacetValue = z.infer<typeof facetValueSchema>;
export type SearchResult = z.infer<typeof searchResultSchema>;
export type Sort = (typeof SORTS)[number];
