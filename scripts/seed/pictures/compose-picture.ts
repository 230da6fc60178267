import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp, { type Raw, type Sharp } from 'sharp';
import { PICTURE_FORMATS, PICTURE_WIDTHS, type PictureFormat, pictureName } from '../../../workers/domain/media.ts';
import { BACKDROPS, type ColourName, DEEP_BACKDROPS } from './palette.ts';
import { type Material, recolour } from './recolour.ts';

/** What a picture shows. Equal pictures have equal keys, so products share them. */
export interface Picture {
  /** Code points of a Fluent emoji: '1f455'. */
  readonly glyph: string;
  /** One a piece, repeated when there are more pieces; null leaves the emoji as it is. */
  readonly colours: readonly (ColourName | null)[];
  /** Index of BACKDROPS, then of DEEP_BACKDROPS. */
  readonly backdrop: number;
  readonly arrangement: Arrangement;
}

export type Arrangement = keyof typeof PIECES;

/**
 * As wide as pictures are drawn: an emoji has no more to show. The widths beyond it are the same file, as those of any
 * upload of this size are.
 */
export const CANVAS_PX = 800;

// One thread a picture: several are drawn at the same time.
sharp.concurrency(1);

/** Part of every key: raise it when pictures are drawn in another way. */
const DRAWING = 2;
/** Half the colour and little effort: what is drawn so soft looks the same, and the first start is seconds shorter. */
const ENCODED: Readonly<Record<PictureFormat, (image: Sharp) => Sharp>> = {
  avif: (image) => image.avif({ quality: 45, effort: 1, chromaSubsampling: '4:2:0' }),
  webp: (image) => image.webp({ quality: 75, effort: 2 }),
};
const EMOJI = path.join(import.meta.dirname, '../../../node_modules/@lobehub/fluent-emoji-3d/assets');

type Piece = readonly [x: number, y: number, width: number, angle: number];

/** Pieces of an arrangement: centre, width and angle (thousandths of the canvas, degrees), back to front. */
const PIECES = {
  single: [[500, 490, 700, 0]],
  tilted: [[500, 490, 680, -11]],
  pair: [
    [660, 420, 490, 9],
    [370, 550, 560, -5],
  ],
  trio: [
    [270, 420, 400, -12],
    [730, 415, 400, 12],
    [500, 560, 520, 0],
  ],
} as const satisfies Record<string, readonly Piece[]>;

/** Pictures whose commonest hue is not what a maker would paint: a laptop's lid, a bicycle's frame, a plant's pot. */
const MATERIALS: Readonly<Record<string, Material>> = {
  '1f455': 'all',
  '1f4bb': 'grey',
  '1f5a5-fe0f': 'grey',
  '1f4f7': 'grey',
  '1f6b2': 345,
  '1fab4': 22,
};

/** Key of the picture in MEDIA, without size and ending. */
export function pictureKey({ glyph, colours, backdrop, arrangement }: Picture): string {
  const name = [DRAWING, glyph, colours.map((colour) => colour ?? '').join(), backdrop, arrangement].join('/');
  return `catalog/${createHash('sha256').update(name).digest('hex').slice(0, 20)}`;
}

/**
 * Draws a picture as a studio would: a soft backdrop, light from above, a shadow on the table. Returns the standard set,
 * by the names of its files.
 */
export async function composePicture(picture: Picture): Promise<ReadonlyMap<string, Buffer>> {
  return await encode(pictureKey(picture), await draw(picture));
}

async function encode(key: string, canvas: Uint8Array): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const format of PICTURE_FORMATS) {
    let file: Buffer | undefined;
    for (const width of PICTURE_WIDTHS) {
      if (file === undefined || width <= CANVAS_PX) {
        const image = sharp(canvas, rawPixels(CANVAS_PX, 3)).resize(width, width, { withoutEnlargement: true });
        file = await ENCODED[format](image).toBuffer();
      }
      files.set(pictureName(key, width, format), file);
    }
  }
  return files;
}

async function draw(picture: Picture): Promise<Uint8Array> {
  const { glyph, colours, arrangement } = picture;
  const painted = await Promise.all(colours.map((colour) => paintedGlyph(glyph, colour)));
  const backdrop = await backdropOf(picture);
  const layers = await Promise.all(
    PIECES[arrangement].flatMap((piece, index) => {
      const pixels = painted[index % painted.length];
      return pixels === undefined ? [] : [layerOf(pixels, piece)];
    }),
  );
  const canvas = new Uint8Array(backdrop);
  for (const layer of layers) paint(canvas, layer);
  return canvas;
}

