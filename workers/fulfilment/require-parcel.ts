import { and, eq } from 'drizzle-orm';
import { type Context, requirePermission, requireUser } from '../context.ts';
import { sellerMembers } from '../db/schema/accounts.ts';
import { fulfilments } from '../db/schema/orders.ts';
import { judge, mayForSeller, type SellerPermission } from '../domain/role.ts';
import { AppError } from '../http/problem.ts';

export type Parcel = typeof fulfilments.$inferSelect;

/**
 * A parcel, for whoever may do this with it: members of its seller by their role, staff with `orders.fulfil`, the shop
 * itself. For every other seller and shopper it does not exist. Throws `unauthenticated`, `not_found`, `forbidden`,
 * and `second_factor_required` to staff.
 */
export async function requireParcel(ctx: Context, fulfilmentId: string, permission: SellerPermission): Promise<Parcel> {
  const isStaff = requireFulfiller(ctx);
  const memberId = ctx.actor.kind === 'user' && ctx.actor.role === 'seller' ? ctx.actor.userId : '';
  const [row] = await ctx.db
    .select({ parcel: fulfilments, role: sellerMembers.role })
    .from(fulfilments)
    .leftJoin(sellerMembers, and(eq(sellerMembers.sellerId, fulfilments.sellerId), eq(sellerMembers.userId, memberId)))
    .where(eq(fulfilments.id, fulfilmentId));
  if (row === undefined || !(isStaff || row.role !== null)) {
    throw new AppError('not_found', `There is no parcel ${fulfilmentId}.`);
  }
  if (!isStaff && row.role !== null && !mayForSeller(row.role, permission)) {
    throw new AppError('forbidden', `A ${row.role} may not do this: it needs ${permission}.`);
  }
  return row.parcel;
}

/** The same, for what a seller must not say of a parcel of theirs: that it has arrived, or that nobody took it. */
export async function requireParcelAsStaff(ctx: Context, fulfilmentId: string): Promise<Parcel> {
  const parcel = await requireParcel(ctx, fulfilmentId, 'parcels.read');
  if (!isFulfiller(ctx)) throw new AppError('forbidden', 'This needs the permission orders.fulfil.');
  return parcel;
}

/**
 * Whether the parcels of every seller are theirs: false for shoppers and members of a seller. Staff are told at once
 * what they lack. Throws `unauthenticated`, `forbidden`, `second_factor_required`.
 */
export function requireFulfiller(ctx: Context): boolean {
  if (ctx.actor.kind === 'system') return true;
  if (requireUser(ctx).role !== 'staff') return false;
  requirePermission(ctx, 'orders.fulfil');
  return true;
}

/** The same as a question. */
export function isFulfiller({ actor }: Context): boolean {
  return actor.kind === 'system' || (actor.kind === 'user' && judge(actor, 'orders.fulfil') === 'allowed');
}
