import { pathsDownTo } from '../catalog/category-tree.ts';
import type { FacetCounts, SearchFilter } from './search-index.ts';

/** Hits as columns of numbers: position i of each is hit i. */
export interface HitColumns {
  readonly categoryNos: readonly number[];
  readonly brandNos: readonly (number | null)[];
  readonly attributeNos: readonly number[];
  readonly pricesPaise: readonly number[];
}

/** What a number of the dictionary means. */
export type FacetTerm =
  | { readonly kind: 'category'; readonly path: string }
  | { readonly kind: 'brand'; readonly slug: string; readonly name: string }
  | { readonly kind: 'attributes'; readonly pairs: readonly (readonly [name: string, value: string])[] };

export type FacetTerms = ReadonlyMap<number, FacetTerm>;

/** A hit carries a bit for every filter that it fails. */
const CATEGORY = 1;
const BRAND = 2;
const PRICE = 4;
const FIRST_ATTRIBUTE = 8;

/**
 * Counts in one walk over the hits of the text. A hit that fails nothing counts everywhere; one that fails only its
 * brand counts among the brands, and so on.
 */
export function countFacets(
  columns: HitColumns,
  terms: FacetTerms,
  filter: SearchFilter,
): { readonly total: number; readonly facets: FacetCounts } {
  const failed = failuresOf(terms, filter);
  const categories = new Tally();
  const brands = new Tally();
  const sets = new Tally();
  const setsWithout = filter.attributes.map(() => new Tally());
  let total = 0;
  let minPaise = Number.MAX_SAFE_INTEGER;
  let maxPaise = 0;
  for (let hit = 0; hit < columns.categoryNos.length; hit++) {
    const categoryNo = columns.categoryNos[hit] as number;
    const brandNo = columns.brandNos[hit] ?? null;
    const attributesNo = columns.attributeNos[hit] as number;
    const pricePaise = columns.pricesPaise[hit] as number;
    const bits = failed(categoryNo) | failed.brand(brandNo) | failed.price(pricePaise) | failed(attributesNo);
    if (bits === 0) {
      total++;
      sets.add(attributesNo);
    }
    if ((bits & ~CATEGORY) === 0) categories.add(categoryNo);
    if ((bits & ~BRAND) === 0 && brandNo !== null) brands.add(brandNo);
    if ((bits & ~PRICE) === 0) {
      if (pricePaise < minPaise) minPaise = pricePaise;
      if (pricePaise > maxPaise) maxPaise = pricePaise;
    }
    for (let index = 0; index < setsWithout.length; index++) {
      if ((bits & ~(FIRST_ATTRIBUTE << index)) === 0) setsWithout[index]?.add(attributesNo);
    }
  }
  const facets = {
    categories: countPaths(categories, terms),
    brands: countBrands(brands, terms),
    attributes: countAttributes(sets, setsWithout, terms, filter),
    price: { minPaise: maxPaise === 0 ? 0 : minPaise, maxPaise },
  };
  return { total, facets };
}

/**
 * For a set that is too large to be counted whole: `narrow` are the hits after all filters, `wide` only the most popular
 * before them. The total and the other facets are those of `narrow`; what else could be chosen is at least as many as in
 * `wide`.
 */
export function countPartly(
  wide: HitColumns,
  narrow: HitColumns,
  terms: FacetTerms,
  filter: SearchFilter,
): { readonly total: number; readonly facets: FacetCounts } {
  const { total, facets } = countFacets(narrow, terms, filter);
  const before = countFacets(wide, terms, filter).facets;
  const brands = new Map(before.brands.map((brand) => [brand.slug, brand]));
  for (const brand of facets.brands) {
    if (brand.count >= (brands.get(brand.slug)?.count ?? 0)) brands.set(brand.slug, brand);
  }
  const attributes = new Map(facets.attributes);
  for (const { name } of filter.attributes) {
    attributes.set(name, larger(before.attributes.get(name), facets.attributes.get(name)));
  }
  const hasPrice = filter.minPaise !== null || filter.maxPaise !== null;
  return {
    total,
    facets: {
      categories: filter.categoryPath === null ? facets.categories : larger(before.categories, facets.categories),
      brands: filter.brands.length === 0 ? facets.brands : [...brands.values()],
      attributes,
      price: hasPrice ? before.price : facets.price,
    },
  };
}

