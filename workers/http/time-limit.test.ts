import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MAX_REQUEST_SECONDS, withinTime } from './time-limit.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function givenLater() {
  const going: Promise<unknown>[] = [];
  return { going, later: (work: Promise<unknown>) => void going.push(work) };
}

test('what comes in time is the answer, and what fails in time the failure', async () => {
  const ctx = givenLater();
  expect(await withinTime(ctx, Promise.resolve('done'))).toBe('done');
  await expect(withinTime(ctx, Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect([ctx.going, vi.getTimerCount()]).toEqual([[], 0]);
});

test('what takes longer is answered with 503, and goes on behind the answer', async () => {
  const ctx = givenLater();
  const work = new Promise((resolve) => setTimeout(() => resolve('late'), 60_000));
  const answer = expect(withinTime(ctx, work)).rejects.toMatchObject({ code: 'took_too_long', status: 503 });
  await vi.advanceTimersByTimeAsync(MAX_REQUEST_SECONDS * 1000);
  await answer;
  expect(ctx.going).toEqual([work]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await ctx.going[0]).toBe('late');
});
