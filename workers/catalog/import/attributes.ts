import type { SpecGroup } from '../../db/schema/catalog.ts';
import { cleanLine } from './clean-text.ts';
import { specValue } from './specs.ts';

const MAX_VALUE = 40;

/** Colours as people say them; the second word is how they are written here. */
const COLOURS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      ...['beige', 'black', 'blue', 'bronze', 'brown', 'copper', 'coral', 'cream', 'gold', 'green', 'grey', 'indigo'],
      ...['khaki', 'lavender', 'maroon', 'mauve', 'mustard', 'navy', 'nude', 'olive', 'orange', 'peach', 'pink'],
      ...['purple', 'red', 'rust', 'silver', 'tan', 'teal', 'turquoise', 'violet', 'white', 'yellow', 'magenta'],
    ].map((colour) => [colour, colour.charAt(0).toUpperCase() + colour.slice(1)]),
  ),
  gray: 'Grey',
  golden: 'Gold',
  multicolor: 'Multicolour',
  multicolour: 'Multicolour',
  multi: 'Multicolour',
};

/** Departments in which a colour in the title is the colour of the thing. */
const COLOURED = new Set(['Clothing', 'Footwear', 'Home Furnishing', 'Bags, Wallets & Belts']);

/** Colour and size of an imported product: from its specs, else a colour that stands in its title. */
export function readAttributes(
  specs: readonly SpecGroup[],
  title: string,
  category: readonly string[],
  brandColumn: string,
): Readonly<Record<string, string>> {
  const colour =
    knownColour(specValue(specs, 'Colour') ?? '') ??
    // The source often has the colour where the brand belongs.
    (wordsIn(brandColumn).length <= 2 ? knownColour(brandColumn) : null) ??
    (COLOURED.has(category[0] ?? '') ? knownColour(title) : null);
  const size = tidy(specValue(specs, 'Size', 'Ring Size') ?? '');
  return attributesOf(colour ?? '', size);
}

/** Attributes that are there: nothing of an empty text. */
export function attributesOf(colour: string, size: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries({ colour: tidy(colour), size: tidy(size) }).filter(([, value]) => value !== ''),
  );
}

/** 'Dark Blue' → 'Blue', 'Black, White' → 'Multicolour': what a filter can count. Null when no colour is named. */
function knownColour(text: string): string | null {
  const found = new Set(wordsIn(text).flatMap((word) => COLOURS[word] ?? []));
  const [first] = found;
  if (first === undefined) return null;
  return found.size === 1 ? first : 'Multicolour';
}

function wordsIn(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
}

function tidy(value: string): string {
  return cleanLine(value, MAX_VALUE);
}
