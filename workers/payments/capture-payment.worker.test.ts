import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { expectBalancedBooks } from '../../test/builders/ledger.ts';
import { givenUnpaidOrder } from '../../test/builders/unpaid-order.ts';
import { expireOrder } from '../orders/end-order.ts';
import { capturePayment } from './capture-payment.ts';
import { findPayment } from './find-payment.ts';

/** An order with its payment, as a capture has just read it. */
async function givenRead() {
  const order = await givenUnpaidOrder();
  const row = await findPayment(givenContext(), order.paymentId);
  if (row === null) throw new Error('the payment is there');
  const received = { captureRef: null, currency: 'INR', method: 'card', feePaise: 0, feeTaxPaise: 0 };
  return { ...order, row, received: { ...received, amountPaise: order.amountPaise } };
}

const set = (table: 'orders' | 'payments', id: string, status: string) =>
  env.DB.prepare(`UPDATE ${table} SET status = ? WHERE id = ?`).bind(status, id).run();

test('an order is not paid by a payment that has moved since it was read', async () => {
  const { row, received, orderId, paymentId, status, payment } = await givenRead();
  await set('payments', paymentId, 'mismatched');
  expect(await capturePayment(givenContext(), row, received)).toBeNull();
  expect([await status(), (await payment())?.status]).toEqual(['payment_pending', 'mismatched']);
  const log = await env.DB.prepare(`SELECT COUNT(*) AS n FROM order_events WHERE order_id = ? AND to_status = 'paid'`);
  expect(await log.bind(orderId).first('n')).toBe(0);
  await expectBalancedBooks();
});

test('money is not given back, nor stock let go, for an order that somebody has paid meanwhile', async () => {
  const { row, received, sku, orderId, payment, refunds } = await givenRead();
  const stock = env.STOCK.getByName(sku);
  const holdOf = (id: string, quantity: number) => ({ orderId: id, quantity, expiresAt: Date.now() + 3_600_000 });
  await expireOrder(givenContext(), orderId);
  await stock.hold(holdOf('ord_rival', 5));
  await set('orders', orderId, 'paid');
  const asRead = { ...row, orderStatus: 'expired' } as const;
  expect(await capturePayment(givenContext(), asRead, received)).toBeNull();
  expect((await payment())?.status).toBe('pending');
  expect(await refunds()).toEqual([]);
  // Whoever paid it holds its pieces under this id: one that was let go could not be held again.
  await stock.release('ord_rival');
  expect(await stock.hold(holdOf(`${orderId}:late`, 1))).toMatchObject({ ok: true });
  await expectBalancedBooks();
});
