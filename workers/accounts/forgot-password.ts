import { and, eq, isNull } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { users } from '../db/schema/accounts.ts';
import { requireHuman } from '../http/bot-check.ts';
import { openAndSendCode, requireCodeLimits, type SentCode } from './ask-for-code.ts';
import type { ForgotPasswordInput } from './schemas.ts';

/**
 * Sends a code for a new password to an address that has an account. One that has none gets the same answer and no
 * mail. Anybody may. Throws `rate_limited` and what `requireHuman` throws.
 */
export async function forgotPassword(
  ctx: Context,
  { email }: ForgotPasswordInput,
  botToken: string | null,
): Promise<SentCode> {
  await requireHuman(ctx, 'otp', botToken);
  await requireCodeLimits(ctx, email);
  return await sendResetCode(ctx, email);
}

/** Within the limits, which the caller has counted. */
export async function sendResetCode(ctx: Context, email: string): Promise<SentCode> {
  const [user] = await ctx.db
    .select({ id: users.id, locale: users.locale })
    .from(users)
    .where(and(eq(users.email, email), isNull(users.deletedAt)));
  return await openAndSendCode(ctx, {
    ...{ purpose: 'reset_password', channel: 'email', recipient: email },
    ...(user === undefined ? { isAnswerable: false } : { userId: user.id, locale: user.locale }),
  });
}
