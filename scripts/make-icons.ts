/**
 * Draws what the shop looks like on a home screen and in a chat from storefront/public/favicon.svg.
 * Run it after changing the logo: `npx node scripts/make-icons.ts`. The results are committed, so that a build needs no
 * image library.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';

const ROOT = path.dirname(import.meta.dirname);
const LOGO = path.join(ROOT, 'storefront/public/favicon.svg');
const TARGET = path.join(ROOT, 'storefront/public/icons');

/** The logo's own ground, which a system may cut to any shape. */
const GROUND = '#7d1d3f';
/** Of a maskable icon only the inner 80 % are sure to be seen (w3.org/TR/appmanifest, 'maskable'). */
const SAFE_SHARE = 0.68;
const PREVIEW = { width: 1200, height: 630 } as const;

mkdirSync(TARGET, { recursive: true });
await Promise.all([
  draw('icon-192.png', 192, 1),
  draw('icon-512.png', 512, 1),
  draw('maskable-192.png', 192, SAFE_SHARE),
  draw('maskable-512.png', 512, SAFE_SHARE),
  // iOS cuts the corners itself and shows transparent ones in black.
  draw('apple-touch-icon.png', 180, 0.8),
  drawPreview(),
]);

/** A square; the logo takes `share` of it, and the ground the rest. */
async function draw(name: string, sizePx: number, share: number): Promise<void> {
  const logo = await logoOf(Math.round(sizePx * share));
  const background = share === 1 ? { r: 0, g: 0, b: 0, alpha: 0 } : GROUND;
  const square = sharp({ create: { width: sizePx, height: sizePx, channels: 4, background } });
  await write(square.composite([{ input: logo }]), name);
}

/** What a link to a page without a photograph shows. */
async function drawPreview(): Promise<void> {
  const ground = sharp({ create: { ...PREVIEW, channels: 4, background: GROUND } });
  await write(ground.composite([{ input: await logoOf(420) }]), 'preview.png');
}

function logoOf(sizePx: number): Promise<Buffer> {
  // Drawn at the size that is wanted, not enlarged.
  return sharp(readFileSync(LOGO), { density: (72 * sizePx) / 34 })
    .resize(sizePx, sizePx)
    .png()
    .toBuffer();
}

async function write(image: Sharp, name: string): Promise<void> {
  const { size } = await image.png({ palette: true, effort: 10 }).toFile(path.join(TARGET, name));
  console.log(`${name}: ${size} bytes`);
}
