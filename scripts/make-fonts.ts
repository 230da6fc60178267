/**
 * Cuts Noto Sans down to what an invoice can contain: Latin, ₹ and Devanagari.
 * Run it after changing the alphabet below: `npx node scripts/make-fonts.ts`. The results are committed, so that
 * neither a build nor the shop needs the whole font.
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import subsetFont from 'subset-font';

const ROOT = path.dirname(import.meta.dirname);
const SOURCE = path.join(ROOT, 'node_modules/@expo-google-fonts/noto-sans');
const TARGET = path.join(ROOT, 'workers/orders/fonts');

const FACES = {
  'noto-sans-regular.bin': '400Regular/NotoSans_400Regular.ttf',
  'noto-sans-bold.bin': '700Bold/NotoSans_700Bold.ttf',
} as const;

/** Basic Latin, Latin-1, Devanagari, and the marks that titles use. */
const RANGES = [
  [0x20, 0x7e],
  [0xa0, 0xff],
  [0x900, 0x97f],
] as const;
const MARKS = '–—‘’“”„†•…€₹™×−✓\u200c\u200d◌';
/** Joined and half letters of Devanagari. The ornamental ligatures would make the files three times as large. */
const FEATURES = ['akhn', 'rphf', 'rkrf', 'half', 'nukt'];

const alphabet = RANGES.flatMap(([first, last]) =>
  Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index)),
).join('');

mkdirSync(TARGET, { recursive: true });
for (const [name, source] of Object.entries(FACES)) {
  const whole = readFileSync(path.join(SOURCE, source));
  const cut = await subsetFont(whole, alphabet + MARKS, {
    targetFormat: 'sfnt',
    noHinting: true,
    keepFeatures: FEATURES,
  });
  writeFileSync(path.join(TARGET, name), cut);
  console.log(`${name}: ${cut.length} bytes of ${whole.length}`);
}
// The licence asks to travel with the font.
copyFileSync(path.join(SOURCE, 'LICENSE_FONT'), path.join(TARGET, 'OFL.txt'));
