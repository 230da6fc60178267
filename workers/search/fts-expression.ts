import { ANY_PRODUCT } from '../domain/search/marks.ts';
import type { Alternative, Concept } from '../domain/search/understand.ts';

/** FTS5 expressions. Every word is quoted, and holds ASCII letters and digits only: no text can be a syntax error. */

/** What a product is. */
export const NAMES = '{title brand category}';
/** What is said of it, too. */
export const EVERYTHING = '{title brand category specs description}';
/** Whom it is for is not believed to a description. */
const FACTS = '{title brand category specs}';

/** Each of the lists has alternatives; of each one has to be there. */
export type Marks = readonly (readonly string[])[];

export function matching(text: string | null, marks: Marks): string {
  const wanted = text === null && marks.length === 0 ? [[ANY_PRODUCT]] : marks;
  return [
    ...(text === null ? [] : [text]),
    ...wanted.map((words) => `marks : (${words.map(quoted).join(' OR ')})`),
  ].join(' AND ');
}

/** Every concept is there. */
export function allOf(concepts: readonly Concept[], columns: string): string {
  return `${columns} : (${concepts.map(conceptExpression).join(' AND ')})`;
}

export function anyOf(concepts: readonly Concept[], columns: string): string {
  return `${columns} : (${concepts.map(conceptExpression).join(' OR ')})`;
}

export function oneOf(expressions: readonly string[]): string {
  return `(${expressions.map((expression) => `(${expression})`).join(' OR ')})`;
}

function conceptExpression({ alternatives, isGender }: Concept): string {
  const expression = `(${alternatives.map(alternativeExpression).join(' OR ')})`;
  return isGender ? `(${FACTS} : ${expression})` : expression;
}

function alternativeExpression({ terms }: Alternative): string {
  return terms.length === 1 ? quoted(terms[0] ?? '') : `(${terms.map(quoted).join(' AND ')})`;
}

function quoted(word: string): string {
  return `"${word}"`;
}
