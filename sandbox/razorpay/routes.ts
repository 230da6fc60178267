import { Buffer } from 'node:buffer';
import { z } from 'zod';
import type { FaultBox } from '../control/faults.ts';
import { json, parseJson, type Route, type SandboxRequest } from '../http.ts';
import type { KeptAnswers } from '../kept-answers.ts';
import type { RazorpayAccount } from './account.ts';
import type { RazorpayBooks } from './books.ts';
import { badRequest, unknownId } from './refusals.ts';

const amount = z.number().int().min(100, 'The amount must be at least INR 1.00').max(9_999_999_999);
const receipt = z.string().max(40).nullable().default(null);
const notes = z.record(z.string().max(256), z.string().max(256)).default({});

const orderSchema = z.object({
  amount,
  currency: z.string().regex(/^[A-Z]{3}$/),
  receipt,
  notes,
  payment_capture: z.literal(true, 'The sandbox captures at once').optional(),
});

const refundSchema = z.object({
  amount: amount.optional(),
  speed: z.enum(['normal', 'optimum']).default('normal'),
  receipt,
  notes,
});

const REFUND_KEY = /^[\w-]{10,}$/;

/** The part of api.razorpay.com that the shop uses. Lists are newest first. https://razorpay.com/docs/api/ */
export function razorpayRoutes(
  books: RazorpayBooks,
  account: RazorpayAccount,
  faults: FaultBox,
  answers: KeptAnswers,
): readonly Route[] {
  const guarded = (method: Route['method'], pattern: string, handler: Route['handler']): Route => ({
    method,
    pattern: `/razorpay/v1/${pattern}`,
    handler: (request) => {
      requireKey(request, account);
      return handler(request);
    },
  });
  const read = (pattern: string, answer: (id: string, request: SandboxRequest) => unknown) =>
    guarded('GET', pattern, (request) => json(200, answer(request.params.id ?? '', request)));
  return [
    guarded('POST', 'orders', ({ body }) => json(200, books.createOrder(parse(orderSchema, body)))),
    read('orders', (_, { query }) => collectionOf(books.orders(query.get('receipt')), query)),
    read('orders/:id', (id) => books.order(id)),
    read('orders/:id/payments', (id, { query }) => collectionOf(books.payments(books.order(id).id), query)),
    read('payments/:id', (id) => books.payment(id)),
    read('payments/:id/refunds', (id, { query }) => collectionOf(books.refunds(books.payment(id).id), query)),
    read('payments/:id/refunds/:refundId', (id, { params }) => {
      const refund = books.refundOf(params.refundId ?? '');
      if (refund.payment_id !== id) throw unknownId();
      return refund;
    }),
    guarded('POST', 'payments/:id/refund', (request) => {
      const id = request.params.id ?? '';
      const wanted = parse(refundSchema, request.body);
      return faults.answerRefund(books.namesOf(id), (status) =>
        answers.once(refundKeyOf(request), request, KEY_REUSED, () =>
          json(200, books.refund(id, wanted, status === 'succeeded' ? 'processed' : 'pending')),
        ),
      );
    }),
    read('refunds', (_, { query }) => collectionOf(books.refunds(), query)),
    read('refunds/:id', (id) => books.refundOf(id)),
  ];
}

const KEY_REUSED = badRequest('Different request body for the same idempotency key');

function refundKeyOf({ headers }: SandboxRequest): string | undefined {
  const key = headers['x-refund-idempotency']?.toString();
  if (key === undefined || REFUND_KEY.test(key)) return key;
  throw badRequest('The idempotency key must have at least 10 letters, digits, hyphens or underscores');
}

function requireKey({ headers }: SandboxRequest, { keyId, keySecret }: RazorpayAccount): void {
  const wanted = `Basic ${Buffer.from(`${keyId}:${keySecret}`).toString('base64')}`;
  if (headers.authorization !== wanted) throw badRequest('Authentication failed', null, 401);
}

function parse<Schema extends z.ZodType>(schema: Schema, body: string): z.infer<Schema> {
  const result = schema.safeParse(parseJson(body === '' ? '{}' : body));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw badRequest(issue?.message ?? 'The request is not valid', issue?.path.join('.') ?? null);
}

/** `count` and `skip` as at Razorpay. */
function collectionOf(all: readonly unknown[], query: URLSearchParams) {
  const count = Math.min(Math.max(Number(query.get('count') ?? 10) || 10, 1), 100);
  const skip = Math.max(Number(query.get('skip') ?? 0) || 0, 0);
  const items = all.slice(skip, skip + count);
  return { entity: 'collection', count: items.length, items };
}