interface Glyph {
  readonly data: Uint8Array;
  readonly width: number;
}

async function paintedGlyph(glyph: string, colour: ColourName | null): Promise<Glyph> {
  const file = await readFile(path.join(EMOJI, `${glyph}.webp`));
  const { data, info } = await sharp(file).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const pixels = { data, width: info.width, height: info.height };
  return colour === null ? pixels : recolour(pixels, colour, MATERIALS[glyph]);
}

interface Layer extends Glyph {
  readonly left: number;
  readonly top: number;
}

/** Turned while it is small, because that is quicker, then grown. */
async function layerOf(glyph: Glyph, piece: Piece): Promise<Layer> {
  const [x, y, width] = piece.map((thousandths) => (thousandths * CANVAS_PX) / 1000) as [number, number, number];
  const angle = piece[3];
  const turned = await sharp(glyph.data, rawPixels(glyph.width, 4))
    .rotate(angle, { background: { r: 0, g: 0, b: 0, alpha: 0 } })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const size = Math.round((width * turned.info.width) / glyph.width);
  const data = await sharp(turned.data, rawPixels(turned.info.width, 4))
    .resize(size, size, { kernel: 'mitchell' })
    .raw()
    .toBuffer();
  return { data, width: size, left: Math.round(x - size / 2), top: Math.round(y - size / 2) };
}

/** Lays a layer over the canvas; what reaches beyond its edge is not seen. Half the time of sharp's `composite`. */
function paint(canvas: Uint8Array, { data, width, left, top }: Layer): void {
  for (let y = Math.max(0, -top); y < Math.min(width, CANVAS_PX - top); y++) {
    for (let x = Math.max(0, -left); x < Math.min(width, CANVAS_PX - left); x++) {
      const from = (y * width + x) * 4;
      const alpha = data[from + 3] ?? 0;
      if (alpha === 0) continue;
      const to = ((y + top) * CANVAS_PX + x + left) * 3;
      for (let channel = 0; channel < 3; channel++) {
        const under = canvas[to + channel] ?? 0;
        canvas[to + channel] = under + (((data[from + channel] ?? 0) - under) * alpha) / 255;
      }
    }
  }
}

const drawnBackdrops = new Map<string, Promise<Buffer>>();

function backdropOf({ backdrop, arrangement }: Picture): Promise<Buffer> {
  const name = `${backdrop}/${arrangement}`;
  const svg = backdropSvg(backdrop, arrangement);
  const drawn = drawnBackdrops.get(name) ?? sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer();
  drawnBackdrops.set(name, drawn);
  return drawn;
}

function backdropSvg(backdrop: number, arrangement: Arrangement): string {
  const [above, below] = [...BACKDROPS, ...DEEP_BACKDROPS][backdrop] ?? BACKDROPS[0];
  const shadows = PIECES[arrangement].map(
    ([x, y, width]) =>
      `<ellipse cx="${x}" cy="${y + width * 0.45}" rx="${width * 0.44}" ry="${width * 0.08}" fill="url(#shadow)"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${CANVAS_PX}" height="${CANVAS_PX}" viewBox="0 0 1000 1000">
    <defs>
      <linearGradient id="wall" x1="0" y1="0" x2="0" y2="1">
        <stop offset="0.2" stop-color="${above}"/><stop offset="1" stop-color="${below}"/>
      </linearGradient>
      <radialGradient id="light" cx="0.5" cy="0.4" r="0.6">
        <stop offset="0" stop-color="#fff" stop-opacity="0.55"/><stop offset="1" stop-color="#fff" stop-opacity="0"/>
      </radialGradient>
      <radialGradient id="shadow">
        <stop offset="0" stop-color="#1d1a16" stop-opacity="0.34"/>
        <stop offset="0.55" stop-color="#1d1a16" stop-opacity="0.12"/>
        <stop offset="1" stop-color="#1d1a16" stop-opacity="0"/>
      </radialGradient>
    </defs>
    <rect width="1000" height="1000" fill="url(#wall)"/><rect width="1000" height="1000" fill="url(#light)"/>
    ${shadows.join('')}
  </svg>`;
}

function rawPixels(width: number, channels: 3 | 4): { readonly raw: Raw } {
  return { raw: { width, height: width, channels } };
}
