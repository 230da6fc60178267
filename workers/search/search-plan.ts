import type { Concept } from '../domain/search/understand.ts';
import { allOf, anyOf, EVERYTHING, NAMES, oneOf } from './fts-expression.ts';

/** One way to answer a query: what to match, and what to rank it by. */
export interface SearchPlan {
  readonly concepts: readonly Concept[];
  /** What has the words; null for a search without words. */
  readonly match: string | null;
  /** Where the best of it is looked for: the most popular of each are ranked. */
  readonly samples: readonly string[];
  /** Words may be missing. */
  readonly isPartial: boolean;
  /** The words that it answers instead of those that were typed. */
  readonly correctedTo: string | null;
}

/** More words than this have too many sets of all but one. */
const MAX_FOR_ALL_BUT_ONE = 6;
/** Of a statement: D1 takes five SELECTs in one UNION, and one is for the categories that the words name. */
const MAX_SAMPLES = 4;

export function planFor(concepts: readonly Concept[], correctedTo: string | null = null): SearchPlan {
  if (concepts.length === 0) return { concepts, match: null, samples: [], isPartial: false, correctedTo };
  const match = allOf(concepts, EVERYTHING);
  return { concepts, match, samples: [allOf(concepts, NAMES), match], isPartial: false, correctedTo };
}

/** For words that no product has all of: those with all but one, then those with any. */
export function partialPlans(concepts: readonly Concept[], correctedTo: string | null): readonly SearchPlan[] {
  if (concepts.length < 2) return [];
  const partial = { concepts, isPartial: true, correctedTo };
  // A rare word has its own sample, so that it is not drowned by a common one.
  const each = concepts.slice(0, MAX_SAMPLES - 1).map((concept) => allOf([concept], NAMES));
  const any = { ...partial, match: anyOf(concepts, EVERYTHING), samples: [...each, anyOf(concepts, NAMES)] };
  if (concepts.length === 2 || concepts.length > MAX_FOR_ALL_BUT_ONE) return [any];
  const sets = concepts.map((_, missing) => concepts.filter((_, index) => index !== missing));
  const most = {
    ...partial,
    match: oneOf(sets.map((set) => allOf(set, EVERYTHING))),
    samples: [
      ...sets.slice(0, MAX_SAMPLES - 1).map((set) => allOf(set, NAMES)),
      oneOf(sets.map((set) => allOf(set, EVERYTHING))),
    ],
  };
  return [most, any];
}
