import { expect, test } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { openDb } from '../db/client.ts';
import { rateLimits } from '../db/schema/accounts.ts';
import type { AppError } from './problem.ts';
import { type Limit, requireWithin, waitOf } from './rate-limit.ts';

const NOW = Date.UTC(2026, 10, 25, 6);
const five: Limit = { name: 'test', key: 'asha@haat.test', max: 5, windowSeconds: 60 };

const isWithin = (now: number, ...limits: readonly Limit[]) =>
  requireWithin(givenContext({ now }), limits).then(
    () => true,
    (error: AppError) => error,
  );

test('of fifty at once exactly as many pass as may', async () => {
  const limit = { ...five, key: 'fifty' };
  const results = await Promise.all(Array.from({ length: 50 }, () => isWithin(NOW, limit)));
  expect(results.filter((result) => result === true)).toHaveLength(5);
  expect(results.at(-1)).toMatchObject({ code: 'rate_limited', extra: { retryAfterSeconds: 60, limit: { max: 5 } } });
});

test('a window begins with its first try and ends on its second', async () => {
  const limit = { ...five, key: 'window', max: 1 };
  expect(await isWithin(NOW, limit)).toBe(true);
  expect(await isWithin(NOW + 59_999, limit)).toMatchObject({ extra: { retryAfterSeconds: 1 } });
  expect(await isWithin(NOW + 60_000, limit)).toBe(true);
  expect(await isWithin(NOW + 60_001, limit)).toMatchObject({ code: 'rate_limited' });
});

test('limits are counted in turn: what one refuses, those behind it never hear of', async () => {
  const [narrow, wide] = [
    { ...five, name: 'narrow', key: 'turn', max: 2 },
    { ...five, name: 'wide', key: 'turn', max: 3, windowSeconds: 3600 },
  ];
  const results = await Promise.all(Array.from({ length: 9 }, () => isWithin(NOW, narrow, wide)));
  expect(results.filter((result) => result === true)).toHaveLength(2);
  expect(results.at(-1)).toMatchObject({ extra: { retryAfterSeconds: 60, limit: { name: 'narrow' } } });
  // Two of three are used up, not nine.
  expect(await isWithin(NOW, wide)).toBe(true);
  expect(await isWithin(NOW + 60_000, narrow, wide)).toMatchObject({ extra: { limit: { name: 'wide' } } });
});

test('a limit whose window is over does not stop those behind it', async () => {
  const [short, long] = [
    { ...five, name: 'short', key: 'over', max: 1, windowSeconds: 30 },
    { ...five, name: 'long', key: 'over', max: 2, windowSeconds: 3600 },
  ];
  for (const now of [NOW, NOW + 1]) await isWithin(now, short, long);
  expect(await isWithin(NOW + 30_000, short, long)).toBe(true);
  expect(await isWithin(NOW + 60_000, short, long)).toMatchObject({ extra: { limit: { name: 'long' } } });
});

test('the same key under another name is another counter, and no key stands in the table', async () => {
  const [one, other] = [
    { ...five, key: 'names', max: 1 },
    { ...five, key: 'names', name: 'other', max: 1 },
  ];
  expect(await isWithin(NOW, one)).toBe(true);
  expect(await isWithin(NOW, other)).toBe(true);
  await isWithin(NOW, five);
  const rows = await openDb(givenContext().env.DB).select().from(rateLimits);
  expect(rows.length).toBeGreaterThan(2);
  for (const { key } of rows) expect(key).toMatch(/^[0-9a-f]{64}$/);
});

test('nothing to count passes', async () => {
  expect(await isWithin(NOW)).toBe(true);
});

test.each([
  [1, 'a second'],
  [45, '45 seconds'],
  [600, '10 minutes'],
  [7_199, '120 minutes'],
  [7_200, '2 hours'],
])('%i seconds are %s', (seconds, words) => {
  expect(waitOf(seconds)).toBe(words);
});
