import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Actor, Context, UserActor } from '../context.ts';
import { limitHeaders } from './rate-limit-headers.ts';
import { REQUEST_NET, requireWithinNet } from './request-net.ts';

const user = { kind: 'user', userId: 'usr_1', role: 'shopper', hasSecondFactor: false } as unknown as UserActor;
const ip = '2001:db8:1:2:3:4:5:6';

function givenNet(
  actor: Actor,
  { address = ip, success = false }: { address?: string | null; success?: boolean } = {},
) {
  const keys: string[] = [];
  const limit = async ({ key }: { key: string }) => {
    keys.push(key);
    return { success };
  };
  return { keys, ctx: { env: { API_LIMIT: { limit } }, actor, client: { ip: address } } as unknown as Context };
}

test.each([
  ['a person by their account', user, 'user:usr_1'],
  ['staff who showed one factor only', { ...user, role: 'staff' as const }, 'user:usr_1'],
  ['a guest by their network', { kind: 'guest', guestId: 'gst_1' } as Actor, 'ip:2001:db8:1:2::/64'],
  ['nobody by their network', { kind: 'anonymous' } as Actor, 'ip:2001:db8:1:2::/64'],
])('%s', async (_who, actor, key) => {
  const { keys, ctx } = givenNet(actor);
  await expect(requireWithinNet(ctx)).rejects.toMatchObject({ code: 'rate_limited', extra: { retryAfterSeconds: 60 } });
  expect(keys).toEqual([key]);
  const within = givenNet(actor, { success: true });
  await requireWithinNet(within.ctx);
  expect(within.keys).toEqual([key]);
});

test('passes staff, whoever has no address, and everybody where there is no binding', async () => {
  const staff = givenNet({ ...user, role: 'staff', hasSecondFactor: true });
  const inside = givenNet({ kind: 'anonymous' }, { address: null });
  for (const { ctx } of [staff, inside]) await requireWithinNet(ctx);
  expect([...staff.keys, ...inside.keys]).toEqual([]);
  const { ctx } = givenNet({ kind: 'anonymous' });
  await requireWithinNet({ ...ctx, env: {} as Env });
});

test('tells clients what wrangler.toml says', () => {
  const settings = readFileSync(path.join(import.meta.dirname, '../../wrangler.toml'), 'utf8');
  const [, limit, period] =
    /name = "API_LIMIT"[\s\S]*?simple = \{ limit = (\d+), period = (\d+) \}/.exec(settings) ?? [];
  expect([Number(limit), Number(period)]).toEqual([REQUEST_NET.max, REQUEST_NET.windowSeconds]);
});

test('is told in the headers of the refusal', async () => {
  const error = await requireWithinNet(givenNet({ kind: 'anonymous' }).ctx).catch((each: unknown) => each);
  expect(limitHeaders(error as Parameters<typeof limitHeaders>[0])).toEqual([
    ['retry-after', '60'],
    ['ratelimit', '"requests";r=0;t=60'],
    ['ratelimit-policy', '"requests";q=900;w=60'],
  ]);
});
