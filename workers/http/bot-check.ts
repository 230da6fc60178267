import type { Context } from '../context.ts';
import { AppError } from './problem.ts';
import { perNetwork, requireWithin, waitOf } from './rate-limit.ts';
import { turnstile } from './turnstile.ts';

/** What a visitor is checked for; the widget on the page names the same. */
export type BotAction = 'register' | 'login' | 'otp' | 'checkout';

/** Says whether a person solved the check on a page of ours, for this action and not before. */
export interface BotCheck {
  /** `ip` is null outside a request. Never throws. */
  verify(token: string, ip: string | null, action: BotAction): Promise<'human' | 'bot' | 'unavailable'>;
}

/** The field of forms and bodies that brings the token. */
export const BOT_FIELD = 'cf-turnstile-response';

/** The token that a client of the API sends, as a header of the same name. */
export function botTokenOf(request: Request): string | null {
  return request.headers.get(BOT_FIELD);
}

/** What one network may do unproven: enough for a person without JavaScript, too little for a machine. */
const UNPROVEN = {
  register: { max: 5, windowSeconds: 3600 },
  login: { max: 10, windowSeconds: 600 },
  otp: { max: 5, windowSeconds: 3600 },
  checkout: { max: 30, windowSeconds: 3600 },
} as const satisfies Record<BotAction, { readonly max: number; readonly windowSeconds: number }>;

/**
 * Before a write that machines like. A valid token passes; a wrong one is `bot_check_failed`; without one, or when the
 * verifier is silent, the try counts against a small limit of the network, and beyond it is `bot_check_required` with
 * `retryAfterSeconds`. A shop without a check asks nobody. See docs/decisions/012-bot-check-is-never-compulsory.md.
 */
export async function requireHuman(
  ctx: Context,
  action: BotAction,
  token: string | null,
  check: BotCheck | null = turnstile(ctx.env, ctx.log),
): Promise<void> {
  if (check === null) return;
  if (token !== null && token !== '') {
    const verdict = await check.verify(token, ctx.client.ip, action);
    if (verdict === 'human') return;
    if (verdict === 'bot') {
      const message = 'The check for robots was not passed. Load the page again and try once more.';
      throw new AppError('bot_check_failed', message, { errors: [{ field: BOT_FIELD, message }] });
    }
  }
  await requireFewUnproven(ctx, action);
}

async function requireFewUnproven(ctx: Context, action: BotAction): Promise<void> {
  try {
    await requireWithin(
      ctx,
      perNetwork(ctx.client.ip ?? 'unknown', { name: `unproven.${action}`, ...UNPROVEN[action] }),
    );
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'rate_limited') throw error;
    const wait = waitOf(Number(error.extra.retryAfterSeconds));
    throw new AppError(
      'bot_check_required',
      `Show that you are not a robot: turn JavaScript on and load the page again, or wait ${wait}.`,
      error.extra,
    );
  }
}
