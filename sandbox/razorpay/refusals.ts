import { Refusal } from '../http.ts';

/** A request that Razorpay would answer with 4xx. */
export function badRequest(description: string, field: string | null = null, status = 400): Refusal {
  return new Refusal(status, description, {
    error: {
      code: 'BAD_REQUEST_ERROR',
      description,
      source: 'business',
      step: 'payment_initiation',
      reason: 'input_validation_failed',
      metadata: {},
      field,
    },
  });
}

/** Razorpay's answer to an id that it does not know; its status is 400. */
export function unknownId(): Refusal {
  return badRequest('The id provided does not exist');
}
