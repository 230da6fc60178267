import { and, eq, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { users } from '../db/schema/accounts.ts';
import { requireHuman } from '../http/bot-check.ts';
import { AppError } from '../http/problem.ts';
import { perNetwork, requireWithin } from '../http/rate-limit.ts';
import { hashPassword, isOutdated, isPassword } from './password.ts';
import type { LoginInput } from './schemas.ts';
import { type SignInResult, signInWhile } from './start-session.ts';

const WINDOW_SECONDS = 10 * 60;
const MAX_PER_IP = 30;
/** Of one network for one account: whoever guesses there does not lock the owner out elsewhere. */
const MAX_PER_ACCOUNT_AND_IP = 10;
/** Of all networks together for one account: enough for its owner, and still no guessing from everywhere. */
const MAX_PER_ACCOUNT = 100;

/**
 * Signs in by e-mail and password. Anybody may. Throws `invalid_credentials`, the same and after the same work whether
 * or not the e-mail address has an account, `rate_limited`, `account_closed` once the password was right, and
 * what `requireHuman` throws.
 */
export async function login(ctx: Context, input: LoginInput, botToken: string | null): Promise<SignInResult> {
  await requireHuman(ctx, 'login', botToken);
  await requireFewTries(ctx, input.email);
  // A hash that changed on the way, by a reset or by another login that renewed it, is held against the password again.
  const result = (await signInByPassword(ctx, input)) ?? (await signInByPassword(ctx, input));
  if (result === null) throw invalidCredentials();
  return result;
}

/** Null when the hash that was checked is no longer the account's. */
async function signInByPassword(ctx: Context, { email, password }: LoginInput): Promise<SignInResult | null> {
  const [row] = await ctx.db
    .select({ id: users.id, passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.email, email));
  const passwordHash = row?.passwordHash ?? null;
  const isTheirs = await isPassword(password, passwordHash);
  if (row === undefined || passwordHash === null || !isTheirs) {
    throw invalidCredentials();
  }
  const result = await signInWhile(ctx, row.id, 'password', sql`password_hash = ${passwordHash}`);
  // After the sign-in, which hangs on the hash that was checked.
  if (result !== null && isOutdated(passwordHash)) ctx.later(rehash(ctx, row.id, passwordHash, password));
  return result;
}

function invalidCredentials(): AppError {
  return new AppError('invalid_credentials', 'E-mail or password is wrong.');
}

/** Before the hash, which costs 50 ms: guessing is slow, and so is wearing the shop out. */
async function requireFewTries(ctx: Context, email: string): Promise<void> {
  const { ip } = ctx.client;
  const windowSeconds = WINDOW_SECONDS;
  await requireWithin(ctx, [
    ...perNetwork(ip, { name: 'login.ip', max: MAX_PER_IP, windowSeconds }),
    ...perNetwork(ip ?? 'unknown', { name: 'login.account.ip', max: MAX_PER_ACCOUNT_AND_IP, windowSeconds }, email),
    { name: 'login.account', key: email, max: MAX_PER_ACCOUNT, windowSeconds },
  ]);
}

/** The password is known only now. A password that was changed meanwhile stays. */
async function rehash(ctx: Context, userId: string, outdated: string, password: string): Promise<void> {
  await ctx.db
    .update(users)
    .set({ passwordHash: await hashPassword(password) })
    .where(and(eq(users.id, userId), eq(users.passwordHash, outdated)));
}
