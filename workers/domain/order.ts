import type { Machine } from './machine.ts';

/** The life of an order as a deal: whether it stands. Where its goods are, its fulfilments know (`order-view.ts`). */
export type OrderStatus = 'created' | 'payment_pending' | 'paid' | 'confirmed' | 'cancelled' | 'expired';

export type OrderEvent =
  | 'hold_succeeded'
  | 'cod_accepted'
  | 'hold_refused'
  | 'interrupted'
  | 'payment_captured'
  | 'payment_timed_out'
  | 'cancelled_by_buyer'
  | 'late_money_refused'
  | 'all_cancelled';

export const orderMachine: Machine<OrderStatus, OrderEvent> = {
  name: 'order',
  transitions: {
    created: {
      hold_succeeded: 'payment_pending',
      cod_accepted: 'confirmed',
      hold_refused: 'cancelled',
      interrupted: 'cancelled',
    },
    payment_pending: {
      payment_captured: 'paid',
      // The shopper gave up on paying online and chose cash.
      cod_accepted: 'confirmed',
      payment_timed_out: 'expired',
      cancelled_by_buyer: 'cancelled',
    },
    // Money that arrives late counts when the stock can be taken again; the caller checks that first, and gives it back.
    expired: { payment_captured: 'paid', late_money_refused: 'cancelled' },
    paid: { all_cancelled: 'cancelled' },
    confirmed: { all_cancelled: 'cancelled' },
    cancelled: {},
  },
};

/** Statuses whose stock has left the shelf for the buyer. */
export const PLACED_STATUSES = ['paid', 'confirmed'] as const satisfies readonly OrderStatus[];

export function isPlaced(status: OrderStatus): boolean {
  return (PLACED_STATUSES as readonly OrderStatus[]).includes(status);
}

/** Whether the order has, or may still get, a right to its pieces. */
export function isLive(status: OrderStatus): boolean {
  return status === 'created' || status === 'payment_pending' || isPlaced(status);
}

export const HOLD_SECONDS = 15 * 60;
/** A checkout that has not finished by then has died; the sweep takes it back. */
export const CHECKOUT_TIMEOUT_SECONDS = 30;
export const MAX_QUANTITY_PER_LINE = 10;
export const MAX_LINES_PER_CART = 100;
