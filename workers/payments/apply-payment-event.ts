import { type Context, requireSystem } from '../context.ts';
import { transitionPayment } from '../domain/payment.ts';
import { capturePayment } from './capture-payment.ts';
import type { GatewayEvent } from './gateway.ts';
import {
  closeInboxRow,
  type EventOutcome,
  findPayment,
  hasChanged,
  mayStill,
  type PaymentRow,
  setPayment,
} from './payment-writes.ts';

/** Somebody else moved the payment or its order between the read and the write: look again. */
const MAX_RACES = 5;

/**
 * What a gateway said, made true. Events come twice, late and in any order; each write is guarded by the payment's
 * state, so that the end is the same whatever the order, and every consequence happens once.
 */
export async function applyPaymentEvent(
  ctx: Context,
  gateway: string,
  event: GatewayEvent,
  inboxId: string | null,
): Promise<EventOutcome> {
  requireSystem(ctx);
  if (event.type === 'other') return await close(ctx, inboxId, 'ignored');
  for (let race = 0; race < MAX_RACES; race++) {
    const payment = await findPayment(ctx, gateway, event);
    if (payment === null) return 'unknown_payment';
    const outcome = await applyOnce(ctx, event, payment, inboxId);
    if (outcome !== null) return outcome;
  }
  throw new Error(`event ${event.eventId} lost ${MAX_RACES} races`);
}

/** Null when another writer was faster. */
async function applyOnce(
  ctx: Context,
  event: GatewayEvent,
  payment: PaymentRow,
  inboxId: string | null,
): Promise<EventOutcome | null> {
  const { amountPaise, currency, type } = event;
  const isExact = amountPaise === payment.amountPaise && currency === payment.currency;
  const happening = type === 'captured' && !isExact ? 'mismatched' : type;
  if (happening === 'other') return await close(ctx, inboxId, 'ignored');
  const next = transitionPayment(payment.status, happening);
  if (next === null) {
    // A refund that overtook its capture waits for it, or the capture would look unrefunded.
    const isEarly = happening === 'refunded' && transitionPayment(payment.status, 'captured') !== null;
    return isEarly ? 'before_its_capture' : await close(ctx, inboxId, 'repeat');
  }
  if (happening === 'captured') return await capturePayment(ctx, payment, inboxId);

  const guard = mayStill(payment.id, happening);
  const outcome = happening === 'mismatched' ? 'mismatched' : 'applied';
  const note =
    happening === 'mismatched'
      ? `received ${amountPaise} ${currency}, expected ${payment.amountPaise} ${payment.currency}`
      : null;
  const results = await ctx.db.batch([
    closeInboxRow(ctx, inboxId, outcome, guard),
    setPayment(ctx, payment.id, next, note, guard),
  ]);
  return hasChanged(results, -1) ? outcome : null;
}

async function close(ctx: Context, inboxId: string | null, outcome: EventOutcome): Promise<EventOutcome> {
  await closeInboxRow(ctx, inboxId, outcome);
  return outcome;
}
