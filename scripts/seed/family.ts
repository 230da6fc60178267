import { type ColourName, isColourName } from './pictures/palette.ts';

/** Products that share a category, a picture and a way of being described. */
export interface Family {
  /** Slug of a leaf of the category tree. */
  readonly category: string;
  /** Code points of the Fluent emoji in its pictures. */
  readonly glyph: string;
  readonly weightGrams: number;
  /** Where they differ from the category's. */
  readonly hsn?: string;
  readonly gstCode?: string;
  /** Every product comes in each of these sizes. */
  readonly sizes?: readonly string[];
  /** Heading of the specifications that a product's own row gives. */
  readonly specGroup: string;
  /** Specifications that all share, by group. */
  readonly commonSpecs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What a description may go on with after the product's own sentence. */
  readonly sentences: readonly string[];
  readonly products: readonly ProductRow[];
}

export interface ProductRow {
  readonly brand: string;
  readonly name: string;
  readonly priceRupees: number;
  readonly mrpRupees: number;
  /** By attribute name, in the order in which they are picked. */
  readonly choices: Readonly<Record<string, readonly Choice[]>>;
  /** Paint of the pictures of a product that has no choice of colours. */
  readonly finish: ColourName | null;
  readonly specs: Readonly<Record<string, string>>;
  readonly detail: string;
}

export interface Choice {
  readonly value: string;
  /** What it adds to price and MRP. */
  readonly extraRupees: number;
}

/**
 * Reads a table of products, one a line:
 * `Brand | Name | price/MRP | choices | Key=Value; Key=Value | A sentence.`
 * Choices are colours (`Black, Red`), other attributes (`storage: 64 GB, 128 GB +1500`), several of them with `;`
 * between, `=Black` for a paint without a choice, or `-`. Throws on a line that is not so.
 */
export function products(table: string): ProductRow[] {
  return table
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(parseRow);
}

function parseRow(line: string): ProductRow {
  const [brand, name, prices, choices, specs, detail, ...rest] = line.split('|').map((cell) => cell.trim());
  const [, price, mrp] = /^(\d+)\/(\d+)$/.exec(prices ?? '') ?? [];
  if (!brand || !name || !price || !mrp || !choices || !specs || !detail || rest.length > 0) {
    throw new Error(`not a product: ${line}`);
  }
  const finish = choices.startsWith('=') ? choices.slice(1) : null;
  if (finish !== null && !isColourName(finish)) throw new Error(`not a colour: ${line}`);
  return {
    brand,
    name,
    priceRupees: Number(price),
    mrpRupees: Number(mrp),
    choices: finish === null && choices !== '-' ? parseChoices(choices) : {},
    finish,
    specs: parseSpecs(specs),
    detail,
  };
}

function parseChoices(text: string): Record<string, Choice[]> {
  const groups = text.split(';').map((group): [string, Choice[]] => {
    const colon = group.indexOf(':');
    const name = colon < 0 ? 'colour' : group.slice(0, colon).trim();
    return [
      name,
      group
        .slice(colon + 1)
        .split(',')
        .map(parseChoice),
    ];
  });
  const choices = Object.fromEntries(groups);
  const unknown = choices.colour?.find(({ value }) => !isColourName(value));
  if (unknown !== undefined) throw new Error(`not a colour: ${unknown.value}`);
  return choices;
}

function parseChoice(text: string): Choice {
  const [, value = '', extra] = /^\s*(.+?)(?:\s+\+(\d+))?\s*$/.exec(text) ?? [];
  return { value, extraRupees: Number(extra ?? 0) };
}

function parseSpecs(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split(';').map((pair) => {
      const [key, value] = pair.split('=').map((part) => part.trim());
      if (!key || !value) throw new Error(`not a specification: ${text}`);
      return [key, value];
    }),
  );
}
