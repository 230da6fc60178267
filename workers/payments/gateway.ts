import type { Id } from '../domain/id.ts';

/** Payment gateways, as the verbs see them. One adapter a file; cash on delivery needs none. */
export interface Gateway {
  readonly name: 'stripe';
  /** What a browser needs to talk to the gateway itself. */
  readonly publishableKey: string;
  /** Asks for money. Idempotent by the payment's id. Throws `gateway_unavailable`, `misconfigured`. */
  start(payment: PaymentRequest): Promise<StartedPayment>;
  /** Verifies a webhook before anything in it is believed. `rawBody` is the text of exactly the bytes that came. */
  parseWebhook(rawBody: string, headers: Headers, receivedAt: number): Promise<ParsedWebhook>;
  /** Reads a body again that was verified before it was stored. */
  readEvent(rawBody: string): GatewayEvent;
  /** Gives money back. Idempotent by `idempotencyKey`; money that is back already is no error. */
  refund(refund: RefundRequest): Promise<void>;
  /** What the gateway knows of a payment, for webhooks that never came. */
  fetch(gatewayRef: string): Promise<GatewayPayment>;
}

export interface PaymentRequest {
  readonly id: Id<'payment'>;
  readonly orderNo: string;
  readonly amountPaise: number;
  readonly currency: string;
}

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
  readonly type: 'authorized' | 'captured' | 'failed' | 'refunded' | 'other';
  readonly gatewayRef: string;
  readonly amountPaise: number;
  /** 'INR'. */
  readonly currency: string;
}

export type ParsedWebhook = { readonly ok: true; readonly event: GatewayEvent } | { readonly ok: false };

export interface RefundRequest {
  readonly gatewayRef: string;
  readonly amountPaise: number;
  readonly idempotencyKey: string;
}

export interface GatewayPayment {
  readonly status: 'open' | 'captured';
  readonly amountPaise: number;
  readonly currency: string;
}
