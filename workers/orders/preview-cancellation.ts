import { imageOf } from '../catalog/image.ts';
import type { Context } from '../context.ts';
import { sum } from '../domain/money.ts';
import { isPlaced } from '../domain/order.ts';
import { paidFor } from '../domain/order-shares.ts';
import { AppError } from '../http/problem.ts';
import { refusalOf, requireOwnOrder } from './cancel-order.ts';
import { decideCancellation } from './decide-cancellation.ts';
import { gatherPlaced, type PlacedFacts } from './gather-cancellation.ts';
import { comingBack } from './take-back.ts';

export interface CancellationPreview {
  /** Empty when there is nothing left to cancel. */
  readonly lines: readonly {
    readonly sku: string;
    readonly title: string;
    readonly variantLabel: string;
    readonly quantity: number;
    readonly paidPaise: number;
    readonly image: ReturnType<typeof imageOf>;
  }[];
  /** Nothing of the order is left afterwards. */
  readonly isAll: boolean;
  /** Shipping and fees that go back with the lines. */
  readonly chargesPaise: number;
  readonly amountPaise: number;
  readonly money: PreviewedMoney;
}

/** Nothing was paid yet; a refund; less to pay in cash; nothing, because it went back already. */
export type PreviewedMoney =
  | { readonly kind: 'unpaid' }
  | { readonly kind: 'refund'; readonly amountPaise: number }
  | { readonly kind: 'less_due'; readonly amountPaise: number }
  | { readonly kind: 'none' };

/**
 * What cancelling would take out of an order of whoever asks, and what comes back. Throws `not_found`,
 * `validation_failed`, `order_not_cancellable`.
 */
export async function previewCancellation(
  ctx: Context,
  orderNo: string,
  skus: readonly string[] | undefined,
): Promise<CancellationPreview> {
  const order = await requireOwnOrder(ctx, orderNo);
  if (order.status === 'payment_pending') return unpaidPreview();
  if (!isPlaced(order.status)) throw new AppError('order_not_cancellable', 'This order has ended already.');
  const facts = await gatherPlaced(ctx, order);
  const decision = decideCancellation(facts, skus);
  if (!decision.ok) throw refusalOf(decision);
  const { lines, isAll, shares } = decision.plan;
  const amountPaise = paidFor(shares);
  return {
    lines: lines.map(({ sku, title, variantLabel, quantity, paidPaise, imageKey }) => ({
      ...{ sku, title, variantLabel, quantity, paidPaise },
      image: imageOf(imageKey, title, ''),
    })),
    isAll,
    chargesPaise: amountPaise - sum(lines.filter((line) => !line.isRefunded).map((line) => line.paidPaise)),
    amountPaise,
    money: moneyOf(facts, amountPaise),
  };
}

/** The lines of an order that waits need no look: all of them go, and nothing was charged. */
function unpaidPreview(): CancellationPreview {
  return { lines: [], isAll: true, chargesPaise: 0, amountPaise: 0, money: { kind: 'unpaid' } };
}

function moneyOf({ payment }: PlacedFacts, amountPaise: number): PreviewedMoney {
  if (payment.status === 'cod_due') return { kind: 'less_due', amountPaise };
  const backPaise = comingBack(payment, amountPaise);
  return backPaise > 0 ? { kind: 'refund', amountPaise: backPaise } : { kind: 'none' };
}
