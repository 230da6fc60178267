import { and, eq } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { users } from '../db/schema/accounts.ts';
import { requireHuman } from '../http/bot-check.ts';
import { networkOf } from '../http/network.ts';
import { AppError } from '../http/problem.ts';
import { requireWithin } from '../http/rate-limit.ts';
import { hashPassword, isOutdated, isPassword } from './password.ts';
import type { LoginInput } from './schemas.ts';
import { type SignInResult, signInAs } from './start-session.ts';

const WINDOW_SECONDS = 10 * 60;
const MAX_PER_IP = 30;
const MAX_PER_ACCOUNT = 10;

/**
 * Signs in by e-mail and password. Anybody may. Throws `invalid_credentials`, the same and after the same work whether
 * or not the e-mail address has an account, `rate_limited`, `account_closed` once the password was right, and
 * what `requireHuman` throws.
 */
export async function login(
  ctx: Context,
  { email, password }: LoginInput,
  botToken: string | null,
): Promise<SignInResult> {
  await requireHuman(ctx, 'login', botToken);
  await requireFewTries(ctx, email);
  const [row] = await ctx.db
    .select({ id: users.id, passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.email, email));
  const passwordHash = row?.passwordHash ?? null;
  const isTheirs = await isPassword(password, passwordHash);
  if (row === undefined || passwordHash === null || !isTheirs) {
    throw new AppError('invalid_credentials', 'E-mail or password is wrong.');
  }
  if (isOutdated(passwordHash)) ctx.later(rehash(ctx, row.id, passwordHash, password));
  return await signInAs(ctx, row.id, 'password');
}

/** Before the hash, which costs 50 ms: guessing is slow, and so is wearing the shop out. */
async function requireFewTries(ctx: Context, email: string): Promise<void> {
  const { ip } = ctx.client;
  const windowSeconds = WINDOW_SECONDS;
  await requireWithin(ctx, [
    { name: 'login.account', key: email, max: MAX_PER_ACCOUNT, windowSeconds },
    ...(ip === null ? [] : [{ name: 'login.ip', key: networkOf(ip), max: MAX_PER_IP, windowSeconds }]),
  ]);
}

/** The password is known only now. A password that was changed meanwhile stays. */
async function rehash(ctx: Context, userId: string, outdated: string, password: string): Promise<void> {
  await ctx.db
    .update(users)
    .set({ passwordHash: await hashPassword(password) })
    .where(and(eq(users.id, userId), eq(users.passwordHash, outdated)));
}
