import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { givenPincode, givenProduct } from '../../test/builders/catalog.ts';
import { deliver, eventBody, givenGateway } from '../../test/builders/gateway.ts';
import { balancesOf, expectBalancedBooks } from '../../test/builders/ledger.ts';
import { checkoutOf, givenKey, givenShopper } from '../../test/builders/shopper.ts';
import { givenStaff } from '../../test/builders/staff.ts';
import { type GivenUnpaidOrder, givenUnpaidOrder } from '../../test/builders/unpaid-order.ts';
import { placeOrder } from '../checkout/place-order.ts';
import { AppError } from '../http/problem.ts';
import { requestRefund } from './request-refund.ts';
import { sendRefund } from './send-refund.ts';
import { startPayment } from './start-payment.ts';

async function givenPaidOrder(given: GivenUnpaidOrder = {}) {
  const order = await givenUnpaidOrder(given);
  await deliver(eventBody(order));
  return order;
}

const note = 'arrived scratched';

async function countAudits(orderNo: string): Promise<number | null> {
  return await env.DB.prepare(`SELECT COUNT(*) AS n FROM audit_log WHERE action = 'refund.request' AND subject = ?`)
    .bind(orderNo)
    .first<number>('n');
}

test('an amount goes back at our cost, and is in the books, the log and the audit trail', async () => {
  const order = await givenPaidOrder();
  const { amountPaise } = order;
  const answer = await requestRefund(givenStaff(), order.orderNo, { amountPaise: 20_000, note }, givenKey());
  expect(answer).toMatchObject({ orderNo: order.orderNo, amountPaise: 20_000, status: 'due' });
  expect(await order.refunds()).toMatchObject([{ id: answer.refundId, reason: 'goodwill', status: 'due', note }]);
  expect(await countAudits(order.orderNo)).toBe(1);
  const owed = { losses: 20_000, refunds: -20_000 };
  expect(await balancesOf(order.orderId)).toEqual({
    ...{ 'gateway:stripe': amountPaise, sellers: -amountPaise, ...owed },
  });
  await sendRefund({ ...givenStaff(), actor: { kind: 'system', name: 'test' } }, answer.refundId, order.fake.gateway);
  expect(await order.payment()).toMatchObject({ status: 'partially_refunded' });
  await expectBalancedBooks();
});

test('captured 1,472, ten refunds of 200 at once: seven are accepted (invariant 16)', async () => {
  const order = await givenPaidOrder({ pricePaise: 147_200 });
  const staff = givenStaff();
  const outcomes = await Promise.all(
    Array.from({ length: 10 }, () =>
      requestRefund(staff, order.orderNo, { amountPaise: 20_000, note }, givenKey()).then(
        () => 'accepted',
        (error: unknown) => (error instanceof AppError ? error.code : String(error)),
      ),
    ),
  );
  expect(outcomes.filter((each) => each === 'accepted')).toHaveLength(7);
  expect(outcomes.filter((each) => each === 'refund_exceeds_capture')).toHaveLength(3);
  expect(await order.refunds()).toHaveLength(7);
  expect(await countAudits(order.orderNo)).toBe(7);
  await expectBalancedBooks();
});

test('one key: one refund and one answer, ten times at once; another body is refused', async () => {
  const order = await givenPaidOrder();
  const staff = givenStaff();
  const key = givenKey();
  const input = { amountPaise: 30_000, note };
  const answers = await Promise.all(Array.from({ length: 10 }, () => requestRefund(staff, order.orderNo, input, key)));
  expect(new Set(answers.map((answer) => answer.refundId)).size).toBe(1);
  expect(await order.refunds()).toHaveLength(1);
  const other = requestRefund(staff, order.orderNo, { amountPaise: 30_001, note }, key);
  await expect(other).rejects.toMatchObject({ code: 'idempotency_key_reused', status: 422 });
});

