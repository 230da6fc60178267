import { ByteView } from './byte-view.ts';

/** Stands before the TIFF header in a JPEG, and in a WebP by some. */
export const EXIF_NAME = 'Exif\0\0';
const ORIENTATION = 0x0112;
const ENTRY_BYTES = 12;
const MAX_ENTRIES = 200;

/** Whether a camera lay on its side (EXIF orientation 5 to 8): width and height change places when it is shown. */
export function isSideways(exif: Uint8Array): boolean {
  const isNamed = new ByteView(exif).startsWith(EXIF_NAME);
  return orientationOf(new ByteView(isNamed ? exif.subarray(EXIF_NAME.length) : exif)) >= 5;
}

/** 1 to 8; 1 when it does not say. */
function orientationOf(tiff: ByteView): number {
  const isLittle = tiff.startsWith('II*\0');
  if (!isLittle && !tiff.startsWith('MM\0*')) return 1;
  const u16 = (at: number) => (isLittle ? tiff.u16le(at) : tiff.u16be(at));
  const directory = isLittle ? tiff.u32le(4) : tiff.u32be(4);
  const count = Math.min(u16(directory), MAX_ENTRIES);
  for (let index = 0; index < count; index++) {
    const entry = directory + 2 + index * ENTRY_BYTES;
    if (u16(entry) !== ORIENTATION) continue;
    const value = u16(entry + 8);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}
