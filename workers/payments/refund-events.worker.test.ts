import { expect, test } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import {
  deliver,
  deliverRazorpay,
  disputeBody,
  eventBody,
  razorpayBody,
  razorpayDisputeBody,
  razorpayRefundBody,
  refundBody,
} from '../../test/builders/gateway.ts';
import { balancesOf, expectBalancedBooks } from '../../test/builders/ledger.ts';
import { givenKey } from '../../test/builders/shopper.ts';
import { givenStaff } from '../../test/builders/staff.ts';
import { givenUnpaidOrder } from '../../test/builders/unpaid-order.ts';
import { retryWebhooks } from '../inbox/retry-webhooks.ts';
import { reconcileRefunds } from './reconcile-refunds.ts';
import { requestRefund } from './request-refund.ts';
import { retryRefund } from './retry-refund.ts';
import { sendRefund } from './send-refund.ts';

/** An order whose whole money is to go back. */
async function givenOwedOrder() {
  const order = await givenUnpaidOrder();
  await deliver(eventBody(order));
  const { amountPaise } = order;
  const staff = givenStaff();
  const { refundId } = await requestRefund(staff, order.orderNo, { amountPaise, note: 'lost' }, givenKey());
  const refund = async () => (await order.refunds())[0];
  const { gateway } = order.fake;
  return { ...order, refundId, refund, staff, send: () => sendRefund(givenContext(), refundId, gateway) };
}

const laterBy = (minutes: number) => givenContext({ now: Date.now() + minutes * 60_000 });

test('the webhook comes before our own question is answered: one refund, the same end', async () => {
  const order = await givenOwedOrder();
  const { gatewayRef, amountPaise, refundId } = order;
  const told = () => deliver(refundBody(gatewayRef, amountPaise, { refundId }));
  await told();
  expect(await order.refund()).toMatchObject({ status: 'succeeded', gatewayRef: `re_${refundId}` });
  await Promise.all([order.send(), told(), told()]);
  expect(await order.refund()).toMatchObject({ status: 'succeeded' });
  expect(await order.payment()).toMatchObject({ status: 'refunded' });
  expect((await balancesOf(order.orderId)).refunds).toBeUndefined();
  await expectBalancedBooks();
});

test('a refund under way is asked about, and told of by a webhook, once', async () => {
  const order = await givenOwedOrder();
  const { gatewayRef, amountPaise, refundId } = order;
  const { trouble, answers, gateway } = order.fake;
  trouble.refundStatus = 'pending';
  await order.send();
  expect(await order.refund()).toMatchObject({ status: 'pending', gatewayRef: `re_${refundId}` });
  expect(await order.payment()).toMatchObject({ status: 'captured' });
  expect(await reconcileRefunds(laterBy(6), () => gateway)).toBe(0);
  answers.set(refundId, { gatewayRef: `re_${refundId}`, status: 'succeeded' });
  expect(await reconcileRefunds(laterBy(20), () => gateway)).toBe(1);
  await deliver(refundBody(gatewayRef, amountPaise, { refundId }));
  expect(await order.refund()).toMatchObject({ status: 'succeeded' });
  expect(await order.payment()).toMatchObject({ status: 'refunded' });
  await expectBalancedBooks();
});

