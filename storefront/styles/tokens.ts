/** The design tokens as data, read from tokens.css itself: for the page that documents them and the test of contrasts. */

export type Theme = 'light' | 'dark';
/** By name without the dashes: { paper: '#fbf8f2' }. */
export type Tokens = Readonly<Record<string, string>>;

/** Both themes; the dark one holds the light one's values where it says nothing. */
export function parseTokens(css: string): Readonly<Record<Theme, Tokens>> {
  const [light = '', dark = ''] = [...css.matchAll(/:root\s*\{([^}]*)\}/g)].map(([, block]) => block);
  const lightTokens = declarationsOf(light);
  return { light: lightTokens, dark: { ...lightTokens, ...declarationsOf(dark) } };
}

function declarationsOf(block: string): Tokens {
  const declarations = block.matchAll(/--([\w-]+):\s*([^;]+);/g);
  return Object.fromEntries(
    [...declarations].map(([, name = '', value = '']) => [name, value.replace(/\s+/g, ' ').trim()]),
  );
}

export interface ContrastPair {
  readonly ink: string;
  readonly ground: string;
  /** 4.5 for text, 3 for lines and marks that mean something (WCAG 2.2, 1.4.3 and 1.4.11). */
  readonly atLeast: 4.5 | 3;
}

const text = (ink: string, ...grounds: string[]): ContrastPair[] =>
  grounds.map((ground) => ({ ink, ground, atLeast: 4.5 }));
const mark = (ink: string, ...grounds: string[]): ContrastPair[] =>
  grounds.map((ground) => ({ ink, ground, atLeast: 3 }));

/** What stands on what. A new pair of colours in a component belongs in this list. */
export const CONTRAST_PAIRS: readonly ContrastPair[] = [
  ...text('ink', 'paper', 'surface', 'sunken', 'picture', 'good-tint', 'warn-tint', 'bad-tint', 'brand-tint'),
  ...text('ink-soft', 'paper', 'surface', 'sunken', 'brand-tint'),
  ...text('link', 'paper', 'surface', 'sunken', 'brand-tint'),
  ...text('on-brand', 'brand', 'brand-hover'),
  ...text('on-accent', 'accent', 'accent-hover'),
  ...text('on-header', 'header'),
  ...text('good', 'paper', 'surface', 'good-tint'),
  ...text('warn', 'surface', 'warn-tint'),
  ...text('bad', 'paper', 'surface', 'bad-tint'),
  ...mark('line-strong', 'paper', 'surface'),
  ...mark('focus', 'paper', 'surface', 'sunken'),
  ...mark('accent', 'header'),
];

/** Between 1 and 21 (WCAG 2.2, 'contrast ratio'). Colours as '#rrggbb'. */
export function contrastRatio(a: string, b: string): number {
  const [lighter = 0, darker = 0] = [luminanceOf(a), luminanceOf(b)].sort((one, other) => other - one);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminanceOf(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
