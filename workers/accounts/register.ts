import { eq } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { users } from '../db/schema/accounts.ts';
import { requireHuman } from '../http/bot-check.ts';
import { openAndSendCode, requireCodeLimits, type SentCode } from './ask-for-code.ts';
import { hashPassword } from './password.ts';
import type { RegisterInput } from './schemas.ts';

/**
 * Asks the owner of the address whether they want an account; `verifyCode` opens it. Where there is one already, the
 * answer and the work are the same, the mail says so, and the code signs in to it. Anybody may. Throws `rate_limited`
 * and what `requireHuman` throws.
 */
export async function register(
  ctx: Context,
  { name, email, password }: RegisterInput,
  botToken: string | null,
): Promise<SentCode> {
  await requireHuman(ctx, 'register', botToken);
  await requireCodeLimits(ctx, email);
  return await sendRegistrationCode(ctx, email, { name, passwordHash: await hashPassword(password) });
}

/** Within the limits, which the caller has counted. */
export async function sendRegistrationCode(
  ctx: Context,
  email: string,
  payload: Readonly<Record<string, unknown>>,
): Promise<SentCode> {
  const [known] = await ctx.db.select({ id: users.id }).from(users).where(eq(users.email, email));
  return await openAndSendCode(ctx, {
    ...{ purpose: 'register', channel: 'email', recipient: email, payload },
    message: known === undefined ? 'register' : 'register_known',
  });
}
