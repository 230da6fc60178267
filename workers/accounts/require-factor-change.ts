import { type Context, requireFreshUser, type UserActor } from '../context.ts';
import { AppError } from '../http/problem.ts';
import { factorsOf } from './start-session.ts';

/**
 * For changes of second factors and passkeys. Whose sign-in asks for a second factor has to have shown it: else a sign-in
 * of before, or a password alone, could set up another one beside it. Throws `unauthenticated`,
 * `reauthentication_required`, `second_factor_required`.
 */
export async function requireFactorChange(ctx: Context): Promise<UserActor> {
  const user = requireFreshUser(ctx);
  if (user.hasSecondFactor || !(await factorsOf(ctx, user.userId)).isAsked) return user;
  throw new AppError('second_factor_required', 'Please confirm first with your second factor.');
}
