import type { Collection, Journal } from '../journal.ts';
import {
  type CardError,
  type Charge,
  type Dispute,
  newId,
  type PaymentIntent,
  type Refund,
  type RefundStatus,
  type StripeEvent,
  unixNow,
} from './objects.ts';
import { invalidRequest, notFound } from './refusals.ts';

export interface NewIntent {
  readonly amount: number;
  readonly currency: string;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface NewRefund {
  readonly payment_intent?: string | undefined;
  readonly charge?: string | undefined;
  /** Paise; all that is left when undefined. */
  readonly amount?: number | undefined;
  readonly reason: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

const DECLINED: CardError = {
  type: 'card_error',
  code: 'card_declined',
  decline_code: 'generic_decline',
  message: 'Your card was declined.',
};

const AUTHENTICATION_FAILED: CardError = {
  type: 'card_error',
  code: 'payment_intent_authentication_failure',
  message: 'The bank could not confirm that it was you.',
};

/** What is captured, where it is not what was asked for. */
export interface CapturedInstead {
  readonly amount?: number | undefined;
  readonly currency?: string | undefined;
}

/** Stripe's books: intents, charges, refunds, disputes and the events that tell of them. */
export class StripeBooks {
  readonly #intents: Collection<PaymentIntent>;
  readonly #charges: Collection<Charge>;
  readonly #refunds: Collection<Refund>;
  readonly #disputes: Collection<Dispute>;
  readonly #refundsOfIntent: (intentId: string) => Refund[];
  readonly #disputesOfIntent: (intentId: string) => Dispute[];
  readonly #events: Collection<StripeEvent>;
  readonly #tell: (event: StripeEvent) => void;

  constructor(journal: Journal, tell: (event: StripeEvent) => void) {
    this.#intents = journal.collection('intent');
    this.#charges = journal.collection('charge');
    this.#refunds = journal.collection('refund');
    this.#disputes = journal.collection('dispute');
    this.#refundsOfIntent = this.#refunds.index((refund) => refund.payment_intent);
    this.#disputesOfIntent = this.#disputes.index((dispute) => dispute.payment_intent);
    this.#events = journal.collection('event');
    this.#tell = tell;
  }

  createIntent({ amount, currency, description, metadata }: NewIntent): PaymentIntent {
    const id = newId('pi');
    const intent: PaymentIntent = {
      id,
      object: 'payment_intent',
      amount,
      amount_capturable: 0,
      amount_received: 0,
      automatic_payment_methods: { enabled: true },
      canceled_at: null,
      cancellation_reason: null,
      capture_method: 'automatic',
      client_secret: `${id}_secret_${newId('req').slice(4)}`,
      confirmation_method: 'automatic',
      created: unixNow(),
      currency: currency.toLowerCase(),
      description,
      last_payment_error: null,
      latest_charge: null,
      livemode: false,
      metadata,
      next_action: null,
      payment_method_types: ['card', 'upi'],
      status: 'requires_payment_method',
    };
    return this.#move(intent, {}, 'payment_intent.created');
  }

  /** The person pays, or passes 3-D Secure: the money is there. */
  succeed(id: string, instead: CapturedInstead = {}): PaymentIntent {
    const processing = this.#move(this.#open(id), {
      status: 'processing',
      next_action: null,
      last_payment_error: null,
    });
    const { metadata } = processing;
    const amount = instead.amount ?? processing.amount;
    const currency = instead.currency?.toLowerCase() ?? processing.currency;
    const charge: Charge = {
      id: newId('ch'),
      object: 'charge',
      amount,
      amount_captured: amount,
      amount_refunded: 0,
      captured: true,
      created: unixNow(),
      currency,
      livemode: false,
      metadata,
      paid: true,
      payment_intent: id,
      payment_method_details: { type: 'card' },
      refunded: false,
      status: 'succeeded',
    };
    this.#charges.put(charge.id, charge);
    const change = { status: 'succeeded', amount_received: amount, currency, latest_charge: charge.id } as const;
    const succeeded = this.#move(processing, change);
    this.#emit('charge.succeeded', charge);
    this.#emit('payment_intent.succeeded', succeeded);
    return succeeded;
  }

  /** The bank says no. The intent may be tried again. */
  decline(id: string, why: 'declined' | 'authentication_failed' = 'declined'): PaymentIntent {
    const error = why === 'declined' ? DECLINED : AUTHENTICATION_FAILED;
    const change = { status: 'requires_payment_method', next_action: null, last_payment_error: error } as const;
    return this.#move(this.#open(id), change, 'payment_intent.payment_failed');
  }

  /** The bank asks for 3-D Secure, on the page at `url`. */
  challenge(id: string, url: string): PaymentIntent {
    const next_action = { type: 'redirect_to_url', redirect_to_url: { url } };
    return this.#move(this.#open(id), { status: 'requires_action', next_action }, 'payment_intent.requires_action');
  }

  cancel(id: string, reason: string | null): PaymentIntent {
    const change = {
      status: 'canceled',
      canceled_at: unixNow(),
      cancellation_reason: reason,
      next_action: null,
    } as const;
    return this.#move(this.#open(id), change, 'payment_intent.canceled');
  }

