import { eq } from 'drizzle-orm';
import { type Context, requireOwner, requireUser } from '../context.ts';
import { orders } from '../db/schema/orders.ts';

/**
 * What a guest has ordered belongs to the user they sign in as. Safe to repeat. The orders no longer stand for the
 * guest's cart, whose versions mean nothing in the user's.
 */
export async function claimGuestOrders(ctx: Context, guestId: string): Promise<void> {
  requireUser(ctx);
  await ctx.db
    .update(orders)
    .set({ ownerKey: requireOwner(ctx), cartVersion: null })
    .where(eq(orders.ownerKey, `guest:${guestId}`));
}
