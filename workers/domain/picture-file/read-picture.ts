import { ByteView } from './byte-view.ts';
import { readJpeg } from './jpeg.ts';
import { readPng } from './png.ts';
import { readWebp } from './webp.ts';

/** What cameras and editors send. Cloudflare Images reads no AVIF, and a product does not move: no GIF. */
export const PICTURE_TYPES = ['jpeg', 'png', 'webp'] as const;
export type PictureType = (typeof PICTURE_TYPES)[number];

export interface PictureFacts {
  readonly ok: true;
  readonly type: PictureType;
  /** Pixels, as it is shown: turned as the camera says. */
  readonly width: number;
  readonly height: number;
}

/** Why a file is not taken. `other_type` for pictures of kinds that we do not take. */
export type PictureRefusal =
  | 'empty'
  | 'not_a_picture'
  | 'other_type'
  | 'truncated'
  | 'damaged'
  | 'followed'
  | 'animated'
  | 'too_small'
  | 'too_large';

export type PictureVerdict = PictureFacts | { readonly ok: false; readonly reason: PictureRefusal };

/** What the parser of one type finds. `isFollowed`: other bytes lie behind the picture. */
export type FileFacts =
  | {
      readonly ok: true;
      readonly width: number;
      readonly height: number;
      readonly isAnimated: boolean;
      readonly isFollowed: boolean;
    }
  | { readonly ok: false; readonly reason: 'truncated' | 'damaged' };

/** Below, it would be a smudge on a phone; beyond, decoders need more memory than they get. */
export const MIN_SIDE_PX = 200;
export const MAX_SIDE_PX = 12_000;
export const MAX_PIXELS = 64_000_000;

/** Reads type and size from a file's own bytes: its name and what the sender calls it say nothing. Never throws. */
export function readPicture(bytes: Uint8Array): PictureVerdict {
  if (bytes.length === 0) return { ok: false, reason: 'empty' };
  const view = new ByteView(bytes);
  const type = typeOf(view);
  if (type === null) return { ok: false, reason: isOtherPicture(view) ? 'other_type' : 'not_a_picture' };
  const facts = { jpeg: readJpeg, png: readPng, webp: readWebp }[type](bytes);
  if (!facts.ok) return facts;
  const { width, height } = facts;
  if (width === 0 || height === 0) return { ok: false, reason: 'damaged' };
  if (facts.isAnimated) return { ok: false, reason: 'animated' };
  if (facts.isFollowed) return { ok: false, reason: 'followed' };
  if (Math.max(width, height) > MAX_SIDE_PX || width * height > MAX_PIXELS) return { ok: false, reason: 'too_large' };
  if (Math.min(width, height) < MIN_SIDE_PX) return { ok: false, reason: 'too_small' };
  return { ok: true, type, width, height };
}

function typeOf(view: ByteView): PictureType | null {
  if (view.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (view.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  return view.startsWith('RIFF') && view.startsWith('WEBP', 8) ? 'webp' : null;
}

/** GIF, TIFF, BMP, and what lies in the boxes of ISO media: AVIF, HEIC. */
function isOtherPicture(view: ByteView): boolean {
  if (['GIF8', 'BM', 'II*\0', 'MM\0*'].some((magic) => view.startsWith(magic))) return true;
  return view.startsWith('ftyp', 4) && ['avif', 'avis', 'heic', 'heix', 'mif1', 'msf1'].includes(view.tag(8));
}
