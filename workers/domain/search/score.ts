import { popularityOf } from './popularity.ts';
import { type Concept, genderOf } from './understand.ts';

/** What of a product is looked at to rank it: its words, in the terms of the index. */
export interface Candidate {
  readonly place: number;
  readonly isInStock: boolean;
  /** What the thing is: the last word of its name that is neither a number nor about a person. '' when there is none. */
  readonly head: string;
  /** Up to 'for', 'with', a bracket or a comma: what the thing is. */
  readonly name: readonly string[];
  /** The rest of the title: what it goes with. */
  readonly rest: readonly string[];
  readonly brand: readonly string[];
  /** Of its own category. */
  readonly shelf: readonly string[];
  /** Of the categories above. */
  readonly department: readonly string[];
}

/** How much it says that a word stands there. */
const HEAD = 1.2;
const NAME = 1;
const BRAND = 0.95;
const SHELF = 0.85;
const REST = 0.6;
const DEPARTMENT = 0.45;
/** In specs or description, as the index has found it. */
const ELSEWHERE = 0.2;

const BOTH_BONUS = 0.15;
const BRAND_BONUS = 0.25;
const SHELF_BONUS = 0.25;
const ORDER_BONUS = 0.12;
const COVERAGE_BONUS = 0.15;
const POPULARITY_BONUS = 0.08;
const OTHER_GENDER_COST = 0.6;
/** More than everything else together: what is sold out comes last. */
const SOLD_OUT_COST = 10;

/**
 * How well a product answers a query, as a function of the product: about 1 when every word names it. `rarity` weighs the
 * concepts, one number each; with `isPartial` a word that is nowhere in title, brand and category counts nothing, since it
 * may be missing.
 */
export function scorerFor(
  concepts: readonly Concept[],
  rarity: readonly number[],
  isPartial: boolean,
): (candidate: Candidate) => number {
  const total = rarity.reduce((sum, each) => sum + each, 0) || 1;
  const asked = new Set(concepts.flatMap(({ alternatives }) => alternatives.flatMap(({ terms }) => terms)));
  const typed = new Set(concepts.flatMap(({ alternatives }) => alternatives[0].terms));
  const isTyped = (terms: readonly string[]) => terms.length > 0 && terms.every((term) => typed.has(term));
  const wanted = gendersIn([...asked]);
  return (candidate) => {
    const found = concepts.map((concept) => bestField(concept, candidate, isPartial ? 0 : ELSEWHERE));
    const words = found.reduce((sum, each, index) => sum + each * (rarity[index] ?? 1), 0) / total;
    // To be nothing but one of three words is no merit.
    const share = found.filter((each) => each > 0).length / (found.length || 1);
    return (
      words +
      (isTyped(candidate.brand) ? BRAND_BONUS : 0) +
      (isTyped(candidate.shelf) ? SHELF_BONUS : 0) +
      (isInOrder(concepts, candidate.name) ? ORDER_BONUS : 0) +
      COVERAGE_BONUS * share * coverageOf(asked, candidate) +
      POPULARITY_BONUS * popularityOf(candidate.place) -
      (isForOthers(wanted, candidate) ? OTHER_GENDER_COST : 0) -
      (candidate.isInStock ? 0 : SOLD_OUT_COST)
    );
  };
}

/** Every concept is in its title, brand or category. */
export function isNamed(concepts: readonly Concept[], candidate: Candidate): boolean {
  return concepts.every((concept) => bestField(concept, candidate, 0) > 0);
}

function bestField({ alternatives }: Concept, candidate: Candidate, elsewhere: number): number {
  let best = elsewhere;
  for (const { terms, weight } of alternatives) {
    const field = Math.min(...terms.map((term) => fieldOf(term, candidate))) * weight;
    if (field > best) best = field;
  }
  return best;
}

function fieldOf(term: string, { head, name, rest, brand, shelf, department }: Candidate): number {
  const isShelf = shelf.includes(term);
  const bonus = isShelf ? BOTH_BONUS : 0;
  if (head === term) return HEAD + bonus;
  if (brand.includes(term)) return BRAND;
  if (name.includes(term)) return NAME + bonus;
  if (isShelf) return SHELF;
  if (rest.includes(term)) return REST;
  return department.includes(term) ? DEPARTMENT : 0;
}

/** 'men cotton kurta' is a kurta. */
export function headOf(name: readonly string[]): string {
  return name.findLast((term) => !/\d/.test(term) && genderOf(term) === null) ?? '';
}

function isInOrder(concepts: readonly Concept[], name: readonly string[]): boolean {
  if (concepts.length < 2) return false;
  const terms = concepts.flatMap(({ alternatives }) => alternatives[0].terms);
  const start = name.indexOf(terms[0] ?? '');
  return start !== -1 && terms.every((term, index) => name[start + index] === term);
}

function coverageOf(asked: ReadonlySet<string>, { name, brand }: Candidate): number {
  const own = name.filter((term) => !brand.includes(term));
  return own.length === 0 ? 0 : own.filter((term) => asked.has(term)).length / own.length;
}

/** Asked for men, and everything about it says women. */
function isForOthers(wanted: ReadonlySet<string>, { name, shelf, department, rest }: Candidate): boolean {
  if (wanted.size === 0) return false;
  const about = gendersIn([...name, ...rest, ...shelf, ...department]);
  return about.size > 0 && [...wanted].every((gender) => !about.has(gender));
}

function gendersIn(terms: readonly string[]): ReadonlySet<string> {
  return new Set(terms.map(genderOf).filter((gender) => gender !== null));
}
