import { sql } from 'drizzle-orm';
import { type Context, requireSystem } from '../context.ts';
import { fulfilments, idempotencyKeys, notifications, orderEvents, orders } from '../db/schema/orders.ts';
import { refunds } from '../db/schema/payments.ts';
import { promotionUses } from '../db/schema/promotions.ts';
import { deletePapers } from '../fulfilment/store-papers.ts';
import { messageKeysOf } from '../notifications/message-keys.ts';
import { redrawNameless } from './redraw-documents.ts';

/**
 * Takes the person out of an order that is over. What was bought, for how much and in which state stays: books and
 * taxes depend on it. Labels and packing slips go; invoices and credit notes are drawn again. The rows come last, so
 * that an order which still has an e-mail address is one that is not done.
 */
export async function eraseOrder(ctx: Context, orderId: string): Promise<void> {
  requireSystem(ctx);
  const parcels = await ctx.db.all<{ id: string }>(sql`SELECT id FROM ${fulfilments} WHERE order_id = ${orderId}`);
  await deletePapers(
    ctx,
    parcels.map(({ id }) => id),
  );
  await redrawNameless(ctx, orderId);
  await ctx.db.batch([
    ctx.db.run(sql`UPDATE ${fulfilments} SET label_key = NULL WHERE order_id = ${orderId}`),
    // What staff wrote about it may name somebody. Other notes are ids, and numbers of banks and carriers.
    ctx.db.run(sql`UPDATE ${refunds} SET note = NULL WHERE order_id = ${orderId}`),
    ctx.db.run(sql`
      UPDATE ${orderEvents} SET note = NULL
      WHERE order_id = ${orderId} AND (machine = 'refund' OR event = 'accepted')`),
    ctx.db.run(sql`
      UPDATE ${promotionUses} SET person_keys = (
        SELECT json_group_array(value) FROM json_each(person_keys) WHERE value NOT LIKE 'user:%')
      WHERE order_id = ${orderId}`),
    // A hash of a name and an address can be guessed.
    ctx.db.run(sql`DELETE FROM ${idempotencyKeys} WHERE resource_id = ${orderId}`),
    ctx.db.run(sql`
      UPDATE ${notifications} SET recipient = '' WHERE dedupe_key IN (${messageKeysOf(sql`SELECT ${orderId}`)})`),
    ctx.db.run(sql`
      UPDATE ${orders} SET email = '',
        address = json_set(address, '$.name', '', '$.phone', '', '$.line', '', '$.landmark', '')
      WHERE id = ${orderId}`),
  ]);
}
