/** The life of an order, as data. What the buyer sees is derived from the order and its fulfilments. */

export type OrderStatus =
  | 'created'
  | 'payment_pending'
  | 'paid'
  | 'confirmed'
  | 'packed'
  | 'shipped'
  | 'out_for_delivery'
  | 'delivered'
  | 'returned'
  | 'cancelled'
  | 'expired';

export type OrderEvent =
  | 'hold_succeeded'
  | 'cod_accepted'
  | 'hold_refused'
  | 'interrupted'
  | 'payment_captured'
  | 'payment_timed_out'
  | 'cancelled_by_buyer';

const transitions = {
  created: {
    hold_succeeded: 'payment_pending',
    cod_accepted: 'confirmed',
    hold_refused: 'cancelled',
    interrupted: 'cancelled',
  },
  payment_pending: { payment_captured: 'paid', payment_timed_out: 'expired', cancelled_by_buyer: 'cancelled' },
  // Money that arrives late counts when the stock can be taken again; the caller checks that first.
  expired: { payment_captured: 'paid' },
  paid: {},
  confirmed: {},
  packed: {},
  shipped: {},
  out_for_delivery: {},
  delivered: {},
  returned: {},
  cancelled: {},
} as const satisfies Record<OrderStatus, Partial<Record<OrderEvent, OrderStatus>>>;

export type OrderTransition =
  | { readonly ok: true; readonly from: OrderStatus; readonly to: OrderStatus }
  | { readonly ok: false; readonly reason: 'illegal_transition'; readonly from: OrderStatus };

export function transitionOrder(from: OrderStatus, event: OrderEvent): OrderTransition {
  const to = (transitions[from] as Partial<Record<OrderEvent, OrderStatus>>)[event];
  return to === undefined ? { ok: false, reason: 'illegal_transition', from } : { ok: true, from, to };
}

/** The state an event leads to, for verbs whose guard is `WHERE status = from`. */
export function targetOf(from: OrderStatus, event: OrderEvent): OrderStatus {
  const result = transitionOrder(from, event);
  if (!result.ok) throw new RangeError(`${event} does not leave ${from}`);
  return result.to;
}

/** Statuses whose stock has left the shelf for the buyer. */
export const PLACED_STATUSES = ['paid', 'confirmed', 'packed', 'shipped', 'out_for_delivery', 'delivered'] as const;

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
