import type { CardRow } from '../catalog/card.ts';
import type { Context } from '../context.ts';
import type { Sort } from './schemas.ts';

/** What has to be true of a product to be found. Absent means: any. */
export interface SearchFilter {
  readonly text: string;
  /** The words are meant as they are: nothing is corrected. */
  readonly isVerbatim: boolean;
  /** Categories that the words name, as '/fashion/kurtas/': what lies there is likely what is meant. */
  readonly likelyPaths: readonly string[];
  /** '/fashion/kurtas/': the category and everything below it. */
  readonly categoryPath: string | null;
  readonly brands: readonly string[];
  /** Values of one attribute are alternatives; different attributes have to hold together. */
  readonly attributes: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly minPaise: number | null;
  readonly maxPaise: number | null;
  readonly minRatingTenths: number | null;
  readonly minDiscountPercent: number | null;
  readonly isInStock: boolean;
}

export interface SearchPage {
  readonly sort: Sort;
  /** From 1. */
  readonly page: number;
  readonly limit: number;
}

/** Counts of the products that pass every other filter: a facet's own choice does not hide its siblings. */
export interface FacetCounts {
  /** By path, each with everything below it. */
  readonly categories: ReadonlyMap<string, number>;
  readonly brands: readonly { readonly slug: string; readonly name: string; readonly count: number }[];
  readonly attributes: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly price: { readonly minPaise: number; readonly maxPaise: number };
}

export interface SearchHits {
  readonly cards: readonly CardRow[];
  /** On a first page with few hits: what has only some of the words, or what was likely meant. Not counted. */
  readonly closeMatches: readonly CardRow[];
  readonly total: number;
  readonly facets: FacetCounts;
  /** There may be more than `total`. */
  readonly isCountCapped: boolean;
  /** Facets tell of the most popular hits only: there are too many to be counted. */
  readonly areFacetsCapped: boolean;
  /** No product has all the words; these have some of them. */
  readonly isPartialMatch: boolean;
  /** The words that were searched for instead of those that were typed, of which there is nothing; else null. */
  readonly correctedTo: string | null;
  /** Words that may have been meant, although what was typed has hits too; else null. */
  readonly didYouMean: string | null;
}

/** The port of search: FTS5 in D1 answers now, another engine can. */
export interface SearchIndex {
  search(ctx: Context, filter: SearchFilter, page: SearchPage): Promise<SearchHits>;
}
