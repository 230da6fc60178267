/**
 * What a product is, as words of the index that nobody types: a filter then narrows the search itself, instead of
 * throwing away most of what was found. Rough ones (a price band) are checked again exactly.
 */

export interface MarkedFacts {
  readonly categoryPath: string;
  readonly brandSlug: string | null;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly pricePaise: number;
  readonly ratingTenths: number;
  readonly discountPercent: number;
}

export interface WantedMarks {
  readonly categoryPath: string | null;
  readonly brands: readonly string[];
  readonly attributes: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly minPaise: number | null;
  readonly maxPaise: number | null;
  readonly minRatingTenths: number | null;
  readonly minDiscountPercent: number | null;
}

/** Every product has it: what a search without words is for. */
export const ANY_PRODUCT = 'z';

/** Half an octave: ₹700 to ₹1,000 is one, ₹1,000 to ₹1,400 the next. */
const BANDS_PER_OCTAVE = 2;
const MAX_BAND = 60;
const STEP_PERCENT = 10;

export function marksOf(facts: MarkedFacts): readonly string[] {
  const slugs = facts.categoryPath.split('/').slice(1, -1);
  return [
    ANY_PRODUCT,
    ...slugs.map((_, index) => marked('c', `/${slugs.slice(0, index + 1).join('/')}/`)),
    ...(facts.brandSlug === null ? [] : [marked('b', facts.brandSlug)]),
    ...facts.attributes.map(([name, value]) => marked('a', `${name}=${value}`)),
    `p${bandOf(facts.pricePaise)}`,
    ...upTo(Math.floor(facts.ratingTenths / 10)).map((stars) => `r${stars}`),
    ...upTo(Math.floor(facts.discountPercent / STEP_PERCENT)).map((step) => `d${step}`),
  ];
}

/** Each list holds alternatives; one of every list has to be there. */
export function wantedMarks(wanted: WantedMarks): readonly (readonly string[])[] {
  const stars = Math.floor((wanted.minRatingTenths ?? 0) / 10);
  const discount = Math.floor((wanted.minDiscountPercent ?? 0) / STEP_PERCENT);
  return [
    wanted.categoryPath === null ? [] : [marked('c', wanted.categoryPath)],
    wanted.brands.map((slug) => marked('b', slug)),
    ...wanted.attributes.map(({ name, values }) => values.map((value) => marked('a', `${name}=${value}`))),
    bandsBetween(wanted.minPaise, wanted.maxPaise),
    stars === 0 ? [] : [`r${stars}`],
    discount === 0 ? [] : [`d${discount}`],
  ].filter((alternatives) => alternatives.length > 0);
}

export function categoryMark(path: string): string {
  return marked('c', path);
}

function bandsBetween(minPaise: number | null, maxPaise: number | null): readonly string[] {
  if (minPaise === null && maxPaise === null) return [];
  const [first, last] = [bandOf(minPaise ?? 0), maxPaise === null ? MAX_BAND : bandOf(maxPaise)];
  return Array.from({ length: Math.max(0, last - first) + 1 }, (_, index) => `p${first + index}`);
}

function bandOf(paise: number): number {
  return Math.min(MAX_BAND, Math.floor(Math.log2(Math.max(1, paise / 100)) * BANDS_PER_OCTAVE));
}

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

/** A text of any script and length as letters and digits (two rounds of FNV-1a, 64 bits). Collisions are checked away. */
function marked(kind: string, text: string): string {
  return kind + fnv(text, 0x811c9dc5).toString(36) + fnv(text, 0x9747b28c).toString(36);
}

function fnv(text: string, seed: number): number {
  let hash = seed;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
