import { ByteView } from './byte-view.ts';
import { isSideways } from './exif.ts';
import type { FileFacts } from './read-picture.ts';

const HEADER_BYTES = 12;
const ANIMATION = 0x02;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Walks the chunks of a WebP file (RFC 9649, section 2). */
export function readWebp(bytes: Uint8Array): FileFacts {
  const view = new ByteView(bytes);
  const end = 8 + view.u32le(4);
  if (end > view.length) return { ok: false, reason: 'truncated' };
  let canvas: Size | null = null;
  let frame: Size | null = null;
  let sideways = false;
  let isAnimated = false;
  for (let at = HEADER_BYTES; at + 8 <= end; ) {
    const data = at + 8;
    const length = view.u32le(at + 4);
    // Chunks have an even number of bytes.
    const next = data + length + (length % 2);
    if (next > view.length) return { ok: false, reason: 'truncated' };
    const name = view.tag(at);
    if (name === 'VP8X') {
      isAnimated = (view.u8(data) & ANIMATION) !== 0;
      canvas = { width: view.u24le(data + 4) + 1, height: view.u24le(data + 7) + 1 };
    } else if (name === 'VP8 ' || name === 'VP8L') {
      frame ??= name === 'VP8 ' ? lossySize(view, data) : losslessSize(view, data);
    } else if (name === 'EXIF') {
      sideways = isSideways(bytes.subarray(data, data + length));
    }
    at = next;
  }
  const size = isAnimated ? canvas : frame;
  const differs = canvas !== null && frame !== null && (canvas.width !== frame.width || canvas.height !== frame.height);
  if (size === null || (differs && !isAnimated)) return { ok: false, reason: 'damaged' };
  const shown = sideways ? { width: size.height, height: size.width } : size;
  return { ok: true, ...shown, isAnimated, isFollowed: end < view.length };
}

/** RFC 6386, section 9.1: three bytes, the start code, then 14 bits each. */
function lossySize(view: ByteView, data: number): Size | null {
  if (!view.startsWith('\x9d\x01\x2a', data + 3)) return null;
  return { width: view.u16le(data + 6) & 0x3fff, height: view.u16le(data + 8) & 0x3fff };
}

/** RFC 9649, section 3.4: a signature, then 14 bits each, less one. */
function losslessSize(view: ByteView, data: number): Size | null {
  if (view.u8(data) !== 0x2f) return null;
  const bits = view.u32le(data + 1);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}
