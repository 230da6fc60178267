import { type Context, requireSystem } from '../context.ts';
import { failpoint } from '../failpoint.ts';
import { releaseStock } from '../stock/order-stock.ts';
import { selectCancelledSkus } from './order-lines.ts';

/**
 * Gives back what a cancellation took out of an order. The consumer of `order.lines_cancelled`: idempotent, because
 * every object knows the order by its id. A payment that came late holds its stock under a second one.
 */
export async function releaseCancelled(ctx: Context, orderId: string, cancellationId: string): Promise<void> {
  requireSystem(ctx);
  await giveBackCancelled(ctx, orderId, cancellationId);
  await failpoint(ctx, 'cancel.released');
}

/** The same at once, by whoever cancelled: what one buyer lets go, the next one sees. */
export async function giveBackCancelled(ctx: Context, orderId: string, cancellationId: string): Promise<void> {
  const lines = await selectCancelledSkus(ctx, orderId, cancellationId);
  await Promise.all([releaseStock(ctx, orderId, lines), releaseStock(ctx, `${orderId}:late`, lines)]);
}
