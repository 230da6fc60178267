import { expect, test } from 'vitest';
import { nearestBeginning } from './suggestion-spelling.ts';

const known = [
  { key: 'kurtas', weight: 90 },
  { key: 'samsung galaxy m14', weight: 50 },
  { key: 'sarees', weight: 80 },
  { key: 'shirts', weight: 70 },
  { key: 'skirts', weight: 20 },
  { key: 'headphones', weight: 40 },
  { key: 'साड़ी', weight: 10 },
];

test.each([
  ['kutra', 'kurta'],
  ['krta', 'kurta'],
  ['smasung', 'samsung'],
  ['samsng gal', 'samsung gal'],
  ['sarres', 'sarees'],
  ['hedphon', 'headphon'],
  ['haedfone', null],
  ['headfones', 'headphones'],
  ['skrit', 'skirt'],
  ['sjirts', 'shirts'],
  ['kur', null],
  ['xyzzy', null],
  ['zeppelin', null],
  ['', null],
])('%j was meant as %j', (typed, beginning) => expect(nearestBeginning(typed, known)).toBe(beginning));
