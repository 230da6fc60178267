import { and, eq, lte, or } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { notifications } from '../db/schema/orders.ts';
import { AppError } from '../http/problem.ts';

/** Whoever sends has this long before others assume that it died. */
const CLAIM_MS = 30_000;

export interface Delivery {
  /** 'order.invoiced:ord_…:email': one message, however often it is asked for. */
  readonly dedupeKey: string;
  readonly channel: 'email' | 'sms';
  readonly recipient: string;
  readonly subject: string;
}

/**
 * Runs `send` for a message that has not been sent: its row is claimed first and marked afterwards. Throws when the
 * provider failed or somebody else is sending right now, so that the queue asks again. A death in between is covered
 * by the provider, who knows the dedupe key. A shop that is not set up to send says so in the log and goes on.
 */
export async function deliverOnce(ctx: Context, delivery: Delivery, send: () => Promise<void>): Promise<void> {
  const { dedupeKey, recipient } = delivery;
  // Somebody who asked to be forgotten: a message that comes late reaches nobody.
  if (recipient === '') return;
  if (!(await claim(ctx, delivery))) return await requireSent(ctx, dedupeKey);
  try {
    await send();
  } catch (error) {
    await giveBack(ctx, dedupeKey);
    if (!(error instanceof AppError) || error.code !== 'misconfigured') throw error;
    ctx.log.error('notification not sent', { dedupeKey, reason: error.message });
    return;
  }
  await ctx.db
    .update(notifications)
    .set({ status: 'sent', sentAt: Date.now() })
    .where(eq(notifications.dedupeKey, dedupeKey));
}

/** True for the one who may send: nobody has, or the last attempt failed or has been silent for too long. */
async function claim(ctx: Context, delivery: Delivery): Promise<boolean> {
  const attempt = { status: 'sending' as const, createdAt: ctx.now };
  const rows = await ctx.db
    .insert(notifications)
    .values({ id: ctx.newId('notification'), ...delivery, ...attempt })
    .onConflictDoUpdate({
      target: notifications.dedupeKey,
      set: attempt,
      setWhere: or(
        eq(notifications.status, 'failed'),
        and(eq(notifications.status, 'sending'), lte(notifications.createdAt, ctx.now - CLAIM_MS)),
      ),
    })
    .returning({ id: notifications.id });
  return rows.length === 1;
}

async function requireSent(ctx: Context, dedupeKey: string): Promise<void> {
  const [row] = await ctx.db
    .select({ status: notifications.status })
    .from(notifications)
    .where(eq(notifications.dedupeKey, dedupeKey));
  if (row?.status !== 'sent') throw new Error(`${dedupeKey} is being sent by somebody else`);
}

/** Only our own claim: a later one may have taken over. */
async function giveBack(ctx: Context, dedupeKey: string): Promise<void> {
  await ctx.db
    .update(notifications)
    .set({ status: 'failed' })
    .where(
      and(
        eq(notifications.dedupeKey, dedupeKey),
        eq(notifications.status, 'sending'),
        eq(notifications.createdAt, ctx.now),
      ),
    );
}
