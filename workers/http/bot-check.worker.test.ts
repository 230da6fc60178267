import { describe, expect, test } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import type { Context } from '../context.ts';
import { type BotAction, type BotCheck, requireHuman } from './bot-check.ts';

/** 'good' is a person, 'bad' is not, anything else meets a verifier that is silent. */
const check: BotCheck = {
  verify: async (token) => (token === 'good' ? 'human' : token === 'bad' ? 'bot' : 'unavailable'),
};
let network = 0;

/** Each test comes from a network of its own: counts outlive a test. */
function givenVisitor(now = Date.now()): Context {
  network += 1;
  return from(`203.0.113.${network}`, now);
}

function from(ip: string | null, now = Date.now()): Context {
  return { ...givenContext({ now }), client: { ip, device: 'Unknown device', locale: 'en' } };
}

async function outcomesOf(times: number, ask: () => Promise<void>): Promise<string[]> {
  const ends = await Promise.allSettled(Array.from({ length: times }, ask));
  return ends.map((end) => (end.status === 'fulfilled' ? 'passed' : String((end.reason as { code?: string }).code)));
}

function countOf(outcomes: readonly string[], wanted: string): number {
  return outcomes.filter((outcome) => outcome === wanted).length;
}

test('a person passes as often as they like', async () => {
  const ctx = givenVisitor();
  expect(countOf(await outcomesOf(40, () => requireHuman(ctx, 'login', 'good', check)), 'passed')).toBe(40);
});

test('a wrong token is refused, names its field, and costs nothing of what goes without', async () => {
  const ctx = givenVisitor();
  await outcomesOf(20, () => requireHuman(ctx, 'register', 'bad', check));
  await expect(requireHuman(ctx, 'register', 'bad', check)).rejects.toMatchObject({
    code: 'bot_check_failed',
    extra: { errors: [{ field: 'cf-turnstile-response' }] },
  });
  await expect(requireHuman(ctx, 'register', null, check)).resolves.toBeUndefined();
});

describe.each([
  ['register', 5, 3600],
  ['login', 10, 600],
  ['otp', 5, 3600],
  ['checkout', 30, 3600],
] as const)('%s without a token', (action: BotAction, max: number, windowSeconds: number) => {
  test.each([
    ['that is not there', null],
    ['that is empty', ''],
    ['that nobody can verify', 'unknown'],
  ])(`%s passes ${max} times of ${max + 20} at once`, async (_, token) => {
    const ctx = givenVisitor();
    const outcomes = await outcomesOf(max + 20, () => requireHuman(ctx, action, token, check));
    expect(countOf(outcomes, 'passed')).toBe(max);
    expect(countOf(outcomes, 'bot_check_required')).toBe(20);
  });

  test('says how long to wait, keeps people with a token going, and is forgotten in time', async () => {
    const now = Date.now();
    const ctx = givenVisitor(now);
    await outcomesOf(max, () => requireHuman(ctx, action, null, check));
    await expect(requireHuman(ctx, action, null, check)).rejects.toMatchObject({
      code: 'bot_check_required',
      status: 429,
      extra: { retryAfterSeconds: windowSeconds },
    });
    await requireHuman(ctx, action, 'good', check);
    await requireHuman({ ...ctx, now: now + windowSeconds * 1000 }, action, null, check);
  });
});

test('networks and actions are counted apart; addresses of one household together', async () => {
  const [one, same, other] = [from('2001:db8:0:1::1'), from('2001:db8:0:1::2'), from('2001:db8:0:2::1')];
  await outcomesOf(5, () => requireHuman(one, 'otp', null, check));
  expect(await outcomesOf(1, () => requireHuman(same, 'otp', null, check))).toEqual(['bot_check_required']);
  expect(await outcomesOf(1, () => requireHuman(other, 'otp', null, check))).toEqual(['passed']);
  expect(await outcomesOf(1, () => requireHuman(one, 'checkout', null, check))).toEqual(['passed']);
});

test('whoever has no address is counted with all who have none', async () => {
  expect(countOf(await outcomesOf(9, () => requireHuman(from(null), 'otp', null, check)), 'passed')).toBe(5);
});

test('a shop without a check asks nobody', async () => {
  const ctx = givenVisitor();
  expect(countOf(await outcomesOf(40, () => requireHuman(ctx, 'otp', null, null)), 'passed')).toBe(40);
});
