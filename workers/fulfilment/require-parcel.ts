import { and, eq } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { sellerMembers } from '../db/schema/accounts.ts';
import { fulfilments } from '../db/schema/orders.ts';
import { hasPermission } from '../domain/role.ts';
import { AppError } from '../http/problem.ts';

export type Parcel = typeof fulfilments.$inferSelect;

/**
 * A parcel, for whoever may handle it: staff with `orders.fulfil`, members of its seller, the shop itself. For everybody
 * else it does not exist. Throws `unauthenticated`, `not_found`.
 */
export async function requireParcel(ctx: Context, fulfilmentId: string): Promise<Parcel> {
  const { actor } = ctx;
  if (actor.kind === 'anonymous' || actor.kind === 'guest')
    throw new AppError('unauthenticated', 'Sign in to continue.');
  const userId = actor.kind === 'user' ? actor.userId : '';
  const [row] = await ctx.db
    .select({ parcel: fulfilments, memberId: sellerMembers.userId })
    .from(fulfilments)
    .leftJoin(sellerMembers, and(eq(sellerMembers.sellerId, fulfilments.sellerId), eq(sellerMembers.userId, userId)))
    .where(eq(fulfilments.id, fulfilmentId));
  if (row === undefined || !(isFulfiller(ctx) || row.memberId !== null)) {
    throw new AppError('not_found', `There is no parcel ${fulfilmentId}.`);
  }
  return row.parcel;
}

/** The same, for what a seller must not say of a parcel of theirs: that it has arrived. Throws `forbidden` as well. */
export async function requireParcelAsStaff(ctx: Context, fulfilmentId: string): Promise<Parcel> {
  const parcel = await requireParcel(ctx, fulfilmentId);
  if (!isFulfiller(ctx)) throw new AppError('forbidden', 'This needs the permission orders.fulfil.');
  return parcel;
}

/** Whether the parcels of every seller are theirs to handle. */
export function isFulfiller({ actor }: Context): boolean {
  return actor.kind === 'system' || (actor.kind === 'user' && hasPermission(actor.role, 'orders.fulfil'));
}
