import { eq } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { users } from '../db/schema/accounts.ts';
import { AppError } from '../http/problem.ts';
import type { Session } from '../http/session-cookies.ts';
import { isPassword } from './password.ts';
import type { LoginInput } from './schemas.ts';
import { actorOf, draftSession, sessionWrites, welcome } from './start-session.ts';

/**
 * Signs in by e-mail and password. Anybody may. Throws `invalid_credentials`, the same and after the same work
 * whether or not the e-mail address has an account.
 */
export async function login(ctx: Context, { email, password }: LoginInput): Promise<Session> {
  const [row] = await ctx.db.select().from(users).where(eq(users.email, email));
  const isTheirs = await isPassword(password, row?.passwordHash ?? null);
  if (row === undefined || !isTheirs) throw new AppError('invalid_credentials', 'E-mail or password is wrong.');
  const draft = await draftSession(ctx);
  const [open, forgetExpired] = sessionWrites(ctx, row.id, draft);
  await ctx.db.batch([open, forgetExpired]);
  return await welcome(ctx, actorOf(row), draft);
}
