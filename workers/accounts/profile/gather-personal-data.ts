import { asc, desc, eq, type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import {
  addresses,
  authenticators,
  identities,
  passkeys,
  recoveryCodes,
  sellerMembers,
  signIns,
  users,
} from '../../db/schema/accounts.ts';
import { sellers } from '../../db/schema/catalog.ts';
import { wishlistItems } from '../../db/schema/lists.ts';
import {
  cancellations,
  creditNotes,
  EVENTS_IN_ORDER,
  fulfilments,
  invoices,
  notifications,
  orderEvents,
  orderLines,
  orders,
} from '../../db/schema/orders.ts';
import { payments, refunds } from '../../db/schema/payments.ts';
import { messageKeysOf } from '../../notifications/message-keys.ts';

/** More than anybody orders in a lifetime; what the answer holds is bounded all the same. */
export const MAX_ORDERS = 1000;
const MAX_ROWS = 500;

export type AccountFacts = Awaited<ReturnType<typeof gatherAccount>>;
export type OrderFacts = Awaited<ReturnType<typeof gatherOrders>>;

/** What hangs on the account itself: one batch. */
export async function gatherAccount({ db }: Context, userId: string) {
  const [[user], addressRows, devices, keys, [authenticator], [codes], linked, [member], wishes] = await db.batch([
    db
      .select({
        ...{ id: users.id, name: users.name, email: users.email, phone: users.phone, locale: users.locale },
        ...{ preferences: users.preferences, role: users.role, permissions: users.permissions },
        hasPassword: sql<number>`password_hash IS NOT NULL`,
        createdAt: users.createdAt,
      })
      .from(users)
      .where(eq(users.id, userId)),
    db.select().from(addresses).where(eq(addresses.userId, userId)).orderBy(asc(addresses.id)).limit(MAX_ROWS),
    db
      .select({
        ...{ device: signIns.device, method: signIns.method, createdAt: signIns.createdAt },
        ...{ lastUsedAt: signIns.lastUsedAt, revokedAt: signIns.revokedAt },
      })
      .from(signIns)
      .where(eq(signIns.userId, userId))
      .orderBy(desc(signIns.lastUsedAt))
      .limit(MAX_ROWS),
    db
      .select({ name: passkeys.name, createdAt: passkeys.createdAt, lastUsedAt: passkeys.lastUsedAt })
      .from(passkeys)
      .where(eq(passkeys.userId, userId))
      .limit(MAX_ROWS),
    db
      .select({ confirmedAt: authenticators.confirmedAt })
      .from(authenticators)
      .where(eq(authenticators.userId, userId)),
    db.select({ left: sql<number>`COUNT(*)` }).from(recoveryCodes).where(sql`user_id = ${userId} AND used_at IS NULL`),
    db
      .select({ provider: identities.provider, subject: identities.subject, createdAt: identities.createdAt })
      .from(identities)
      .where(eq(identities.userId, userId))
      .limit(MAX_ROWS),
    db
      .select({ seller: sellers.name, role: sellerMembers.role })
      .from(sellerMembers)
      .innerJoin(sellers, eq(sellers.id, sellerMembers.sellerId))
      .where(eq(sellerMembers.userId, userId)),
    db
      .select({ sku: wishlistItems.sku, addedAt: wishlistItems.addedAt })
      .from(wishlistItems)
      .where(eq(wishlistItems.ownerKey, `user:${userId}`))
      .orderBy(desc(wishlistItems.addedAt))
      .limit(MAX_ROWS),
  ]);
  return {
    user,
    addresses: addressRows,
    devices,
    passkeys: keys,
    authenticator,
    codesLeft: codes?.left ?? 0,
    linked,
    member,
    wishes,
  };
}

/** Their orders and all that belongs to them: one batch, however many orders there are. */
export async function gatherOrders({ db }: Context, owner: string) {
  const ids = sql`SELECT id FROM orders WHERE owner_key = ${owner} ORDER BY created_at DESC LIMIT ${MAX_ORDERS}`;
  const ofThem = (column: SQL) => sql`${column} IN (${ids})`;
  const orderId = sql.raw('order_id');
  const [rows, [total], lines, parcels, invoiceRows, noteRows, paymentRows, refundRows, cancelled, log, messages] =
    await db.batch([
      db.select().from(orders).where(eq(orders.ownerKey, owner)).orderBy(desc(orders.createdAt)).limit(MAX_ORDERS),
      db.select({ count: sql<number>`COUNT(*)` }).from(orders).where(eq(orders.ownerKey, owner)),
      db.select().from(orderLines).where(ofThem(orderId)).orderBy(asc(orderLines.position)),
      db
        .select({ parcel: fulfilments, seller: sellers.name })
        .from(fulfilments)
        .innerJoin(sellers, eq(sellers.id, fulfilments.sellerId))
        .where(ofThem(orderId)),
      db.select().from(invoices).where(ofThem(orderId)),
      db.select().from(creditNotes).where(ofThem(orderId)),
      db.select().from(payments).where(ofThem(orderId)),
      db.select().from(refunds).where(ofThem(orderId)),
      db.select().from(cancellations).where(ofThem(orderId)),
      db
        .select()
        .from(orderEvents)
        .where(ofThem(orderId))
        .orderBy(...EVENTS_IN_ORDER),
      db
        .select()
        .from(notifications)
        .where(sql`dedupe_key IN (${messageKeysOf(ids)})`),
    ]);
  return {
    ...{ orders: rows, total: total?.count ?? 0, lines, parcels, invoices: invoiceRows, creditNotes: noteRows },
    ...{ payments: paymentRows, refunds: refundRows, cancellations: cancelled, log, messages },
  };
}
