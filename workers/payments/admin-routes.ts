import { createRoute, z } from '@hono/zod-openapi';
import { idempotencyKeySchema } from '../checkout/schemas.ts';
import { body, createRouter, json, problems } from '../http/openapi.ts';
import { orderNoSchema } from '../orders/schemas.ts';
import {
  mismatchDecisionSchema,
  paymentIdSchema,
  paymentListSchema,
  paymentQuerySchema,
  refundAnswerSchema,
  refundIdSchema,
  refundListSchema,
  refundQuerySchema,
  refundRequestSchema,
  refundSchema,
  staffPaymentSchema,
  transferSchema,
} from './admin-schemas.ts';
import { decideMismatch } from './decide-mismatch.ts';
import { findStaffPayment, findStaffRefund, listPayments, listRefunds } from './queries.ts';
import { recordRemittance } from './record-remittance.ts';
import { recordTransfer } from './record-transfer.ts';
import { requestRefund } from './request-refund.ts';
import { retryRefund } from './retry-refund.ts';

const tags = ['Staff: payments'];
const paymentParams = z.object({ paymentId: paymentIdSchema });
const refundParams = z.object({ refundId: refundIdSchema });

export const paymentAdminRoutes = createRouter();

paymentAdminRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/admin/payments',
    tags,
    summary: 'Payments, newest first; the status `mismatched` is the review queue',
    request: { query: paymentQuerySchema },
    responses: { 200: json(paymentListSchema, 'A page of payments'), ...problems(401, 403, 422) },
  }),
  async (c) => c.json(await listPayments(c.get('ctx'), c.req.valid('query')), 200),
);

paymentAdminRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/admin/payments/{paymentId}',
    tags,
    summary: 'A payment with its log and refunds',
    request: { params: paymentParams },
    responses: { 200: json(staffPaymentSchema, 'The payment'), ...problems(401, 403, 404, 422) },
  }),
  async (c) => c.json(await findStaffPayment(c.get('ctx'), c.req.valid('param').paymentId), 200),
);

paymentAdminRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/admin/payments/{paymentId}/decision',
    tags,
    summary: 'Accept a payment that is not what was asked for, or give it back',
    request: { params: paymentParams, body: body(mismatchDecisionSchema) },
    responses: { 200: json(staffPaymentSchema, 'The payment'), ...problems(401, 403, 404, 409, 422) },
  }),
  async (c) => {
    const { paymentId } = c.req.valid('param');
    await decideMismatch(c.get('ctx'), paymentId, c.req.valid('json'));
    return c.json(await findStaffPayment(c.get('ctx'), paymentId), 200);
  },
);

paymentAdminRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/admin/payments/{paymentId}/remittance',
    tags,
    summary: 'Say that the carrier has handed over the cash of an order',
    request: { params: paymentParams, body: body(transferSchema) },
    responses: { 200: json(staffPaymentSchema, 'The payment'), ...problems(401, 403, 404, 409, 422) },
  }),
  async (c) => {
    const { paymentId } = c.req.valid('param');
    await recordRemittance(c.get('ctx'), paymentId, c.req.valid('json').utr);
    return c.json(await findStaffPayment(c.get('ctx'), paymentId), 200);
  },
);

paymentAdminRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/admin/orders/{orderNo}/refunds',
    tags,
    summary: 'Give money of an order back: an amount, or lines',
    description: 'Repeats of a key answer the same. All refunds together never exceed what was captured.',
    request: {
      params: z.object({ orderNo: orderNoSchema }),
      headers: z.object({ 'idempotency-key': idempotencyKeySchema }),
      body: body(refundRequestSchema),
    },
    responses: { 201: json(refundAnswerSchema, 'The refund, now due'), ...problems(401, 403, 404, 409, 422) },
  }),
  async (c) => {
    const key = c.req.valid('header')['idempotency-key'];
    return c.json(await requestRefund(c.get('ctx'), c.req.valid('param').orderNo, c.req.valid('json'), key), 201);
  },
);

paymentAdminRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/admin/refunds',
    tags,
    summary: 'Refunds, newest first',
    request: { query: refundQuerySchema },
    responses: { 200: json(refundListSchema, 'A page of refunds'), ...problems(401, 403, 422) },
  }),
  async (c) => c.json(await listRefunds(c.get('ctx'), c.req.valid('query')), 200),
);

paymentAdminRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/admin/refunds/{refundId}/retry',
    tags,
    summary: 'Try a refund again that failed',
    request: { params: refundParams },
    responses: { 200: json(refundSchema, 'The refund'), ...problems(401, 403, 404, 409, 422) },
  }),
  async (c) => {
    const { refundId } = c.req.valid('param');
    await retryRefund(c.get('ctx'), refundId);
    return c.json(await findStaffRefund(c.get('ctx'), refundId), 200);
  },
);

paymentAdminRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/admin/refunds/{refundId}/transfer',
    tags,
    summary: 'Say that a refund of cash was transferred by hand',
    request: { params: refundParams, body: body(transferSchema) },
    responses: { 200: json(refundSchema, 'The refund'), ...problems(401, 403, 404, 409, 422) },
  }),
  async (c) => {
    const { refundId } = c.req.valid('param');
    await recordTransfer(c.get('ctx'), refundId, c.req.valid('json').utr);
    return c.json(await findStaffRefund(c.get('ctx'), refundId), 200);
  },
);
