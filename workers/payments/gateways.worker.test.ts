import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import {
  captureRefOf,
  disputeBody,
  razorpayBody,
  razorpayCallbackSignature,
  razorpayDisputeBody,
  razorpayHeaders,
  razorpayRefundBody,
  refundBody,
  signatureOf,
} from '../../test/builders/gateway.ts';
import { gatewayOf, gatewaysOf } from './gateways.ts';
import { verifyCallback } from './razorpay-gateway.ts';

describe('inside workerd', () => {
  test('both gateways are there', () => {
    expect(gatewaysOf(env)).toEqual(['stripe', 'razorpay']);
  });

  test.each([
    ['a capture', razorpayBody({ gatewayRef: 'order_1', amountPaise: 100, feePaise: 3, feeTaxPaise: 1 }), 'captured'],
    ['a paid order', razorpayBody({ type: 'order.paid', gatewayRef: 'order_1', amountPaise: 100 }), 'captured'],
    ['a refund', razorpayRefundBody('order_1', 100, { refundId: 'rfd_1' }), 'refund_succeeded'],
    ['a refund that failed', razorpayRefundBody('order_1', 100, { status: 'failed' }), 'refund_failed'],
    ['a dispute', razorpayDisputeBody('order_1', 100, 'lost'), 'dispute_lost'],
  ])('Razorpay: %s', async (_, body, type) => {
    const parsed = await gatewayOf(env, 'razorpay').parseWebhook(body, await razorpayHeaders(body, 'evt_1'), 0);
    const event = { eventId: 'evt_1', type, gatewayRef: 'order_1', captureRef: captureRefOf('order_1') };
    expect(parsed).toMatchObject({ ok: true, event });
    const other = await razorpayHeaders(`${body} `);
    expect(await gatewayOf(env, 'razorpay').parseWebhook(body, other, 0)).toMatchObject({ ok: false });
  });

  test.each([
    ['a refund', refundBody('pi_1', 100, { refundId: 'rfd_1' }), 'refund_succeeded'],
    ['a dispute', disputeBody('pi_1', 100, 'won'), 'dispute_won'],
  ])('Stripe: %s', async (_, body, type) => {
    const parsed = await gatewayOf(env, 'stripe').parseWebhook(body, await signatureOf(body), Date.now());
    expect(parsed).toMatchObject({ ok: true, event: { type, gatewayRef: 'pi_1', amountPaise: 100 } });
  });

  test('the proof that a browser brings', async () => {
    const signature = await razorpayCallbackSignature('order_1', 'pay_1');
    expect(await verifyCallback(env, 'order_1', 'pay_1', signature)).toBe(true);
    expect(await verifyCallback(env, 'order_2', 'pay_1', signature)).toBe(false);
  });
});
