import type { Context } from '../context.ts';
import { networkOf } from './network.ts';
import { AppError } from './problem.ts';
import { type LimitRule, policyOf } from './rate-limit-headers.ts';

/** The binding API_LIMIT of wrangler.toml, which must say the same. */
export const REQUEST_NET: LimitRule = { name: 'requests', max: 900, windowSeconds: 60 };

/**
 * A coarse net in front of the API, of every form post and of the pages that no cache keeps: one person, or one network,
 * in a minute. Pages that are kept at the edge ask nobody, and webhooks come as they must. The binding counts in one
 * place of the edge and now and then late, so what is guessed at has exact limits of its own (rate-limit.ts). Staff are
 * known by two factors, and their imports are a flood by design. Throws `rate_limited`.
 */
export async function requireWithinNet({ env, actor, client }: Context): Promise<void> {
  const key = keyOf(actor, client.ip);
  if (env.API_LIMIT === undefined || key === null) return;
  const { success } = await env.API_LIMIT.limit({ key });
  if (success) return;
  throw new AppError('rate_limited', 'Too many requests. Wait a minute.', {
    retryAfterSeconds: REQUEST_NET.windowSeconds,
    limit: REQUEST_NET,
  });
}

/** Tells clients beforehand what they may. */
export const NET_POLICY = policyOf(REQUEST_NET);

function keyOf(actor: Context['actor'], ip: string | null): string | null {
  if (actor.kind === 'user') return actor.role === 'staff' && actor.hasSecondFactor ? null : `user:${actor.userId}`;
  return ip === null ? null : `ip:${networkOf(ip)}`;
}
