import type { Context } from '../context.ts';
import { AppError, fieldError } from '../http/problem.ts';
import { findSellables, type Sellable } from './queries.ts';

/** A listing of which so many can be had now. Throws `validation_failed` and `out_of_stock`. */
export async function findOnSale(ctx: Context, sku: string, quantity: number): Promise<Sellable> {
  const listing = (await findSellables(ctx, [sku])).get(sku);
  if (listing === undefined) throw fieldError('sku', `There is no item ${sku}.`);
  if (!listing.isActive) throw fieldError('sku', `${listing.title} is not on sale.`);
  if (listing.available < quantity) {
    const detail =
      listing.available <= 0 ? `${listing.title} is sold out.` : `Only ${listing.available} left of ${listing.title}.`;
    throw new AppError('out_of_stock', detail, { sku, available: Math.max(0, listing.available) });
  }
  return listing;
}
