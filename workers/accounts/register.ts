import type { Context } from '../context.ts';
import { users } from '../db/schema/accounts.ts';
import { violatesUnique } from '../db/unique-violation.ts';
import type { UserActor } from '../http/access-token.ts';
import { AppError } from '../http/problem.ts';
import type { Session } from '../http/session-cookies.ts';
import { hashPassword } from './password.ts';
import type { RegisterInput } from './schemas.ts';
import { draftSession, sessionWrites, welcome } from './start-session.ts';

/** Opens an account and signs in. Anybody may. Throws `email_taken`. */
export async function register(ctx: Context, { name, email, password }: RegisterInput): Promise<Session> {
  const user: UserActor = { kind: 'user', userId: ctx.newId('user'), role: 'shopper', name, email };
  const [passwordHash, draft] = await Promise.all([hashPassword(password), draftSession(ctx)]);
  const row = { id: user.userId, email, name, passwordHash, role: user.role, createdAt: ctx.now };
  try {
    await ctx.db.batch([ctx.db.insert(users).values(row), ...sessionWrites(ctx, user.userId, draft)]);
  } catch (error) {
    if (!violatesUnique(error, 'users.email')) throw error;
    const message = 'This e-mail address has an account. Sign in instead.';
    throw new AppError('email_taken', message, { errors: [{ field: 'email', message }] });
  }
  return await welcome(ctx, user, draft);
}
