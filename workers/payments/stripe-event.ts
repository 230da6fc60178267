import type Stripe from 'stripe';
import type { GatewayEvent } from './gateway.ts';

/**
 * What an event of Stripe means to the shop. An intent stands for its money too, so `captureRef` is always null; fees
 * are in Stripe's balance, not in its events. https://docs.stripe.com/api/events/types
 */
export function stripeEventOf(event: Stripe.Event): GatewayEvent {
  switch (event.type) {
    case 'payment_intent.amount_capturable_updated':
      return ofIntent(event, 'authorized', event.data.object, event.data.object.amount_capturable);
    case 'payment_intent.succeeded':
      return ofIntent(event, 'captured', event.data.object, event.data.object.amount_received);
    case 'payment_intent.payment_failed':
    case 'payment_intent.canceled':
      return ofIntent(event, 'failed', event.data.object, event.data.object.amount);
    case 'refund.created':
    case 'refund.updated':
    case 'refund.failed':
    case 'charge.refund.updated':
      return ofRefund(event, event.data.object);
    case 'charge.dispute.created':
      return ofDispute(event, 'dispute_opened', event.data.object);
    case 'charge.dispute.closed':
      return ofDispute(event, DISPUTE_ENDS[event.data.object.status] ?? 'other', event.data.object);
    default:
      return { ...nothing(event), type: 'other' };
  }
}

/** An inquiry that is closed without a chargeback took no money. */
const DISPUTE_ENDS: Readonly<Record<string, GatewayEvent['type']>> = {
  won: 'dispute_won',
  warning_closed: 'dispute_won',
  prevented: 'dispute_won',
  lost: 'dispute_lost',
};

const REFUND_ENDS: Readonly<Record<string, GatewayEvent['type']>> = {
  succeeded: 'refund_succeeded',
  failed: 'refund_failed',
  canceled: 'refund_failed',
};

type Type = GatewayEvent['type'];

function ofIntent(event: Stripe.Event, type: Type, intent: Stripe.PaymentIntent, amountPaise: number): GatewayEvent {
  return { ...nothing(event), type, gatewayRef: intent.id, amountPaise, currency: intent.currency.toUpperCase() };
}

/** Several types tell of a refund, in any order; its status is what counts. */
function ofRefund(event: Stripe.Event, refund: Stripe.Refund): GatewayEvent {
  return {
    ...nothing(event),
    type: REFUND_ENDS[refund.status ?? ''] ?? 'other',
    gatewayRef: idOf(refund.payment_intent),
    amountPaise: refund.amount,
    currency: refund.currency.toUpperCase(),
    refund: { gatewayRef: refund.id, refundId: refund.metadata?.refundId ?? null },
  };
}

function ofDispute(event: Stripe.Event, type: Type, dispute: Stripe.Dispute): GatewayEvent {
  const currency = dispute.currency.toUpperCase();
  return { ...nothing(event), type, gatewayRef: idOf(dispute.payment_intent), amountPaise: dispute.amount, currency };
}

function nothing({ id, type }: Stripe.Event) {
  return {
    ...{ eventId: id, gatewayType: type, gatewayRef: '', captureRef: null, amountPaise: 0, currency: '' },
    ...{ method: null, feePaise: 0, feeTaxPaise: 0, refund: null },
  };
}

/** Stripe names what it points to, or has it inside where that was asked for. */
function idOf(pointer: string | { readonly id: string } | null): string {
  return typeof pointer === 'string' ? pointer : (pointer?.id ?? '');
}
