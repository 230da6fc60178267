import { and, eq, gt, isNull } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { challenges } from '../db/schema/accounts.ts';
import { AppError } from '../http/problem.ts';
import { openAndSendCode, requireCodeLimits, type SentCode } from './ask-for-code.ts';
import { sendResetCode } from './forgot-password.ts';
import { sendRegistrationCode } from './register.ts';

/** Somebody who looked for the code and found none comes back a little later than the code lives. */
const RESENDABLE_MS = 30 * 60_000;

/**
 * Another code for the same, to the same recipient: what was typed before need not be typed again. Whoever asked for
 * the first one may: its challenge is their proof. Throws `code_expired` for one that was used or is long gone,
 * `rate_limited`.
 */
export async function resendCode(
  ctx: Context,
  { challengeId }: { readonly challengeId: string },
): Promise<SentCode & { readonly recipient: string }> {
  const [former] = await ctx.db
    .select()
    .from(challenges)
    .where(
      and(
        eq(challenges.id, challengeId),
        isNull(challenges.consumedAt),
        gt(challenges.expiresAt, ctx.now - RESENDABLE_MS),
      ),
    );
  if (former === undefined || former.recipient === null || former.channel === null) throw tooLate();
  const { purpose, channel, recipient, payload } = former;
  await requireCodeLimits(ctx, recipient);
  switch (purpose) {
    case 'sign_in':
      return { recipient, ...(await openAndSendCode(ctx, { purpose, channel, recipient })) };
    case 'register':
      return { recipient, ...(await sendRegistrationCode(ctx, recipient, payload)) };
    case 'reset_password':
      return { recipient, ...(await sendResetCode(ctx, recipient)) };
    default:
      throw tooLate();
  }
}

function tooLate(): AppError {
  return new AppError('code_expired', 'That was too long ago. Begin again.');
}