describe('lines', () => {
  test('a line gets back what was paid for it, once, and its sale is taken back', async () => {
    const order = await givenPaidOrder({ quantity: 2 });
    const { amountPaise, sku } = order;
    const lines = { lines: [{ sku }], note };
    const results = await Promise.allSettled(
      Array.from({ length: 4 }, () => requestRefund(givenStaff(), order.orderNo, lines, givenKey())),
    );
    expect(results.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    const [refund, ...others] = await order.refunds();
    expect(others).toEqual([]);
    expect(refund).toMatchObject({ amountPaise, lines: [{ lineId: expect.stringMatching(/^oln_/), amountPaise }] });
    expect(await balancesOf(order.orderId)).toEqual({ 'gateway:stripe': amountPaise, refunds: -amountPaise });
    await expectBalancedBooks();
  });

  test('of two lines each goes back once, however many ask at once', async () => {
    await givenPincode('560001');
    const [left, right] = [await givenProduct({ pricePaise: 60_000 }), await givenProduct({ pricePaise: 70_000 })];
    const shopper = await givenShopper({ sku: left.sku }, { sku: right.sku });
    const checkout = checkoutOf(130_000, { paymentMethod: 'stripe' });
    const { orderNo } = await placeOrder(shopper, checkout, givenKey());
    const { gatewayRef } = await startPayment(shopper, orderNo, {}, givenGateway().gateway);
    await deliver(eventBody({ gatewayRef, amountPaise: 130_000 }));
    const lines = { lines: [{ sku: left.sku }], note };
    const results = await Promise.allSettled(
      Array.from({ length: 5 }, () => requestRefund(givenStaff(), orderNo, lines, givenKey())),
    );
    expect(results.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    const both = { lines: [{ sku: left.sku }, { sku: right.sku }], note };
    expect(await requestRefund(givenStaff(), orderNo, both, givenKey())).toMatchObject({ amountPaise: 70_000 });
    const again = requestRefund(givenStaff(), orderNo, both, givenKey());
    await expect(again).rejects.toMatchObject({ code: 'payment_not_refundable' });
    await expectBalancedBooks();
  });

  test('after an amount, a line that is worth more than what is left is refused', async () => {
    const order = await givenPaidOrder();
    await requestRefund(givenStaff(), order.orderNo, { amountPaise: 1, note }, givenKey());
    const refused = requestRefund(givenStaff(), order.orderNo, { lines: [{ sku: order.sku }], note }, givenKey());
    await expect(refused).rejects.toMatchObject({ code: 'refund_exceeds_capture', status: 409 });
    expect(await order.refunds()).toHaveLength(1);
  });

  test.each([
    ['a SKU of another order', (sku: string) => [{ sku }, { sku: 'nothing' }], 'lines.1.sku'],
    ['the same SKU twice', (sku: string) => [{ sku }, { sku }], 'lines.1.sku'],
  ])('%s is refused and named', async (_, linesOf, field) => {
    const order = await givenPaidOrder();
    const refused = requestRefund(givenStaff(), order.orderNo, { lines: linesOf(order.sku), note }, givenKey());
    await expect(refused).rejects.toMatchObject({ code: 'validation_failed', extra: { errors: [{ field }] } });
    expect(await order.refunds()).toEqual([]);
  });
});

test('nobody else, no order, no money: refused, nothing written', async () => {
  const order = await givenUnpaidOrder();
  const input = { amountPaise: 100, note };
  const denied = requestRefund(order.shopper, order.orderNo, input, givenKey());
  await expect(denied).rejects.toMatchObject({ code: 'unauthenticated' });
  const unpaid = requestRefund(givenStaff(), order.orderNo, input, givenKey());
  await expect(unpaid).rejects.toMatchObject({ code: 'payment_not_refundable', status: 409 });
  const unknown = requestRefund(givenStaff(), 'HT0000000000', input, givenKey());
  await expect(unknown).rejects.toMatchObject({ code: 'not_found' });
  expect(await order.refunds()).toEqual([]);
});
