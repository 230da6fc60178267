import { cleanLine, wordsOf } from './clean-text.ts';
import { isSourceDepartment } from './shelves.ts';

export interface TreeReading {
  /** Names from the source's department down; empty when the row has no real tree. */
  readonly path: readonly string[];
  /** Taken from a brand page at the end: 'Clo Clu Shirts' below 'Shirts' → 'Clo Clu'. */
  readonly brand: string | null;
}

const MAX_ELEMENTS = 12;
const MAX_NAME = 60;

/**
 * Reads `["Clothing >> Women's Clothing >> … >> Shirts >> Clo Clu Shirts >> Clo Clu Women's Solid Casual Shirt"]`.
 * The end is usually no category: the product's own name, often cut off with '...', and the page of its brand. A tree
 * that does not begin with a department is a product's name alone.
 */
export function readCategoryTree(text: string, title: string, brandColumn: string): TreeReading {
  const elements = elementsOf(text);
  if (!isSourceDepartment(elements[0] ?? '')) return { path: [], brand: null };
  const path = [...elements];
  while (path.length > 1 && isProductName(path.at(-1) ?? '', title)) path.pop();
  let brand: string | null = null;
  for (let page = brandPage(path, title, brandColumn); page !== null; page = brandPage(path, title, brandColumn)) {
    brand ??= page;
    path.pop();
  }
  return { path: path.map(tidyName).filter((name) => name !== ''), brand };
}

function elementsOf(text: string): string[] {
  const inside = text
    .trim()
    .replace(/^\[\s*"?/, '')
    .replace(/"?\s*\]$/, '')
    .replaceAll('\\"', '"');
  return inside
    .split('>>')
    .slice(0, MAX_ELEMENTS)
    .map((element) => cleanLine(element, 200));
}

/** 'Car Fog Lamps?' came out of a broken encoding. */
function tidyName(name: string): string {
  return cleanLine(name.replace(/[?\s]+$/, ''), MAX_NAME);
}

function isProductName(element: string, title: string): boolean {
  if (/(\.\.\.|…)$/.test(element)) return true;
  const [name, product] = [wordsOf(element), wordsOf(title)];
  if (name === product || name.startsWith(`${product} `)) return true;
  // The beginning of a longer title, unless that is only a word or two such as 'Rings' for 'Rings for women'.
  return product.startsWith(`${name} `) && name.split(' ').length >= 3;
}

/** The brand, when the last element is 'Brand Parent' and the brand is this product's; otherwise null. */
function brandPage(path: readonly string[], title: string, brandColumn: string): string | null {
  const [parent, last] = [wordsOf(path.at(-2) ?? ''), path.at(-1) ?? ''];
  const words = wordsOf(last);
  if (path.length < 2 || parent === '' || !words.endsWith(` ${parent}`)) return null;
  const prefix = words.slice(0, -parent.length - 1);
  if (!startsWithWords(title, prefix) && wordsOf(brandColumn) !== prefix) return null;
  return beginningOf(last, prefix);
}

/** Whether `text` begins with these words, as wordsOf writes them. */
export function startsWithWords(text: string, words: string): boolean {
  return words !== '' && `${wordsOf(text)} `.startsWith(`${words} `);
}

/** The shortest beginning of `text` that reads as `words`: keeps capitals and punctuation. */
function beginningOf(text: string, words: string): string {
  const parts = text.split(' ');
  const length = parts.findIndex((_, index) => wordsOf(parts.slice(0, index + 1).join(' ')) === words) + 1;
  return parts.slice(0, length).join(' ');
}
