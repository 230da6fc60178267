import { type Candidate, headOf, isNamed, scorerFor } from '../domain/search/score.ts';
import type { SearchPlan } from './search-plan.ts';

type Packed = readonly [place: number, cardId: number, isInStock: number, words: string];

export interface FoundCandidate extends Candidate {
  readonly cardId: number;
}

export function candidatesOf(packed: string): readonly FoundCandidate[] {
  return (JSON.parse(packed) as readonly Packed[]).map(([place, cardId, isInStock, words]) => {
    const [name = [], rest = [], brand = [], shelf = [], department = []] = words
      .split('|')
      .map((part) => (part === '' ? [] : part.split(' ')));
    return { place, cardId, isInStock: isInStock === 1, head: headOf(name), name, rest, brand, shelf, department };
  });
}

/** The best first. */
export function rankCandidates(
  candidates: readonly FoundCandidate[],
  { concepts, isPartial }: SearchPlan,
  rarity: readonly number[],
): readonly FoundCandidate[] {
  const scoreOf = scorerFor(concepts, rarity, isPartial);
  return candidates
    .map((candidate) => ({ candidate, score: scoreOf(candidate) }))
    .sort((a, b) => b.score - a.score || a.candidate.place - b.candidate.place)
    .map(({ candidate }) => candidate);
}

/** Something has the words in title, brand or category, and not in passing. */
export function hasNamed(candidates: readonly FoundCandidate[], { concepts }: SearchPlan): boolean {
  return candidates.some((candidate) => isNamed(concepts, candidate));
}
