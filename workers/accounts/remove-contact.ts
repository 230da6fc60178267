import { sql } from 'drizzle-orm';
import { type Context, requireFreshUser } from '../context.ts';
import { identities, passkeys, users } from '../db/schema/accounts.ts';
import { AppError } from '../http/problem.ts';
import { sendAccountNotice } from '../notifications/send-account-notice.ts';
import { type ContactKind, dropOpenCodes } from './change-contact.ts';

const OTHERS = { email: sql.raw('phone'), phone: sql.raw('email') } as const;

/**
 * Takes the e-mail address or the number off the account. A password counts for nothing without an e-mail address.
 * Throws `reauthentication_required`, `last_way_in` when nothing else would let the person in.
 */
export async function removeContact(ctx: Context, kind: ContactKind): Promise<void> {
  const user = requireFreshUser(ctx);
  const former = user[kind];
  if (former === null) return;
  const hasAnother = sql`(${OTHERS[kind]} IS NOT NULL
    OR EXISTS (SELECT 1 FROM ${identities} WHERE user_id = ${user.userId})
    OR EXISTS (SELECT 1 FROM ${passkeys} WHERE user_id = ${user.userId}))`;
  const gone = kind === 'email' ? sql`email = NULL, email_verified_at = NULL, password_hash = NULL` : sql`phone = NULL`;
  const [removed] = await ctx.db.batch([
    ctx.db.run(sql`
      UPDATE ${users} SET ${gone} WHERE id = ${user.userId} AND ${sql.raw(kind)} = ${former} AND ${hasAnother}`),
    dropOpenCodes(ctx, former),
  ]);
  if (removed.meta.changes === 0) {
    throw new AppError('last_way_in', 'Without it you could not sign in any more. Add another way first.');
  }
  const channel = kind === 'email' ? 'email' : 'sms';
  ctx.later(sendAccountNotice(ctx, { channel, to: former, kind: `${kind}_removed`, locale: user.locale }));
}