test('a refund that the bank sends back is owed again, and tried again by staff', async () => {
  const order = await givenOwedOrder();
  const { gatewayRef, amountPaise, refundId } = order;
  await order.send();
  const first = await order.refund();
  expect(first).toMatchObject({ status: 'succeeded' });
  const bounced = refundBody(gatewayRef, amountPaise, { refundId, status: 'failed', eventId: `evt_${refundId}` });
  await deliver(bounced);
  expect(await order.refund()).toMatchObject({ status: 'failed' });
  expect((await balancesOf(order.orderId)).refunds).toBe(-amountPaise);
  await expectBalancedBooks();

  order.fake.answers.set(refundId, { gatewayRef: first?.gatewayRef ?? '', status: 'failed' });
  await retryRefund(order.staff, refundId);
  // What is said of the first try is over, also when it is said again.
  await deliver(refundBody(gatewayRef, amountPaise, { refundId, status: 'failed' }));
  await deliver(refundBody(gatewayRef, amountPaise, { refundId }));
  expect(await order.refund()).toMatchObject({ status: 'due' });
  await order.send();
  expect(await order.refund()).toMatchObject({ status: 'succeeded', gatewayRef: `${first?.gatewayRef}-again` });
  expect((await balancesOf(order.orderId)).refunds).toBeUndefined();
  await expect(retryRefund(order.staff, refundId)).rejects.toMatchObject({ code: 'illegal_transition' });
  await expectBalancedBooks();
});

test('Razorpay tells of its refunds by our id, or by its own', async () => {
  const order = await givenUnpaidOrder({ gateway: 'razorpay' });
  const { gatewayRef, amountPaise } = order;
  await deliverRazorpay(razorpayBody({ gatewayRef, amountPaise }));
  const input = { amountPaise: 10_000, note: 'late' };
  const { refundId } = await requestRefund(givenStaff(), order.orderNo, input, givenKey());
  await deliverRazorpay(razorpayRefundBody(gatewayRef, 10_000, { refundId }));
  expect(await order.refunds()).toMatchObject([{ status: 'succeeded', gatewayRef: `rfnd_${refundId}` }]);
  expect(await order.payment()).toMatchObject({ status: 'partially_refunded' });
  expect((await balancesOf(order.orderId))['gateway:razorpay']).toBe(amountPaise - 10_000);
  await expectBalancedBooks();
});

test('a dispute freezes the payment; one that is lost is our loss, whatever comes first', async () => {
  const stripe = await givenUnpaidOrder();
  await deliver(eventBody(stripe));
  await deliver(disputeBody(stripe.gatewayRef, stripe.amountPaise, 'lost'));
  expect(await stripe.payment()).toMatchObject({ status: 'captured' });
  await deliver(disputeBody(stripe.gatewayRef, stripe.amountPaise));
  expect(await stripe.payment()).toMatchObject({ status: 'disputed' });
  const refund = requestRefund(givenStaff(), stripe.orderNo, { amountPaise: 1, note: 'why not' }, givenKey());
  await expect(refund).rejects.toMatchObject({ code: 'payment_not_refundable' });
  await retryWebhooks(laterBy(1));
  expect(await stripe.payment()).toMatchObject({ status: 'charged_back' });
  const { amountPaise } = stripe;
  expect(await balancesOf(stripe.orderId)).toEqual({ losses: amountPaise, sellers: -amountPaise });

  const razorpay = await givenUnpaidOrder({ gateway: 'razorpay' });
  await deliverRazorpay(razorpayBody(razorpay));
  for (const end of ['created', 'won', 'created', 'won', 'won'] as const) {
    await deliverRazorpay(razorpayDisputeBody(razorpay.gatewayRef, razorpay.amountPaise, end));
  }
  expect(await razorpay.payment()).toMatchObject({ status: 'captured' });
  await expectBalancedBooks();
});

test('a refund is believed only of its own payment, gateway and amount', async () => {
  const order = await givenOwedOrder();
  const { gatewayRef, amountPaise, refundId } = order;
  await deliver(refundBody(gatewayRef, amountPaise - 1, { refundId, eventId: `evt_less_${refundId}` }));
  await deliver(refundBody('pi_of_another', amountPaise, { refundId, eventId: `evt_other_${refundId}` }));
  await deliverRazorpay(razorpayRefundBody('order_of_another', amountPaise, { refundId }));
  expect(await order.refund()).toMatchObject({ status: 'due', gatewayRef: null });
  expect(await order.payment()).toMatchObject({ status: 'captured' });
  await order.send();
  expect(await order.refund()).toMatchObject({ status: 'succeeded' });
  await expectBalancedBooks();
});
