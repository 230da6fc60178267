import { sql } from 'drizzle-orm';
import { type Context, requireSystem } from '../../context.ts';
import { publish } from '../../db/outbox.ts';
import { users } from '../../db/schema/accounts.ts';
import { orders } from '../../db/schema/orders.ts';
import { orderStates, transitionWrites } from '../../db/transition.ts';
import { redactWebhooks } from '../../inbox/redact-webhooks.ts';
import { eraseOrder } from '../../orders/erase-order.ts';
import { settleAll } from '../../settle-all.ts';
import { forgetAccount } from './forget-account.ts';
import { isOpen } from './open-orders.ts';

const DAY_MS = 86_400_000;
/**
 * When the job looks again, in days after the person left: for what a request that was under way wrote, for webhooks
 * that gateways repeat for days, for refunds that banks send back, and for disputes, which cards allow for 120 days.
 */
const LOOKS_AFTER_DAYS = [1, 8, 40, 200] as const;
export const LAST_LOOK_DAYS = LOOKS_AFTER_DAYS[3];
/** Each draws its documents again: as many as one run of a Worker has time for. */
const MAX_ORDERS = 100;
const TRACED_ORDERS = 50;
const MAX_ACCOUNTS = 20;

/**
 * Takes a person who has left out of everything that stays: their orders, documents, messages of gateways, cart. The
 * consumer of `account.deleted`, and of the cron as long as there may be something to find. Killed anywhere, run twice
 * or at once, the end is the same: every step finds by itself what is left to do. For an account that stands it does
 * nothing. What they ordered as a guest and never claimed by signing in is not known to be theirs.
 */
export async function eraseAccount(ctx: Context, userId: string): Promise<void> {
  requireSystem(ctx);
  const [account] = await ctx.db.all<{ deletedAt: number }>(sql`
    SELECT deleted_at AS deletedAt FROM ${users} WHERE id = ${userId} AND deleted_at IS NOT NULL`);
  if (account === undefined) return;
  const [first, ...others] = forgetAccount(ctx, userId);
  if (first !== undefined) await ctx.db.batch([first, ...others]);
  await closeExpiredOrders(ctx, userId);
  const rest = await eraseOrders(ctx, userId);
  await eraseWebhooks(ctx, userId);
  await ctx.env.CART.getByName(`user:${userId}`).erase();
  await ctx.db.run(sql`
    UPDATE ${users} SET erase_due_at = ${nextLook(account.deletedAt, ctx.now, rest)} WHERE id = ${userId}`);
}

/** The step of the cron. Returns how many accounts were looked at. */
export async function eraseDueAccounts(ctx: Context): Promise<number> {
  requireSystem(ctx);
  const due = await ctx.db.all<{ id: string }>(sql`
    SELECT id FROM ${users} WHERE erase_due_at <= ${ctx.now} ORDER BY erase_due_at LIMIT ${MAX_ACCOUNTS}`);
  return await settleAll(due, async ({ id }) => {
    await eraseAccount(ctx, id);
    return true;
  });
}

/** Money for an order that had expired would revive it: now it goes back instead of a parcel to nobody. */
async function closeExpiredOrders(ctx: Context, userId: string): Promise<void> {
  const expired = await ctx.db.all<{ id: string }>(sql`
    SELECT id FROM ${orders} WHERE owner_key = ${`user:${userId}`} AND status = 'expired' LIMIT ${MAX_ORDERS}`);
  for (const { id } of expired) {
    const { statements, announcements } = transitionWrites(ctx, orderStates, {
      id,
      event: 'late_money_refused',
      announces: [{ type: 'order.cancelled', orderId: id }],
    });
    await ctx.db.batch([...statements]);
    ctx.later(publish(ctx, announcements));
  }
}

/** What is left after it: 'more' for the next run, 'open' for orders that are not over. */
type Rest = 'nothing' | 'open' | 'more';

async function eraseOrders(ctx: Context, userId: string): Promise<Rest> {
  const named = sql`owner_key = ${`user:${userId}`} AND email <> ''`;
  const rows = await ctx.db.all<{ id: string; isOpen: number }>(sql`
    SELECT id, ${isOpen()} AS isOpen FROM ${orders} WHERE ${named} ORDER BY isOpen LIMIT ${MAX_ORDERS + 1}`);
  const over = rows.filter((row) => row.isOpen === 0).slice(0, MAX_ORDERS);
  for (const { id } of over) await eraseOrder(ctx, id);
  if (rows.length > MAX_ORDERS) return 'more';
  return rows.length > over.length ? 'open' : 'nothing';
}

interface TracedOrder {
  readonly id: string;
  /** JSON: what gateways and carriers call its payments and parcels. */
  readonly refs: string;
}

/** Messages of gateways and carriers about their orders, some orders at a time; a message that came since is found too. */
async function eraseWebhooks(ctx: Context, userId: string): Promise<void> {
  for (let after = ''; ; ) {
    const traced = await ctx.db.all<TracedOrder>(sql`
      SELECT o.id,
        (SELECT json_group_array(ref) FROM (
          SELECT gateway_ref AS ref FROM payments WHERE payments.order_id = o.id
          UNION SELECT capture_ref FROM payments WHERE payments.order_id = o.id
          UNION SELECT awb FROM fulfilments WHERE fulfilments.order_id = o.id)
          WHERE ref IS NOT NULL) AS refs
      FROM ${orders} o WHERE o.owner_key = ${`user:${userId}`} AND o.id > ${after}
      ORDER BY o.id LIMIT ${TRACED_ORDERS}`);
    const last = traced.at(-1);
    if (last === undefined) return;
    await redactWebhooks(
      ctx,
      traced.flatMap(({ refs }) => JSON.parse(refs) as string[]),
    );
    after = last.id;
  }
}

/** Null when the last look has found nothing more to do. */
function nextLook(deletedAt: number, now: number, rest: Rest): number | null {
  if (rest === 'more') return now;
  const planned = LOOKS_AFTER_DAYS.map((days) => deletedAt + days * DAY_MS).find((at) => at > now) ?? null;
  return rest === 'open' ? Math.min(planned ?? Number.POSITIVE_INFINITY, now + DAY_MS) : planned;
}
