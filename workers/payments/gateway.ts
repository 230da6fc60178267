import type { Id } from '../domain/id.ts';

/** Cash on delivery needs no gateway. */
export const GATEWAY_NAMES = ['stripe', 'razorpay'] as const;
export type GatewayName = (typeof GATEWAY_NAMES)[number];

/** Payment gateways, as the verbs see them. One adapter a file. */
export interface Gateway {
  readonly name: GatewayName;
  /** What a browser needs to talk to the gateway itself. */
  readonly publishableKey: string;
  /** Asks for money. Idempotent by the payment's id. Throws `gateway_unavailable`, `misconfigured`. */
  start(payment: PaymentRequest): Promise<StartedPayment>;
  /** Verifies a webhook before anything in it is believed. `rawBody` is the text of exactly the bytes that came. */
  parseWebhook(rawBody: string, headers: Headers, receivedAt: number): Promise<ParsedWebhook>;
  /** Reads a body again that was verified before it was stored. */
  readEvent(rawBody: string): GatewayEvent;
  /** What the gateway knows of a payment, for webhooks that never came and for browsers that come back. */
  fetch(payment: PaymentRefs): Promise<GatewayPayment>;
  /**
   * Gives money back, once for each `refund.id`: one that the gateway has already, under our id, is returned and not
   * made again, however long ago its reply was lost. Throws `gateway_unavailable`.
   */
  refund(refund: RefundRequest): Promise<GatewayRefund>;
  /** What became of a refund that was asked for; null when the gateway knows none under our id. */
  fetchRefund(refund: RefundRequest): Promise<GatewayRefund | null>;
}

export interface PaymentRefs {
  /** The gateway's id of what was asked for: an intent, an order. */
  readonly gatewayRef: string;
  /** The gateway's id of the money, where it differs and is known. */
  readonly captureRef: string | null;
}

export interface PaymentRequest {
  readonly id: Id<'payment'>;
  readonly orderNo: string;
  readonly amountPaise: number;
  readonly currency: string;
  /** The way the shopper chose, where the gateway has several. */
  readonly method?: PaymentMethodKind | undefined;
}

/** Ways to pay within a gateway. */
export type PaymentMethodKind = 'upi_intent' | 'upi_qr' | 'card' | 'netbanking';

export interface StartedPayment {
  readonly gatewayRef: string;
  /** A page of the gateway to send the person to; null when the browser pays with `clientSecret`. */
  readonly payUrl: string | null;
  readonly clientSecret: string | null;
}

export interface GatewayEvent {
  readonly eventId: string;
  /** The gateway's own name of what happened. */
  readonly gatewayType: string;
  readonly type:
    | 'authorized'
    | 'captured'
    | 'failed'
    | 'refund_succeeded'
    | 'refund_failed'
    | 'dispute_opened'
    | 'dispute_won'
    | 'dispute_lost'
    | 'other';
  /** The gateway's id of what was asked for; '' when the event names only the money (`captureRef`). */
  readonly gatewayRef: string;
  readonly captureRef: string | null;
  readonly amountPaise: number;
  /** 'INR'. */
  readonly currency: string;
  /** 'upi', 'card'; null when the event does not say. */
  readonly method: string | null;
  /** What the gateway keeps, tax included, and the tax in it; 0 when the event does not say. */
  readonly feePaise: number;
  readonly feeTaxPaise: number;
  /** For events of a refund: its id at the gateway, and ours, which the gateway was given with it. */
  readonly refund: { readonly gatewayRef: string; readonly refundId: string | null } | null;
}

/** With `wrong_mode` and `wrong_account` the signature is right, yet the event is not for this shop. */
export type ParsedWebhook =
  | { readonly ok: true; readonly event: GatewayEvent }
  | { readonly ok: false; readonly reason: 'invalid_signature' }
  | { readonly ok: false; readonly reason: 'wrong_mode' | 'wrong_account'; readonly event: GatewayEvent };

export interface RefundRequest extends PaymentRefs {
  readonly id: Id<'refund'>;
  readonly amountPaise: number;
}

export interface GatewayRefund {
  readonly gatewayRef: string;
  readonly status: 'pending' | 'succeeded' | 'failed';
}

export interface GatewayPayment {
  readonly status: 'open' | 'captured';
  readonly captureRef: string | null;
  readonly amountPaise: number;
  readonly currency: string;
  readonly method: string | null;
  readonly feePaise: number;
  readonly feeTaxPaise: number;
}
