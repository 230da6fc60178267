import { expect, test } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { deliver, disputeBody, eventBody, refundBody } from '../../test/builders/gateway.ts';
import { balancesOf, expectBalancedBooks } from '../../test/builders/ledger.ts';
import { givenKey } from '../../test/builders/shopper.ts';
import { givenStaff } from '../../test/builders/staff.ts';
import { givenUnpaidOrder } from '../../test/builders/unpaid-order.ts';
import { reconcileRefunds } from './reconcile-refunds.ts';
import { requestRefund } from './request-refund.ts';
import { sendRefund } from './send-refund.ts';

/** A paid order of which a part is owed back, and nothing sent yet. */
async function givenOwedInPart(owedPaise: number) {
  const order = await givenUnpaidOrder();
  await deliver(eventBody(order));
  const { refundId } = await requestRefund(
    givenStaff(),
    order.orderNo,
    { amountPaise: owedPaise, note: 'late' },
    givenKey(),
  );
  const refund = async () => (await order.refunds())[0];
  const dispute = (end?: 'won' | 'lost') => deliver(disputeBody(order.gatewayRef, order.amountPaise, end));
  const paymentStatus = async () => (await order.payment())?.status;
  return { ...order, refundId, refund, dispute, paymentStatus };
}

test('a refund that arrives during a dispute does not end the dispute: when it is lost, the loss is booked', async () => {
  const order = await givenOwedInPart(10_000);
  const { gatewayRef, refundId, amountPaise } = order;
  await order.dispute();
  // Asked for before the dispute, told of during it.
  await deliver(refundBody(gatewayRef, 10_000, { refundId }));
  expect(await order.refund()).toMatchObject({ status: 'succeeded' });
  expect(await order.paymentStatus()).toBe('disputed');
  await order.dispute('lost');
  expect(await order.paymentStatus()).toBe('charged_back');
  expect((await balancesOf(order.orderId)).losses).toBe(10_000 + amountPaise);
  await expectBalancedBooks();
});

test.each([
  { owed: 10_000, end: 'partially_refunded' },
  { owed: 99_900, end: 'refunded' },
] as const)('a dispute that is won leaves a payment as far given back as it is: $end', async ({ owed, end }) => {
  const order = await givenOwedInPart(owed);
  await deliver(refundBody(order.gatewayRef, owed, { refundId: order.refundId }));
  expect(await order.paymentStatus()).toBe(end);
  await order.dispute();
  await order.dispute('won');
  expect(await order.paymentStatus()).toBe(end);
  await expectBalancedBooks();
});

test('what is owed is not sent while the bank may take it too, nor after it did; it is after a dispute that was won', async () => {
  const later = givenContext({ now: Date.now() + 3_600_000 });
  for (const end of ['won', 'lost'] as const) {
    const order = await givenOwedInPart(10_000);
    const { gateway, refunds } = order.fake;
    await order.dispute();
    await sendRefund(givenContext(), order.refundId, gateway);
    expect(refunds.size).toBe(0);
    await order.dispute(end);
    await reconcileRefunds(later, () => gateway);
    expect([...refunds.keys()], end).toEqual(end === 'won' ? [order.refundId] : []);
    expect((await order.refund())?.status).toBe(end === 'won' ? 'succeeded' : 'due');
  }
  await expectBalancedBooks();
});
