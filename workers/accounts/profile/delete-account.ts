import { type SQL, sql } from 'drizzle-orm';
import type { Context, UserActor } from '../../context.ts';
import { announce, publish } from '../../db/outbox.ts';
import { challenges, sellerMembers, users } from '../../db/schema/accounts.ts';
import { orders, outbox } from '../../db/schema/orders.ts';
import { AppError } from '../../http/problem.ts';
import { tellOwner } from '../../notifications/send-account-notice.ts';
import { requireFreshProof } from '../factors/require-fresh-proof.ts';
import { forgetAccount } from './forget-account.ts';
import { isOpen } from './open-orders.ts';

const MAX_NAMED_ORDERS = 20;

/**
 * Closes the account of whoever asks, at once and for good: nobody is signed in, nobody gets in, and the e-mail address
 * and the number are free for a new one. What their orders still tell of them, the job removes (erase-account.ts).
 *
 * Throws `account_has_open_orders`, `account_in_use` to staff and members of sellers, and what `requireFreshProof` throws.
 */
export async function deleteAccount(ctx: Context): Promise<{ readonly deletedAt: number }> {
  const user = await requireFreshProof(ctx);
  const announcement = announce(ctx, { type: 'account.deleted', userId: user.userId }, mayLeave(user));
  const isLeaving = sql`EXISTS (SELECT 1 FROM ${outbox} WHERE id = ${announcement.eventId})`;
  const [left] = await ctx.db.batch([
    // First: everything after it happens only where it was written.
    announcement.statement,
    // While the addresses are known: the codes that were sent to them and name nobody.
    ctx.db.run(sql`
      DELETE FROM ${challenges} WHERE ${isLeaving} AND recipient IN (
        SELECT email FROM ${users} WHERE id = ${user.userId} UNION ALL SELECT phone FROM ${users} WHERE id = ${user.userId})`),
    ...forgetAccount(ctx, user.userId, isLeaving),
    emptyUser(ctx, user, isLeaving),
  ]);
  if (left.meta.changes === 0) throw await refusalOf(ctx, user);
  ctx.later(publish(ctx, [announcement]));
  tellOwner(ctx, user, 'account_deleted');
  return { deletedAt: ctx.now };
}

/** The guard of the whole batch. */
function mayLeave({ userId }: UserActor): SQL {
  return sql`EXISTS (SELECT 1 FROM ${users} WHERE id = ${userId} AND deleted_at IS NULL AND role = 'shopper')
    AND NOT EXISTS (SELECT 1 FROM ${sellerMembers} WHERE user_id = ${userId})
    AND NOT EXISTS (SELECT 1 FROM ${orders} WHERE owner_key = ${`user:${userId}`} AND ${isOpen()})`;
}

/** The id stays: it is what orders and books point to. It names nobody any more. */
function emptyUser(ctx: Context, { userId }: UserActor, onlyIf: SQL) {
  return ctx.db.run(sql`
    UPDATE ${users} SET email = NULL, email_verified_at = NULL, phone = NULL, name = '', password_hash = NULL,
      locale = 'en', preferences = '{"parcelUpdates":false,"offers":false}',
      deleted_at = ${ctx.now}, erase_due_at = ${ctx.now}
    WHERE id = ${userId} AND ${onlyIf}`);
}

/** Only why it was refused; it was decided in the batch. */
async function refusalOf(ctx: Context, { userId }: UserActor): Promise<AppError> {
  const [[account], open] = await ctx.db.batch([
    ctx.db.all<{ role: string; sellerRole: string | null }>(sql`
      SELECT u.role, (SELECT m.role FROM ${sellerMembers} m WHERE m.user_id = u.id) AS sellerRole
      FROM ${users} u WHERE u.id = ${userId} AND u.deleted_at IS NULL`),
    ctx.db.all<{ orderNo: string }>(sql`
      SELECT order_no AS orderNo FROM ${orders} WHERE owner_key = ${`user:${userId}`} AND ${isOpen()}
      ORDER BY created_at DESC LIMIT ${MAX_NAMED_ORDERS}`),
  ]);
  if (account === undefined) return new AppError('account_closed', 'This account has been deleted.');
  if (account.role === 'staff') {
    return new AppError(
      'account_in_use',
      'You work for the shop with this account. Ask an administrator to take you off the staff first.',
    );
  }
  if (account.sellerRole !== null || account.role === 'seller') {
    return new AppError(
      'account_in_use',
      'You act for a seller with this account. Ask the shop to take you off its people first.',
    );
  }
  const orderNos = open.map(({ orderNo }) => orderNo);
  const detail = `Some orders are not over yet: ${orderNos.join(', ')}. The account can be deleted once they have arrived, or are cancelled and paid back.`;
  return new AppError('account_has_open_orders', detail, { orderNos });
}
