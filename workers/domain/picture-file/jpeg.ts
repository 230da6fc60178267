import { ByteView } from './byte-view.ts';
import { EXIF_NAME, isSideways } from './exif.ts';
import type { FileFacts } from './read-picture.ts';

const START_OF_IMAGE = 0xd8;
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
const APP1 = 0xe1;
/** Start of frame: all kinds of JPEG; DHT, JPG and DAC lie between them. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7;

/** Reads a JPEG, and looks at what lies behind its picture. */
export function readJpeg(bytes: Uint8Array): FileFacts {
  const first = readSegments(bytes, 0);
  if (!first.ok) return first;
  return { ok: true, ...first.size, isAnimated: false, isFollowed: isFollowed(bytes, first.end) };
}

type Segments =
  | { readonly ok: true; readonly size: { readonly width: number; readonly height: number }; readonly end: number }
  | { readonly ok: false; readonly reason: 'truncated' | 'damaged' };

/** Walks the segments of the JPEG at `start` to the end of its picture (ITU T.81, annex B). */
function readSegments(bytes: Uint8Array, start: number): Segments {
  const view = new ByteView(bytes);
  let size: { width: number; height: number } | null = null;
  let sideways = false;
  let hasScan = false;
  let at = start + 2;
  while (at < view.length) {
    if (view.u8(at) !== 0xff) return { ok: false, reason: 'damaged' };
    const marker = view.u8(at + 1);
    // Any number of 0xff may fill the space before a marker.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === END_OF_IMAGE) {
      if (size === null || !hasScan) return { ok: false, reason: 'damaged' };
      return { ok: true, size: turned(size, sideways), end: at + 2 };
    }
    const length = view.u16be(at + 2);
    const next = at + 2 + length;
    if (next > view.length) return { ok: false, reason: 'truncated' };
    if (length < 2) return { ok: false, reason: 'damaged' };
    if (isFrame(marker)) {
      if (size !== null) return { ok: false, reason: 'damaged' };
      size = { width: view.u16be(at + 7), height: view.u16be(at + 5) };
    } else if (marker === APP1 && view.startsWith(EXIF_NAME, at + 4)) {
      sideways = isSideways(bytes.subarray(at + 4, next));
    }
    hasScan ||= marker === START_OF_SCAN;
    at = marker === START_OF_SCAN ? endOfScan(bytes, next) : next;
  }
  return { ok: false, reason: 'truncated' };
}

/** Where the next marker is: in the pixels 0xff is followed by 0 or by a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(0xff, from);
  while (at >= 0) {
    const next = bytes[at + 1];
    if (next !== undefined && next !== 0 && next !== 0xff && !isRestart(next)) return at;
    at = bytes.indexOf(0xff, at + (next === 0xff ? 1 : 2));
  }
  return bytes.length;
}

/** Phones put further JPEGs behind the first (depth, brightness), or fill up with zeros. Nothing else belongs there. */
function isFollowed(bytes: Uint8Array, end: number): boolean {
  let at = end;
  while (bytes[at] === 0xff && bytes[at + 1] === START_OF_IMAGE) {
    const next = readSegments(bytes, at);
    if (!next.ok) return true;
    at = next.end;
  }
  return bytes.subarray(at).some((byte) => byte !== 0);
}

function turned({ width, height }: { width: number; height: number }, sideways: boolean) {
  return sideways ? { width: height, height: width } : { width, height };
}
