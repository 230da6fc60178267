import { describe, expect, test } from 'vitest';
import { recolour } from './recolour.ts';

/** A row of pixels: red cloth in light and shade, a grey clasp, and one that cannot be seen. */
const DRAWN = {
  data: Uint8Array.from([220, 40, 40, 255, 120, 20, 20, 255, 210, 30, 30, 255, 128, 128, 128, 255, 9, 9, 9, 0]),
  width: 5,
  height: 1,
};

const pixel = (data: Uint8Array, index: number) => [...data.subarray(index * 4, index * 4 + 4)];

describe('recolour', () => {
  test('paints the main material and keeps its light and shade', () => {
    const { data } = recolour(DRAWN, 'Blue');
    const [r = 0, , b = 0] = pixel(data, 0);
    expect(b).toBeGreaterThan(r);
    expect(pixel(data, 1)[2]).toBeLessThan(b);
  });

  test('leaves other materials and unseen pixels as they are', () => {
    const { data } = recolour(DRAWN, 'Blue');
    expect(pixel(data, 3)).toEqual([128, 128, 128, 255]);
    expect(pixel(data, 4)).toEqual([9, 9, 9, 0]);
  });

  test('paints what is grey when told so', () => {
    const { data } = recolour(DRAWN, 'Gold', 'grey');
    expect(pixel(data, 0)).toEqual([220, 40, 40, 255]);
    const [r = 0, , b = 0] = pixel(data, 3);
    expect(r).toBeGreaterThan(b);
  });

  test('does not change what it was given', () => {
    recolour(DRAWN, 'Green');
    expect(pixel(DRAWN.data, 0)).toEqual([220, 40, 40, 255]);
  });
});
