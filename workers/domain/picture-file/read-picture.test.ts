import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { MAX_SIDE_PX, readPicture } from './read-picture.ts';

const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const joined = (...parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));

function canvas(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: '#c33' } });
}

const bytesOf = async (image: Sharp) => new Uint8Array(await image.toBuffer());
const jpeg = await bytesOf(canvas(300, 240).jpeg());
const png = await bytesOf(canvas(300, 240).png());
const webp = await bytesOf(canvas(300, 240).webp());

/** A PNG whose header claims a size that its pixels do not have. */
function pngOf(width: number, height: number): Uint8Array {
  const claimed = Uint8Array.from(png);
  const view = new DataView(claimed.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return claimed;
}

const TAKEN: readonly (readonly [what: string, image: Sharp, type: string, width: number, height: number])[] = [
  ['a baseline JPEG', canvas(640, 480).jpeg(), 'jpeg', 640, 480],
  ['a progressive JPEG', canvas(640, 480).jpeg({ progressive: true }), 'jpeg', 640, 480],
  ['a JPEG with a colour profile', canvas(640, 480).withMetadata({ icc: 'p3' }).jpeg(), 'jpeg', 640, 480],
  ['a JPEG of a camera on its side', canvas(640, 480).withMetadata({ orientation: 6 }).jpeg(), 'jpeg', 480, 640],
  ['a JPEG upside down', canvas(640, 480).withMetadata({ orientation: 3 }).jpeg(), 'jpeg', 640, 480],
  ['a PNG', canvas(640, 480).png(), 'png', 640, 480],
  ['a PNG with a palette', canvas(640, 480).png({ palette: true }), 'png', 640, 480],
  ['a lossy WebP', canvas(640, 480).webp(), 'webp', 640, 480],
  ['a lossless WebP', canvas(1023, 511).webp({ lossless: true }), 'webp', 1023, 511],
  ['a WebP on its side', canvas(640, 480).withMetadata({ orientation: 8 }).webp(), 'webp', 480, 640],
  ['a WebP that lets something through', canvas(640, 480).ensureAlpha(0.5).webp(), 'webp', 640, 480],
];

const REFUSED: readonly (readonly [what: string, bytes: Uint8Array, reason: string])[] = [
  ['an empty file', new Uint8Array(), 'empty'],
  ['a text', ascii('Not a picture at all'), 'not_a_picture'],
  ['an SVG', ascii('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), 'not_a_picture'],
  ['a page', ascii('<!doctype html><script>alert(1)</script>'), 'not_a_picture'],
  ['a PDF', ascii('%PDF-1.7'), 'not_a_picture'],
  ['an archive', ascii('PK\x03\x04'), 'not_a_picture'],
  ['a GIF', ascii('GIF89a\x00\x02\x00\x02'), 'other_type'],
  ['an AVIF', await bytesOf(canvas(300, 240).avif({ effort: 0 })), 'other_type'],
  ['a HEIC', ascii('\0\0\0\x18ftypheic'), 'other_type'],
  ['a sound in the same container', ascii('RIFF\x04\0\0\0WAVE'), 'not_a_picture'],
  ['three bytes of a JPEG', jpeg.subarray(0, 3), 'truncated'],
  ['a JPEG without its picture', ascii('\xff\xd8\xff\xd9'), 'damaged'],
  ['a page inside a JPEG’s clothes', joined(ascii('\xff\xd8\xff'), ascii('<html><script>')), 'truncated'],
  ['a JPEG with an archive behind it', joined(jpeg, ascii('PK\x03\x04evil')), 'followed'],
  ['a JPEG with half a second one behind it', joined(jpeg, jpeg.subarray(0, 50)), 'followed'],
  ['a PNG with a script behind it', joined(png, ascii('<script>')), 'followed'],
  ['a WebP with a page behind it', joined(webp, ascii('<html>')), 'followed'],
  ['a PNG without a header', joined(png.subarray(0, 8), png.subarray(33)), 'damaged'],
  ['1 × 1', await bytesOf(canvas(1, 1).png()), 'too_small'],
  ['a hair', await bytesOf(canvas(4000, 20).jpeg()), 'too_small'],
  ['30,000 × 30,000', pngOf(30_000, 30_000), 'too_large'],
  ['12,000 × 12,000', pngOf(12_000, 12_000), 'too_large'],
  ['a long one', pngOf(MAX_SIDE_PX + 1, 300), 'too_large'],
  ['one that is 4 billion wide', pngOf(0xffff_ffff, 300), 'too_large'],
  ['one without a height', pngOf(300, 0), 'damaged'],
  ['one that moves', await movingWebp(), 'animated'],
  ['a PNG that moves', withChunk(png, 'acTL'), 'animated'],
];

describe('readPicture', () => {
  test.each(TAKEN)('takes %s', async (_, image, type, width, height) => {
    expect(readPicture(await bytesOf(image))).toEqual({ ok: true, type, width, height });
  });

  test.each(REFUSED)('refuses %s', (_, bytes, reason) => {
    expect(readPicture(bytes)).toEqual({ ok: false, reason });
  });

  test('takes what phones put behind a JPEG: a second one, or zeros', () => {
    const facts = { ok: true, type: 'jpeg', width: 300, height: 240 };
    expect(readPicture(joined(jpeg, jpeg, jpeg))).toEqual(facts);
    expect(readPicture(joined(jpeg, new Uint8Array(512)))).toEqual(facts);
  });

  test.each([
    ['JPEG', jpeg],
    ['PNG', png],
    ['WebP', webp],
  ])('refuses every beginning of a %s', (_, whole) => {
    for (let length = 0; length < whole.length; length++) {
      expect([length, readPicture(whole.subarray(0, length)).ok]).toEqual([length, false]);
    }
  });

  test('bears any bytes, also behind a magic number and with some of a picture changed', () => {
    const starts = [jpeg.subarray(0, 3), png.subarray(0, 24), webp.subarray(0, 16), ascii('RIFF\x20\0\0\0WEBPVP8X')];
    fc.assert(
      fc.property(fc.constantFrom(new Uint8Array(), ...starts), fc.uint8Array({ maxLength: 400 }), (start, rest) => {
        const verdict = readPicture(joined(start, rest));
        if (verdict.ok) expect(verdict.width * verdict.height).toBeGreaterThan(0);
      }),
      { numRuns: 2000 },
    );
    const changes = fc.array(fc.tuple(fc.nat({ max: 5000 }), fc.nat({ max: 255 })), { maxLength: 12 });
    fc.assert(
      fc.property(fc.constantFrom(jpeg, png, webp), changes, (whole, changed) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, value] of changed) bytes[at % bytes.length] = value;
        const verdict = readPicture(bytes);
        if (verdict.ok) expect(Math.max(verdict.width, verdict.height)).toBeLessThanOrEqual(MAX_SIDE_PX);
      }),
      { numRuns: 2000 },
    );
  });

  test('is quick with ten megabytes of tiny pictures, and of empty chunks', () => {
    const tiny = joined(jpeg.subarray(0, 2), jpeg.subarray(jpeg.indexOf(0xc0) - 1));
    const many = new Uint8Array(10_000_000);
    for (let at = 0; at + tiny.length <= many.length; at += tiny.length) many.set(tiny, at);
    const chunks = new Uint8Array(10_000_000);
    chunks.set(png.subarray(0, 33));
    const startedAt = performance.now();
    expect(readPicture(many).ok).toBe(true);
    expect(readPicture(chunks)).toEqual({ ok: false, reason: 'truncated' });
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });
});

async function movingWebp(): Promise<Uint8Array> {
  const frames = await Promise.all(['#a00', '#0a0'].map((background) => frame(background)));
  return new Uint8Array(
    await sharp(frames, { join: { animated: true } })
      .webp()
      .toBuffer(),
  );
}

function frame(background: string): Promise<Buffer> {
  return sharp({ create: { width: 300, height: 240, channels: 3, background } })
    .png()
    .toBuffer();
}

/** An empty chunk behind the header. */
function withChunk(whole: Uint8Array, name: string): Uint8Array {
  return joined(
    whole.subarray(0, 33),
    Uint8Array.from([0, 0, 0, 0]),
    ascii(name),
    new Uint8Array(4),
    whole.subarray(33),
  );
}
