import { type Context, requireUser, type UserActor } from '../../context.ts';
import { AppError } from '../../http/problem.ts';
import { factorsOf } from '../start-session.ts';

/** How long after a proof of who they are a person may do what cannot be undone by them alone. */
const FRESH_MS = 10 * 60_000;

/**
 * For every change of how one signs in or is reached, for the download of one's data, and for leaving. Whose account has
 * a second factor must have shown that one: a password or a code alone would let its thief take the account over. Throws
 * `unauthenticated`, `reauthentication_required`, `second_factor_required`.
 */
export async function requireFreshProof(ctx: Context): Promise<UserActor> {
  const user = requireUser(ctx);
  if (isFresh(ctx, user.secondFactorAt)) return user;
  if ((await factorsOf(ctx, user.userId)).isAsked) {
    throw new AppError('second_factor_required', 'Please confirm first with your second factor.');
  }
  if (isFresh(ctx, user.authenticatedAt)) return user;
  throw new AppError('reauthentication_required', 'Please confirm first that it is you.');
}

function isFresh({ now }: Context, at: number | null): boolean {
  return at !== null && now - at <= FRESH_MS;
}
