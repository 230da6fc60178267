import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { CONTRAST_PAIRS, contrastRatio, parseTokens } from './tokens.ts';

const THEMES = parseTokens(readFileSync(path.join(import.meta.dirname, 'tokens.css'), 'utf8'));

test('contrast is as the standard counts it', () => {
  expect(contrastRatio('#000000', '#ffffff')).toBe(21);
  expect(contrastRatio('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(contrastRatio('#ffffff', '#777777')).toBeCloseTo(4.48, 2);
});

test('both themes are read, and the dark one says something', () => {
  expect(THEMES.light.paper).toMatch(/^#[0-9a-f]{6}$/);
  expect(THEMES.dark.paper).not.toBe(THEMES.light.paper);
  expect(THEMES.dark['space-4']).toBe(THEMES.light['space-4']);
});

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  test.each(CONTRAST_PAIRS)('$ink on $ground has a contrast of at least $atLeast', ({ ink, ground, atLeast }) => {
    const tokens = THEMES[theme];
    expect(contrastRatio(tokens[ink] ?? '', tokens[ground] ?? '')).toBeGreaterThanOrEqual(atLeast);
  });
});