function larger(a: ReadonlyMap<string, number> = new Map(), b: ReadonlyMap<string, number> = new Map()) {
  return new Map([...a, ...b].map(([key]) => [key, Math.max(a.get(key) ?? 0, b.get(key) ?? 0)]));
}

/** Every number that the hits use, so that the dictionary can be asked for those it has not told yet. */
export function termsIn({ categoryNos, brandNos, attributeNos }: HitColumns): Set<number> {
  const numbers = new Set(categoryNos);
  for (const no of brandNos) if (no !== null) numbers.add(no);
  for (const no of attributeNos) numbers.add(no);
  return numbers;
}

class Tally {
  readonly counts = new Map<number, number>();
  add(no: number): void {
    this.counts.set(no, (this.counts.get(no) ?? 0) + 1);
  }
}

function failuresOf(terms: FacetTerms, filter: SearchFilter) {
  const known = new Map<number, number>();
  const brands = new Set(filter.brands);
  const wanted = filter.attributes.map(({ name, values }) => ({ name, values: new Set(values) }));
  const decide = (term: FacetTerm | undefined): number => {
    if (term === undefined) return 0;
    if (term.kind === 'category') return term.path.startsWith(filter.categoryPath ?? '/') ? 0 : CATEGORY;
    if (term.kind === 'brand') return brands.size === 0 || brands.has(term.slug) ? 0 : BRAND;
    return wanted.reduce((bits, { name, values }, index) => {
      const isMet = term.pairs.some((pair) => pair[0] === name && values.has(pair[1]));
      return isMet ? bits : bits | (FIRST_ATTRIBUTE << index);
    }, 0);
  };
  const failed = (no: number): number => {
    const bits = known.get(no) ?? decide(terms.get(no));
    known.set(no, bits);
    return bits;
  };
  const [minPaise, maxPaise] = [filter.minPaise ?? 0, filter.maxPaise ?? Number.MAX_SAFE_INTEGER];
  return Object.assign(failed, {
    brand: (no: number | null) => (no === null ? (brands.size === 0 ? 0 : BRAND) : failed(no)),
    price: (pricePaise: number) => (pricePaise >= minPaise && pricePaise <= maxPaise ? 0 : PRICE),
  });
}

function countPaths({ counts }: Tally, terms: FacetTerms): Map<string, number> {
  const paths = new Map<string, number>();
  for (const [no, count] of counts) {
    const term = terms.get(no);
    if (term?.kind !== 'category') continue;
    for (const path of pathsDownTo(term.path)) paths.set(path, (paths.get(path) ?? 0) + count);
  }
  return paths;
}

function countBrands({ counts }: Tally, terms: FacetTerms): FacetCounts['brands'] {
  return [...counts].flatMap(([no, count]) => {
    const term = terms.get(no);
    return term?.kind === 'brand' ? [{ slug: term.slug, name: term.name, count }] : [];
  });
}

function countAttributes(
  sets: Tally,
  setsWithout: readonly Tally[],
  terms: FacetTerms,
  filter: SearchFilter,
): Map<string, Map<string, number>> {
  const counted = new Map<string, Map<string, number>>();
  const count = (tally: Tally, counts: (name: string) => boolean) => {
    for (const [no, hits] of tally.counts) {
      const term = terms.get(no);
      if (term?.kind !== 'attributes') continue;
      for (const [name, value] of term.pairs) {
        if (!counts(name)) continue;
        const values = counted.get(name) ?? new Map<string, number>();
        values.set(value, (values.get(value) ?? 0) + hits);
        counted.set(name, values);
      }
    }
  };
  const chosen = filter.attributes.map(({ name }) => name);
  count(sets, (name) => !chosen.includes(name));
  for (const [index, tally] of setsWithout.entries()) count(tally, (name) => name === chosen[index]);
  return counted;
}
