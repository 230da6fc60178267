import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { identities, users } from '../../db/schema/accounts.ts';
import { AppError } from '../../http/problem.ts';
import { sendAccountNotice } from '../../notifications/send-account-notice.ts';
import { requireFreshProof } from '../factors/require-fresh-proof.ts';
import { hasGoogle, hasPasskey } from '../factors/ways-in.ts';
import { type ContactKind, dropOpenCodes } from './change-contact.ts';

/**
 * Takes the e-mail address or the number off the account. A password counts for nothing without an e-mail address, and a
 * Google account came by it: both go with it. Throws `last_way_in` when nothing else would let the person in, and what
 * `requireFreshProof` throws.
 */
export async function removeContact(ctx: Context, kind: ContactKind): Promise<void> {
  const user = await requireFreshProof(ctx);
  const former = user[kind];
  if (former === null) return;
  const { userId } = user;
  const isOther = kind === 'email' ? sql`phone IS NOT NULL` : sql`(email IS NOT NULL OR ${hasGoogle(userId)})`;
  const gone = kind === 'email' ? sql`email = NULL, email_verified_at = NULL, password_hash = NULL` : sql`phone = NULL`;
  const [removed] = await ctx.db.batch([
    ctx.db.run(sql`
      UPDATE ${users} SET ${gone}
      WHERE id = ${userId} AND ${sql.raw(kind)} = ${former} AND (${isOther} OR ${hasPasskey(userId)})`),
    ctx.db.run(sql`
      DELETE FROM ${identities} WHERE ${kind === 'email'} AND user_id = ${userId}
        AND EXISTS (SELECT 1 FROM ${users} WHERE id = ${userId} AND email IS NULL)`),
    dropOpenCodes(ctx, kind, former),
  ]);
  if (removed.meta.changes === 0) {
    throw new AppError('last_way_in', 'Without it you could not sign in any more. Add another way first.');
  }
  const channel = kind === 'email' ? 'email' : 'sms';
  ctx.later(sendAccountNotice(ctx, { channel, to: former, kind: `${kind}_removed`, locale: user.locale }));
}
