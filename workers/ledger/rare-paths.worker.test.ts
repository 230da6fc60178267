import { afterEach, describe, expect, test } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { givenParcels } from '../../test/builders/fulfilment.ts';
import { deliver, disputeBody, eventBody, refundBody } from '../../test/builders/gateway.ts';
import { balancesOf } from '../../test/builders/ledger.ts';
import { givenKey } from '../../test/builders/shopper.ts';
import { givenStaff } from '../../test/builders/staff.ts';
import { givenUnpaidOrder } from '../../test/builders/unpaid-order.ts';
import { deliverFulfilment } from '../fulfilment/deliver-fulfilment.ts';
import { receiveRto } from '../fulfilment/receive-rto.ts';
import { turnBackFulfilment } from '../fulfilment/turn-back-fulfilment.ts';
import { cancelOrder, cancelOrderAsStaff } from '../orders/cancel-order.ts';
import { decideMismatch } from '../payments/decide-mismatch.ts';
import { recordRemittance } from '../payments/record-remittance.ts';
import { recordTransfer } from '../payments/record-transfer.ts';
import { requestRefund } from '../payments/request-refund.ts';
import { retryRefund } from '../payments/retry-refund.ts';
import { sendRefund } from '../payments/send-refund.ts';
import { auditLedger } from './audit-ledger.ts';

const staff = givenStaff();
const system = givenContext();
const note = 'asked the buyer';

/** Whatever happened, the books agree with orders, payments and refunds. */
afterEach(async () => {
  expect((await auditLedger(staff)).differences).toEqual([]);
});

async function givenPaidOrder() {
  const order = await givenUnpaidOrder();
  await deliver(eventBody(order));
  const firstRefund = async () => (await order.refunds())[0]?.id ?? '';
  const dispute = (end?: 'won' | 'lost') => deliver(disputeBody(order.gatewayRef, order.amountPaise, end));
  return { ...order, firstRefund, dispute };
}

describe('a dispute', () => {
  test('that is lost after the order was cancelled: the bank has paid the buyer, not we', async () => {
    const order = await givenPaidOrder();
    await cancelOrder(order.shopper, order.orderNo);
    await order.dispute();
    await order.dispute('lost');
    await sendRefund(system, await order.firstRefund(), order.fake.gateway);
    expect(order.fake.refunds.size).toBe(0);
  });

  test('during which the order is cancelled', async () => {
    const order = await givenPaidOrder();
    await order.dispute();
    await cancelOrder(order.shopper, order.orderNo);
    await order.dispute('lost');
    expect(await balancesOf(order.orderId)).toEqual({});
  });

  test('during which a refund bounces, and that is won: it is tried again', async () => {
    const order = await givenPaidOrder();
    const { amountPaise, gatewayRef, fake } = order;
    await requestRefund(staff, order.orderNo, { amountPaise: 5000, note }, givenKey());
    const refundId = await order.firstRefund();
    await sendRefund(system, refundId, fake.gateway);
    await order.dispute();
    const eventId = `evt_bounced_${refundId}`;
    await deliver(refundBody(gatewayRef, 5000, { refundId, status: 'failed', eventId }));
    await order.dispute('won');
    expect(await order.payment()).toMatchObject({ status: 'captured' });
    fake.answers.set(refundId, { gatewayRef: `re_${refundId}`, status: 'failed' });
    await retryRefund(staff, refundId);
    await sendRefund(system, refundId, fake.gateway);
    expect(await order.payment()).toMatchObject({ status: 'partially_refunded' });
    expect((await balancesOf(order.orderId))['gateway:stripe']).toBe(amountPaise - 5000);
  });
});

describe('money that was not what was asked for', () => {
  test.each([-10_000, 10_000])('accepted with %i, then cancelled and given back', async (change) => {
    const order = await givenUnpaidOrder();
    await deliver(eventBody({ ...order, amountPaise: order.amountPaise + change }));
    await decideMismatch(staff, order.paymentId, { decision: 'accept', note });
    await cancelOrder(order.shopper, order.orderNo);
    const [refund] = await order.refunds();
    expect(refund?.amountPaise).toBe(Math.min(order.amountPaise, order.amountPaise + change));
    await sendRefund(system, refund?.id ?? '', order.fake.gateway);
    expect((await balancesOf(order.orderId)).losses).toBeUndefined();
  });

  test('nor of the currency, given back, bounced, and given back again', async () => {
    const order = await givenUnpaidOrder();
    await deliver(eventBody({ ...order, currency: 'usd' }));
    await decideMismatch(staff, order.paymentId, { decision: 'refund', note });
    const [refund] = await order.refunds();
    const refundId = refund?.id ?? '';
    await sendRefund(system, refundId, order.fake.gateway);
    const eventId = `evt_usd_${refundId}`;
    await deliver(refundBody(order.gatewayRef, order.amountPaise, { refundId, status: 'failed', eventId }));
    order.fake.answers.set(refundId, { gatewayRef: `re_${refundId}`, status: 'failed' });
    await retryRefund(staff, refundId);
    await sendRefund(system, refundId, order.fake.gateway);
    expect(await balancesOf(order.orderId)).toEqual({});
  });
});

describe('a parcel that comes back', () => {
  test('after goodwill, and after lines of it were given back', async () => {
    const given = await givenParcels({ sellers: 2, linesPerSeller: 2, parcelStatus: 'shipped' });
    const { orderNo, grandPaise, quote } = given.order;
    const [first = '', second = ''] = given.ids;
    await requestRefund(staff, orderNo, { amountPaise: 30_000, note }, givenKey());
    await requestRefund(staff, orderNo, { lines: [{ sku: quote.lines[0]?.sku ?? '' }], note }, givenKey());
    for (const id of [first, second]) {
      await turnBackFulfilment(staff, id);
      await receiveRto(staff, id);
    }
    const owed = (await given.refunds()).reduce((sum, { amountPaise }) => sum + amountPaise, 0);
    expect(owed).toBe(grandPaise);
    expect((await given.balances()).losses ?? 0).toBe(0);
  });

  test('in cash, beside one that was paid and one that was cancelled in part; then handed over and given back', async () => {
    const given = await givenParcels({ sellers: 2, linesPerSeller: 2, paymentMethod: 'cod', status: 'confirmed' });
    const { orderNo, quote } = given.order;
    const [first = '', second = ''] = given.ids;
    await cancelOrderAsStaff(staff, orderNo, { skus: [quote.lines[0]?.sku ?? ''] });
    await system.db.run(`UPDATE fulfilments SET status = 'shipped' WHERE order_id = '${given.order.id}'`);
    await deliverFulfilment(staff, first);
    await turnBackFulfilment(staff, second);
    await receiveRto(staff, second);
    const payment = await given.payment();
    expect(payment).toMatchObject({ status: 'cod_collected', capturedPaise: payment?.amountPaise });
    const { refundId } = await requestRefund(staff, orderNo, { amountPaise: 500, note }, givenKey());
    await recordTransfer(staff, refundId, 'UTR0000000001');
    await recordRemittance(staff, payment?.id ?? '', 'UTR0000000002');
    const taken = payment?.capturedPaise ?? 0;
    expect(await given.balances()).toMatchObject({ total: 0, cod_receivable: 0, bank: taken - 500, losses: 500 });
    expect((await given.balances()).cod_with_carrier ?? 0).toBe(0);
  });
});
