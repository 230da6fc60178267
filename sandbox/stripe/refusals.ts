import { Refusal } from '../http.ts';
import type { CardError, PaymentIntent } from './objects.ts';

interface RefusalOptions {
  readonly code?: string;
  readonly param?: string;
  readonly status?: number;
  readonly type?: 'invalid_request_error' | 'idempotency_error';
}

/** A request that Stripe would answer with 4xx. */
export function invalidRequest(message: string, { status = 400, type, code, param }: RefusalOptions = {}): Refusal {
  return new Refusal(status, message, { error: { type: type ?? 'invalid_request_error', code, param, message } });
}

export function notFound(kind: string, id: string): Refusal {
  return invalidRequest(`No such ${kind}: '${id}'`, { status: 404, code: 'resource_missing', param: 'id' });
}

/** A confirmation that the bank declined: 402, with the intent as it now stands. */
export function cardRefusal(error: CardError, intent: PaymentIntent): Refusal {
  return new Refusal(402, error.message, { error: { ...error, payment_intent: intent } });
}
