import { chance } from '../random.ts';
import type { Arrangement, Picture } from './compose-picture.ts';
import { BACKDROPS, type ColourName, DEEP_BACKDROPS, PAINTS } from './palette.ts';

/** Emoji that are nearly white: they need a deeper backdrop. */
const PALE_GLYPHS = new Set([
  '1f3a7',
  '1f4a1',
  '1f37d-fe0f',
  '1f374',
  '1f9f4',
  '1f3b2',
  '1f9b4',
  '1f5b1-fe0f',
  '2328-fe0f',
]);
const PALE_LIGHTNESS = 0.74;
/** Furniture, cycles and televisions stand upright and alone. */
const HEAVY_GRAMS = 3000;

/** The first picture of a product, or of one colour of it. Products of one look share it. */
export function mainPicture(glyph: string, colour: ColourName | null, weightGrams: number): Picture {
  const name = `${glyph}/${colour}`;
  return {
    glyph,
    colours: [colour],
    backdrop: backdropFor(glyph, colour, name),
    arrangement: weightGrams >= HEAVY_GRAMS ? 'single' : arrangementFor(name),
  };
}

/** All colours of a product together, at most three. */
export function rangePicture(glyph: string, colours: readonly ColourName[]): Picture {
  const shown = colours.slice(0, 3).sort();
  return {
    glyph,
    colours: shown,
    backdrop: backdropFor(glyph, shown.find(isPale) ?? null, `${glyph}/${shown.join()}`),
    arrangement: shown.length === 2 ? 'pair' : 'trio',
  };
}

function backdropFor(glyph: string, colour: ColourName | null, name: string): number {
  const roll = chance(`backdrop ${name}`);
  const isDeep = colour === null ? PALE_GLYPHS.has(glyph) : isPale(colour);
  if (isDeep) return BACKDROPS.length + Math.floor(roll * DEEP_BACKDROPS.length);
  return Math.floor(roll * BACKDROPS.length);
}

function isPale(colour: ColourName): boolean {
  return PAINTS[colour][2] >= PALE_LIGHTNESS;
}

function arrangementFor(name: string): Arrangement {
  const roll = chance(`arrangement ${name}`);
  if (roll < 0.6) return 'single';
  return roll < 0.9 ? 'tilted' : 'pair';
}
