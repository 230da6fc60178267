/** A listing as a judge sees it. */
export interface Listing {
  readonly slug: string;
  readonly title: string;
  readonly brand: string;
  /** '/womens-fashion/ethnic-wear/sarees/'. */
  readonly categoryPath: string;
  /** 'colour=Red'. */
  readonly attributes: readonly string[];
}

export type Rule = (listing: Listing) => boolean;

/** 3: exactly what is meant. 2: would do. 1: has to do with it. Whatever no rule fits is 0: a miss. */
export interface Judgement {
  readonly group: Group;
  readonly query: string;
  readonly perfect: Rule;
  readonly good?: Rule;
  readonly fair?: Rule;
}

export const GROUPS = [
  'one word',
  'plural',
  'several words',
  'brand',
  'attribute',
  'units',
  'misspelt',
  'joined',
  'synonym',
  'hindi',
] as const;
export type Group = (typeof GROUPS)[number];

export function gradeOf({ perfect, good, fair }: Judgement, listing: Listing): 0 | 1 | 2 | 3 {
  if (perfect(listing)) return 3;
  if (good?.(listing)) return 2;
  return fair?.(listing) ? 1 : 0;
}

/**
 * The title has all of these words, each as it is or in the plural: 'cotton kurta'. 'kurta|kurti' is either; a word is
 * never found inside another, so 'men' is not in 'women'.
 */
export function title(words: string): Rule {
  const patterns = words.split(' ').map((word) => new RegExp(`(?<![a-z0-9])(?:${word})(?:'?s|es)?(?![a-z0-9])`, 'i'));
  return ({ title: text }) => patterns.every((pattern) => pattern.test(text.replace(/[’]/g, "'")));
}

/** Some level of its category is called so: 'sarees', or 'mens-footwear' for all below it. */
export function under(...slugs: readonly string[]): Rule {
  return ({ categoryPath }) => slugs.some((slug) => categoryPath.includes(`/${slug}/`));
}

export function brand(name: string): Rule {
  return (listing) => listing.brand.toLowerCase() === name.toLowerCase();
}

export function colour(...values: readonly string[]): Rule {
  return ({ attributes }) => values.some((value) => attributes.includes(`colour=${value}`));
}

export function all(...rules: readonly Rule[]): Rule {
  return (listing) => rules.every((rule) => rule(listing));
}

export function any(...rules: readonly Rule[]): Rule {
  return (listing) => rules.some((rule) => rule(listing));
}

export function not(rule: Rule): Rule {
  return (listing) => !rule(listing);
}
