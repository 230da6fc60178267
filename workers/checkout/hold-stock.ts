import type { Context } from '../context.ts';
import { HOLD_SECONDS } from '../domain/order.ts';
import { AppError } from '../http/problem.ts';

export interface HeldLine {
  readonly sku: string;
  readonly title: string;
  readonly quantity: number;
}

/** The objects look at a hold only after the cron had its chance to expire the order. */
const EXPIRY_GRACE_MS = 10 * 60_000;

/** Holds every line, in parallel. Throws `out_of_stock` with the first SKU that is short; the caller releases. */
export async function holdStock(ctx: Context, orderId: string, lines: readonly HeldLine[], now: number): Promise<void> {
  const expiresAt = now + HOLD_SECONDS * 1000 + EXPIRY_GRACE_MS;
  const answers = await Promise.allSettled(
    lines.map(({ sku, quantity }) => ctx.env.STOCK.getByName(sku).hold({ orderId, quantity, expiresAt })),
  );
  for (const [index, answer] of answers.entries()) {
    if (answer.status === 'rejected') throw answer.reason;
    const line = lines[index];
    if (!answer.value.ok && line !== undefined) throw refused(line, answer.value);
  }
}

/** Gives back what an order holds. Safe to repeat; a hold that arrives afterwards is refused by its object. */
export async function releaseStock(ctx: Context, orderId: string, lines: readonly { readonly sku: string }[]) {
  await Promise.all(lines.map(({ sku }) => ctx.env.STOCK.getByName(sku).release(orderId)));
}

function refused({ sku, title }: HeldLine, { reason, available }: { reason: string; available: number }): AppError {
  if (reason !== 'out_of_stock') return new AppError('checkout_interrupted', 'The checkout was taken back. Try again.');
  const detail = available > 0 ? `Only ${available} left of ${title}.` : `${title} is sold out.`;
  return new AppError('out_of_stock', detail, { sku, available });
}
