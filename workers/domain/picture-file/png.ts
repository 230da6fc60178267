import { ByteView } from './byte-view.ts';
import { isSideways } from './exif.ts';
import type { FileFacts } from './read-picture.ts';

const SIGNATURE_BYTES = 8;
/** Length, name and checksum of a chunk. */
const FRAME_BYTES = 12;

/** Walks the chunks of a PNG (RFC 2083, section 3.2) to IEND. */
export function readPng(bytes: Uint8Array): FileFacts {
  const view = new ByteView(bytes);
  if (!view.startsWith('IHDR', SIGNATURE_BYTES + 4)) return { ok: false, reason: 'damaged' };
  const size = { width: view.u32be(16), height: view.u32be(20) };
  let sideways = false;
  let hasPixels = false;
  let isAnimated = false;
  let at = SIGNATURE_BYTES;
  while (at + FRAME_BYTES <= view.length) {
    const length = view.u32be(at);
    const next = at + FRAME_BYTES + length;
    if (next > view.length) return { ok: false, reason: 'truncated' };
    const name = view.tag(at + 4);
    hasPixels ||= name === 'IDAT';
    isAnimated ||= name === 'acTL';
    if (name === 'eXIf') sideways = isSideways(bytes.subarray(at + 8, at + 8 + length));
    if (name === 'IEND') {
      if (!hasPixels) return { ok: false, reason: 'damaged' };
      const shown = sideways ? { width: size.height, height: size.width } : size;
      return { ok: true, ...shown, isAnimated, isFollowed: next < view.length };
    }
    at = next;
  }
  return { ok: false, reason: 'truncated' };
}
