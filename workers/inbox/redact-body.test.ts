import type Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import { scanPushSchema } from '../delivery/delhivery-scan.ts';
import { readRazorpayEvent } from '../payments/razorpay-event.ts';
import { stripeEventOf } from '../payments/stripe-event.ts';
import { redactBody } from './redact-body.ts';

const PERSON = {
  ...{ email: 'ottoline@wunderbar.example', contact: '+919812345670', phone: '9812345670', name: 'Ottoline' },
  ...{ vpa: 'ottoline@okaxis', description: 'for Ottoline', customer: 'cus_1', customer_id: 'cust_1' },
  address: { line1: '7 Quagmire Residency', postal_code: '560001' },
};
const TRACES = /ottoline|wunderbar|9812345670|okaxis|quagmire|cus_1|cust_1|1111/i;

const RAZORPAY = JSON.stringify({
  ...{
    entity: 'event',
    account_id: 'acc_1',
    event: 'refund.processed',
    contains: ['refund', 'payment'],
    created_at: 1,
  },
  payload: {
    payment: {
      entity: {
        ...{ id: 'pay_1', order_id: 'order_1', amount: 60_000, currency: 'INR', status: 'captured', method: 'card' },
        ...{ fee: 1200, tax: 200, card: { id: 'card_1', name: 'Ottoline', last4: '1111' }, notes: PERSON, ...PERSON },
      },
    },
    refund: {
      entity: {
        ...{
          id: 'rfnd_1',
          payment_id: 'pay_1',
          amount: 60_000,
          currency: 'INR',
          status: 'processed',
          receipt: 'rfd_1',
        },
        ...{ notes: { refundId: 'rfd_1', comment: 'Ottoline called' } },
      },
    },
  },
});

const STRIPE = JSON.stringify({
  ...{ id: 'evt_1', object: 'event', type: 'payment_intent.succeeded', livemode: false, created: 1 },
  data: {
    object: {
      ...{ id: 'pi_1', object: 'payment_intent', amount: 60_000, amount_received: 60_000, currency: 'inr' },
      ...{ status: 'succeeded', metadata: { orderId: 'ord_1', who: 'Ottoline' }, receipt_email: PERSON.email },
      ...{ charges: { data: [{ id: 'ch_1', billing_details: PERSON }] }, shipping: PERSON, ...PERSON },
    },
  },
});

const SCAN = JSON.stringify({
  Shipment: {
    ...{ AWB: 'AWB1', NSLCode: 'X-1', ReferenceNo: 'ful_1', Consignee: PERSON },
    Status: {
      Status: 'Delivered',
      StatusType: 'DL',
      StatusDateTime: '2026-11-25T17:10:42',
      Instructions: 'to Ottoline',
    },
  },
});

describe.each([
  ['Razorpay', RAZORPAY, (body: string) => readRazorpayEvent(body, 'evt_1')],
  ['Stripe', STRIPE, (body: string) => stripeEventOf(JSON.parse(body) as Stripe.Event)],
  ['Delhivery', SCAN, (body: string) => scanPushSchema.parse(JSON.parse(body))],
])('a message of %s', (_sender, body, read) => {
  test('names nobody any more', () => {
    expect(body).toMatch(TRACES);
    expect(redactBody(body)).not.toMatch(TRACES);
  });

  test('still tells the shop what it told before', () => {
    expect(read(redactBody(body))).toEqual(read(body));
  });

  test('stays the same when it is redacted again', () => {
    expect(redactBody(redactBody(body))).toBe(redactBody(body));
  });
});

test.each(['', 'Ottoline', '"Ottoline"', '[]', '{"name":"Ottoline"}', '[{"email":"x"}]', 'null', '{"a":'])(
  'of %j nothing is left',
  (body) => expect(redactBody(body)).toBe('{}'),
);
