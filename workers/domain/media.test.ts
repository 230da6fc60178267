import { expect, test } from 'vitest';
import { atMost, KEPT_WIDTHS, PICTURE_WIDTHS, pictureName, pictureNames, srcsetOf } from './media.ts';

test('a picture has a file of each width in each format', () => {
  expect(pictureNames('k')).toHaveLength(8);
  expect(new Set(pictureNames('k')).size).toBe(8);
  expect(pictureNames('k', KEPT_WIDTHS)).toEqual(['k-200.avif', 'k-200.webp', 'k-400.avif', 'k-400.webp']);
});

test('a srcset names files that there are, from the smallest on', () => {
  const candidates = srcsetOf('catalog/k', 'avif').split(', ');
  expect(candidates).toEqual(
    PICTURE_WIDTHS.map((width) => `/media/${pictureName('catalog/k', width, 'avif')} ${width}w`),
  );
  for (const candidate of candidates) {
    expect(pictureNames('catalog/k')).toContain(candidate.split(' ')[0]?.slice('/media/'.length));
  }
});

test('a list needs no more of it than its small ones', () => {
  const all = srcsetOf('k', 'webp');
  expect(atMost(all, 1200)).toBe(all);
  expect(atMost(all, 400)).toBe('/media/k-200.webp 200w, /media/k-400.webp 400w');
});
