import { expect, test, vi } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { givenStandingOrder } from '../../test/builders/standing-order.ts';
import { cancelOrder } from '../orders/cancel-order.ts';
import { issueCreditNotes } from '../orders/issue-credit-notes.ts';
import { issueInvoices } from '../orders/issue-invoices.ts';
import type { Message } from './channel.ts';
import { sendOrderCancellation } from './send-order-cancellation.ts';
import { sendOrderConfirmation } from './send-order-confirmation.ts';

vi.setConfig({ testTimeout: 60_000 });

const ctx = givenContext();

function givenProvider() {
  const sent: Message[] = [];
  return { sent, channel: { send: async (message: Message) => void sent.push(message) } };
}

// The consumers of the test's own queue ask for these mails as well, and find no provider: others' keys are theirs.
const unqueued = (order: Awaited<ReturnType<typeof givenStandingOrder>>) => ({
  ...order.shopper,
  later: (work: Promise<unknown>) => void work.catch(() => undefined),
  env: { ...order.shopper.env, EVENTS: { sendBatch: async () => undefined } as unknown as Env['EVENTS'] },
});

test('prepaid: what goes back and how, with the credit note, once', async () => {
  const order = await givenStandingOrder({ lines: [2] });
  const { sent, channel } = givenProvider();
  await issueInvoices({ ...ctx, env: unqueued(order).env }, order.order.id);
  await cancelOrder(unqueued(order), order.orderNo, { skus: order.skus.slice(0, 1) });
  await issueCreditNotes(ctx, order.order.id);
  const [cancellation] = await order.cancellations();
  await sendOrderCancellation(ctx, cancellation?.id ?? '', channel);
  await sendOrderCancellation(ctx, cancellation?.id ?? '', channel);
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({
    to: order.order.email,
    subject: `Part of your Haat order ${order.orderNo} is cancelled`,
  });
  expect(sent[0]?.text).toContain('₹99 goes back the way you paid');
  expect(sent[0]?.text).toMatch(/Credit note CN-\d{4}-000001: http\S+\/api\/v1\/credit-notes\/crn_/);
});

test('cash: what is due now', async () => {
  const order = await givenStandingOrder({ paymentMethod: 'cod', lines: [2] });
  const { sent, channel } = givenProvider();
  await cancelOrder(unqueued(order), order.orderNo, { skus: order.skus.slice(0, 1) });
  const [cancellation] = await order.cancellations();
  await sendOrderCancellation(ctx, cancellation?.id ?? '', channel);
  expect(sent[0]?.text).toContain('₹159 is now due on delivery, ₹99 less than before.');
});

test('a confirmation that goes out afterwards is of what stands', async () => {
  const order = await givenStandingOrder({ paymentMethod: 'cod', lines: [1, 1] });
  const { sent, channel } = givenProvider();
  await cancelOrder(unqueued(order), order.orderNo, { skus: order.skus.slice(0, 1) });
  await sendOrderConfirmation(ctx, order.order.id, channel);
  expect(sent[0]?.text.match(/^From /gm)).toHaveLength(1);
  expect(sent[0]?.text).toContain('Cancelled: −₹149');
  expect(sent[0]?.text).toContain('Please keep ₹149 ready');
});

test('only the shop itself sends it', async () => {
  const order = await givenStandingOrder();
  await expect(sendOrderCancellation(order.shopper, 'ccl_1', givenProvider().channel)).rejects.toMatchObject({
    code: 'forbidden',
  });
});
