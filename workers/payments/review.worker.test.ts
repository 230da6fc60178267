import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { deliver, eventBody } from '../../test/builders/gateway.ts';
import { balancesOf, expectBalancedBooks } from '../../test/builders/ledger.ts';
import { givenKey } from '../../test/builders/shopper.ts';
import { givenStaff } from '../../test/builders/staff.ts';
import { givenUnpaidOrder } from '../../test/builders/unpaid-order.ts';
import { expireOrder } from '../orders/end-order.ts';
import { decideMismatch } from './decide-mismatch.ts';
import { findStaffPayment, listPayments } from './queries.ts';
import { requestRefund } from './request-refund.ts';
import { sendRefund } from './send-refund.ts';

async function givenMismatch(change: number, currency = 'inr', stock = 5) {
  const order = await givenUnpaidOrder({ stock });
  const amountPaise = order.amountPaise + change;
  await deliver(eventBody({ ...order, amountPaise, currency }));
  return { ...order, cameIn: amountPaise };
}

const note = 'asked the buyer';

test('the review queue shows what waits, newest first', async () => {
  const [older, newer] = [await givenMismatch(-1), await givenMismatch(1)];
  const { payments, nextCursor } = await listPayments(givenStaff(), { status: 'mismatched' });
  expect(payments.map(({ id }) => id)).toEqual([newer.paymentId, older.paymentId]);
  expect(nextCursor).toBeNull();
  const after = await listPayments(givenStaff(), { status: 'mismatched', cursor: newer.paymentId });
  expect(after.payments.map(({ id }) => id)).toEqual([older.paymentId]);
  const { log } = await findStaffPayment(givenStaff(), newer.paymentId);
  expect(log.map(({ to }) => to)).toEqual(['mismatched']);
  await expect(listPayments(newer.shopper, {})).rejects.toMatchObject({ code: 'unauthenticated' });
});

describe('accepted', () => {
  test.each([
    ['too little is our loss', -100, { losses: 100 }],
    ['too much is our gain', 100, { platform_revenue: -100 }],
  ])('%s', async (_, change, difference) => {
    const order = await givenMismatch(change);
    const decisions = Array.from({ length: 5 }, () =>
      decideMismatch(givenStaff(), order.paymentId, { decision: 'accept', note }).then(
        () => 1,
        () => 0,
      ),
    );
    expect((await Promise.all(decisions)).reduce((sum: number, each) => sum + each, 0)).toBe(1);
    expect([await order.status(), (await order.payment())?.status]).toEqual(['paid', 'captured']);
    expect(await balancesOf(order.orderId)).toEqual({
      ...{ 'gateway:stripe': order.cameIn, sellers: -order.amountPaise, ...difference },
    });
    const audits = await env.DB.prepare('SELECT action FROM audit_log WHERE subject = ?').bind(order.paymentId).all();
    expect(audits.results).toEqual([{ action: 'payment.accept' }]);
    await expectBalancedBooks();
  });

  test('after the time is over only while there is stock', async () => {
    const order = await givenMismatch(-1, 'inr', 1);
    await expireOrder(givenContext(), order.orderId);
    const sold = await givenMismatch(-1, 'inr', 1);
    await expireOrder(givenContext(), sold.orderId);
    const stock = env.STOCK.getByName(sold.sku);
    await stock.hold({ orderId: `ord_${sold.sku}`, quantity: 1, expiresAt: Date.now() + 3_600_000 });

    await decideMismatch(givenStaff(), order.paymentId, { decision: 'accept', note });
    expect(await order.status()).toBe('paid');
    const refused = decideMismatch(givenStaff(), sold.paymentId, { decision: 'accept', note });
    await expect(refused).rejects.toMatchObject({ code: 'out_of_stock' });
    expect(await sold.payment()).toMatchObject({ status: 'mismatched' });
  });

  test('dollars never', async () => {
    const order = await givenMismatch(0, 'usd');
    const refused = decideMismatch(givenStaff(), order.paymentId, { decision: 'accept', note });
    await expect(refused).rejects.toMatchObject({ code: 'illegal_transition' });
    expect(await order.status()).toBe('payment_pending');
  });
});

test('it is no money for a refund of staff before that', async () => {
  const order = await givenMismatch(-1);
  const refund = requestRefund(givenStaff(), order.orderNo, { amountPaise: 100, note }, givenKey());
  await expect(refund).rejects.toMatchObject({ code: 'payment_not_refundable' });
  expect(await order.refunds()).toEqual([]);
});

test.each(['inr', 'usd'])('given back, once, in %s', async (currency) => {
  const order = await givenMismatch(-1, currency);
  const refund = { decision: 'refund', note } as const;
  await Promise.all([1, 2, 3].map(() => decideMismatch(givenStaff(), order.paymentId, refund)));
  const [owed, ...others] = await order.refunds();
  expect(others).toEqual([]);
  expect(owed).toMatchObject({ amountPaise: order.cameIn, reason: 'mismatch', status: 'due' });
  await expectBalancedBooks();
  const accept = decideMismatch(givenStaff(), order.paymentId, { decision: 'accept', note });
  await expect(accept).rejects.toMatchObject({ code: 'illegal_transition' });
  await sendRefund(givenContext(), owed?.id ?? '', order.fake.gateway);
  expect(await order.payment()).toMatchObject({ status: 'refunded' });
  expect(await order.status()).toBe('payment_pending');
  expect(await balancesOf(order.orderId)).toEqual({});
  await expectBalancedBooks();
});
