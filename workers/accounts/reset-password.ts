import { eq, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { challenges, signIns, users } from '../db/schema/accounts.ts';
import { sendAccountNotice } from '../notifications/send-account-notice.ts';
import { codeExpired, takeCode } from './challenge.ts';
import { hashPassword } from './password.ts';
import { requireStrong } from './password-rules.ts';
import { emailProof } from './prove-email.ts';
import type { ResetPasswordInput } from './schemas.ts';

/**
 * A new password for whoever has the code, and the end of all sign-ins of before; it signs nobody in. Throws
 * `validation_failed`, `wrong_code`, `code_expired`.
 */
export async function resetPassword(ctx: Context, { challengeId, code, password }: ResetPasswordInput): Promise<void> {
  await requireUnlikeAddress(ctx, challengeId, password);
  const { recipient, userId } = await takeCode(ctx, ['reset_password'], { challengeId, code });
  const passwordHash = await hashPassword(password);
  // The account may have been closed, or moved to another address, since the code was sent.
  const isTheirs = sql`id = ${userId} AND email = ${recipient} AND deleted_at IS NULL`;
  const [[user]] = await ctx.db.batch([
    ctx.db.select({ locale: users.locale }).from(users).where(isTheirs),
    ...emailProof(ctx, recipient ?? ''),
    ctx.db.run(sql`
      UPDATE ${signIns} SET revoked_at = ${ctx.now}
      WHERE user_id = (SELECT id FROM ${users} WHERE ${isTheirs}) AND revoked_at IS NULL`),
    // A sign-in by the old password that waits for its second factor ends here too.
    ctx.db.run(sql`
      DELETE FROM ${challenges}
      WHERE purpose = 'second_factor' AND user_id = (SELECT id FROM ${users} WHERE ${isTheirs})`),
    ctx.db.update(users).set({ passwordHash }).where(isTheirs),
  ]);
  if (user === undefined) throw codeExpired();
  const { locale } = user;
  ctx.later(sendAccountNotice(ctx, { channel: 'email', to: recipient ?? '', kind: 'password_changed', locale }));
}

/** Before the code is used up. Only the address is held against it: the name would tell a guesser who has an account. */
async function requireUnlikeAddress(ctx: Context, challengeId: string, password: string): Promise<void> {
  const [challenge] = await ctx.db
    .select({ recipient: challenges.recipient })
    .from(challenges)
    .where(eq(challenges.id, challengeId));
  requireStrong(password, [challenge?.recipient ?? '']);
}