  refund({ payment_intent, charge: chargeId, amount, reason, metadata }: NewRefund, status: RefundStatus): Refund {
    const charge = this.charge(chargeId ?? this.intent(payment_intent ?? '').latest_charge ?? '');
    const left = charge.amount_captured - charge.amount_refunded;
    const asked = amount ?? left;
    if (left === 0) {
      throw invalidRequest(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
    }
    if (asked > left) {
      throw invalidRequest(`Refund amount (${asked}) is greater than unrefunded amount on charge (${left})`, {
        param: 'amount',
      });
    }
    const refund: Refund = {
      id: newId('re'),
      object: 'refund',
      amount: asked,
      charge: charge.id,
      created: unixNow(),
      currency: charge.currency,
      metadata,
      payment_intent: charge.payment_intent,
      reason,
      status,
    };
    const after = { ...charge, amount_refunded: charge.amount_refunded + asked, refunded: asked === left };
    this.#refunds.put(refund.id, refund);
    this.#charges.put(charge.id, after);
    this.#emit('refund.created', refund);
    this.#emit('charge.refunded', after);
    return refund;
  }

  /** The bank has decided on a refund. One that fails gives its amount back to the charge, also days later. */
  settleRefund(id: string, status: 'succeeded' | 'failed'): Refund {
    const refund = this.refundOf(id);
    if (refund.status === status || refund.status === 'failed') return refund;
    const settled = { ...refund, status };
    this.#refunds.put(id, settled);
    if (status === 'failed') {
      const charge = this.charge(refund.charge);
      const amount_refunded = charge.amount_refunded - refund.amount;
      this.#charges.put(charge.id, { ...charge, amount_refunded, refunded: false });
      this.#emit('refund.failed', settled);
    }
    this.#emit('refund.updated', settled);
    return settled;
  }

  /** The buyer's bank takes the money of an intent back, for the time being. One dispute an intent. */
  dispute(intentId: string): Dispute {
    const [known] = this.#disputesOfIntent(intentId);
    if (known !== undefined) return known;
    const charge = this.charge(this.intent(intentId).latest_charge ?? '');
    const dispute: Dispute = {
      id: newId('du'),
      object: 'dispute',
      amount: charge.amount,
      charge: charge.id,
      created: unixNow(),
      currency: charge.currency,
      livemode: false,
      metadata: {},
      payment_intent: intentId,
      reason: 'fraudulent',
      status: 'needs_response',
    };
    this.#disputes.put(dispute.id, dispute);
    this.#emit('charge.dispute.created', dispute);
    return dispute;
  }

  closeDispute(dispute: Dispute, status: 'won' | 'lost'): Dispute {
    if (dispute.status !== 'needs_response') return dispute;
    const closed = { ...dispute, status };
    this.#disputes.put(dispute.id, closed);
    this.#emit('charge.dispute.closed', closed);
    return closed;
  }

  intent(id: string): PaymentIntent {
    return this.#intents.get(id) ?? raise(notFound('payment_intent', id));
  }

  charge(id: string): Charge {
    return this.#charges.get(id) ?? raise(notFound('charge', id));
  }

  /** Everything by which the payment of a refund is known: intent, charge, the shop's own id. */
  namesOf({ payment_intent, charge: chargeId }: Pick<NewRefund, 'payment_intent' | 'charge'>): string[] {
    const intent = this.intent(payment_intent ?? this.charge(chargeId ?? '').payment_intent);
    return [intent.id, intent.latest_charge, intent.metadata.paymentId].filter((name) => typeof name === 'string');
  }

  refundOf(id: string): Refund {
    return this.#refunds.get(id) ?? raise(notFound('refund', id));
  }

  event(id: string): StripeEvent {
    return this.#events.get(id) ?? raise(notFound('event', id));
  }

  intents(): PaymentIntent[] {
    return this.#intents.newest();
  }

  /** Newest first; of one intent, or of all. */
  refunds(intentId: string | null = null): Refund[] {
    return intentId === null ? this.#refunds.newest() : this.#refundsOfIntent(intentId).reverse();
  }

  events(): StripeEvent[] {
    return this.#events.newest();
  }

  /** An intent that can still change. */
  #open(id: string): PaymentIntent {
    const intent = this.intent(id);
    if (intent.status !== 'succeeded' && intent.status !== 'canceled') return intent;
    throw invalidRequest(`This PaymentIntent has a status of ${intent.status}.`, {
      code: 'payment_intent_unexpected_state',
    });
  }

  #move(intent: PaymentIntent, change: Partial<PaymentIntent>, eventType?: string): PaymentIntent {
    const moved = { ...intent, ...change };
    this.#intents.put(moved.id, moved);
    if (eventType !== undefined) this.#emit(eventType, moved);
    return moved;
  }

  #emit(type: string, object: PaymentIntent | Charge | Refund | Dispute): void {
    const event: StripeEvent = {
      id: newId('evt'),
      object: 'event',
      api_version: '2026-10-28.sandbox',
      created: unixNow(),
      data: { object },
      livemode: false,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      type,
    };
    this.#events.put(event.id, event);
    this.#tell(event);
  }
}

function raise(error: Error): never {
  throw error;
}
