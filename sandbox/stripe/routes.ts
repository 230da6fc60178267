import { z } from 'zod';
import type { FaultBox } from '../control/faults.ts';
import { json, type Route, type SandboxRequest } from '../http.ts';
import type { KeptAnswers } from '../kept-answers.ts';
import type { StripeBooks } from './books.ts';
import { parseForm } from './form.ts';
import { newId, type PaymentIntent } from './objects.ts';
import { cardRefusal, invalidRequest } from './refusals.ts';

const amount = z.coerce.number().int().min(50, 'amount_too_small').max(99_999_999);
const metadata = z.record(z.string().max(40), z.string().max(500)).default({});

const intentSchema = z.object({
  amount,
  currency: z.string().regex(/^[a-z]{3}$/i),
  description: z.string().max(1000).nullable().default(null),
  metadata,
});

const refundSchema = z.object({
  payment_intent: z.string().max(100).optional(),
  charge: z.string().max(100).optional(),
  amount: amount.min(1).optional(),
  reason: z.string().max(100).nullable().default(null),
  metadata,
});

/** What a test payment method does, by Stripe's own names. */
const DECLINING = /declined|insufficient/i;
const CHALLENGING = /threeDSecure|authenticationRequired/i;

/** The part of api.stripe.com that the shop uses. */
export function stripeRoutes(books: StripeBooks, faults: FaultBox, answers: KeptAnswers): readonly Route[] {
  const read = (pattern: string, answer: (request: SandboxRequest) => unknown): Route => ({
    method: 'GET',
    pattern,
    handler: (request) => {
      requireKey(request);
      return json(200, answer(request), { 'request-id': newId('req') });
    },
  });
  const write = (pattern: string, answer: (request: SandboxRequest) => unknown): Route => ({
    method: 'POST',
    pattern,
    handler: (request) => {
      requireKey(request);
      const key = request.headers['idempotency-key']?.toString();
      return answers.once(key, request, KEY_REUSED, () => json(200, answer(request), { 'request-id': newId('req') }));
    },
  });
  const refunds: Route = {
    method: 'POST',
    pattern: '/v1/refunds',
    handler: (request) => {
      requireKey(request);
      const wanted = parse(refundSchema, request.body);
      const key = request.headers['idempotency-key']?.toString();
      return faults.answerRefund(books.namesOf(wanted), (status) =>
        answers.once(key, request, KEY_REUSED, () => json(200, books.refund(wanted, status))),
      );
    },
  };
  return [
    write('/v1/payment_intents', ({ body }) => books.createIntent(parse(intentSchema, body))),
    read('/v1/payment_intents', ({ query, path }) => listOf(books.intents(), query, path)),
    read('/v1/payment_intents/:id', ({ params, query }) => {
      const intent = books.intent(params.id ?? '');
      const isExpanded = query.get('expand[0]') === 'latest_charge' && intent.latest_charge !== null;
      return isExpanded ? { ...intent, latest_charge: books.charge(intent.latest_charge) } : intent;
    }),
    write('/v1/payment_intents/:id/confirm', ({ params, body }) => confirm(books, params.id ?? '', body)),
    write('/v1/payment_intents/:id/cancel', ({ params, body }) => {
      const { cancellation_reason: reason } = parseForm(body);
      return books.cancel(params.id ?? '', typeof reason === 'string' ? reason : null);
    }),
    read('/v1/charges/:id', ({ params }) => books.charge(params.id ?? '')),
    refunds,
    read('/v1/refunds', ({ query, path }) => listOf(books.refunds(query.get('payment_intent')), query, path)),
    read('/v1/refunds/:id', ({ params }) => books.refundOf(params.id ?? '')),
    read('/v1/events', ({ query, path }) => {
      const type = query.get('type');
      return listOf(
        books.events().filter((event) => type === null || event.type === type),
        query,
        path,
      );
    }),
    read('/v1/events/:id', ({ params }) => books.event(params.id ?? '')),
  ];
}

function confirm(books: StripeBooks, id: string, body: string): PaymentIntent {
  const { payment_method: method } = parseForm(body);
  if (typeof method !== 'string') {
    throw invalidRequest('You must provide a payment_method.', { param: 'payment_method' });
  }
  if (CHALLENGING.test(method)) return books.challenge(id, `/pay/${id}/authenticate`);
  if (!DECLINING.test(method)) return books.succeed(id);
  const declined = books.decline(id);
  throw declined.last_payment_error === null
    ? new Error('declined')
    : cardRefusal(declined.last_payment_error, declined);
}

function requireKey({ headers }: SandboxRequest): void {
  if (/^Bearer sk_test_\S+$/.test(headers.authorization ?? '')) return;
  throw invalidRequest('Send a secret test key as bearer: sk_test_…', { status: 401 });
}

const KEY_REUSED = invalidRequest(
  'Keys for idempotent requests can only be used with the same parameters they were first used with.',
  { type: 'idempotency_error' },
);

function parse<Schema extends z.ZodType>(schema: Schema, body: string): z.infer<Schema> {
  const result = schema.safeParse({ ...parseForm(body) });
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw invalidRequest(`Invalid ${issue?.path.join('.')}: ${issue?.message}`, { param: issue?.path.join('.') ?? '' });
}

/** A page of a list, newest first; `limit` and `starting_after` as at Stripe. */
function listOf(items: readonly { readonly id: string }[], query: URLSearchParams, url: string) {
  const limit = Math.min(Math.max(Number(query.get('limit') ?? 10) || 10, 1), 100);
  const after = query.get('starting_after');
  const from = after === null ? 0 : items.findIndex((item) => item.id === after) + 1;
  return { object: 'list', url, has_more: items.length > from + limit, data: items.slice(from, from + limit) };
}
