import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { challenges, signIns, users } from '../db/schema/accounts.ts';
import { fieldError } from '../http/problem.ts';
import { requireWithin } from '../http/rate-limit.ts';
import { sendAccountNotice } from '../notifications/send-account-notice.ts';
import { requireFreshProof } from './factors/require-fresh-proof.ts';
import { hashPassword } from './password.ts';
import { requireStrong } from './password-rules.ts';

/**
 * Sets or changes one's own password; every other sign-in ends, this one stays. Whoever has just proved who they are
 * may. Throws `validation_failed`, `rate_limited`, and what `requireFreshProof` throws.
 */
export async function changePassword(ctx: Context, { password }: { readonly password: string }): Promise<void> {
  const { userId, signInId, name, email, locale } = await requireFreshProof(ctx);
  if (email === null) throw fieldError('password', 'A password goes with an e-mail address. Add one first.');
  requireStrong(password, [name, email]);
  await requireWithin(ctx, [{ name: 'password.change', key: userId, max: 10, windowSeconds: 3600 }]);
  const passwordHash = await hashPassword(password);
  const [changed] = await ctx.db.batch([
    ctx.db
      .update(users)
      .set({ passwordHash })
      .where(and(eq(users.id, userId), isNull(users.deletedAt)))
      .returning({ id: users.id }),
    ctx.db.run(sql`
      UPDATE ${signIns} SET revoked_at = ${ctx.now}
      WHERE user_id = ${userId} AND id <> ${signInId} AND revoked_at IS NULL`),
    // A sign-in by the old password that waits for its second factor ends here too.
    ctx.db.run(sql`DELETE FROM ${challenges} WHERE purpose = 'second_factor' AND user_id = ${userId}`),
  ]);
  if (changed.length === 0) return;
  ctx.later(sendAccountNotice(ctx, { channel: 'email', to: email, kind: 'password_changed', locale }));
}
