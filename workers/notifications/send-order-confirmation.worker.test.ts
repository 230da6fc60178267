import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { type GivenPlacedOrder, givenPlacedOrder, givenSupplier } from '../../test/builders/placed-order.ts';
import { fulfilments, invoices, notifications } from '../db/schema/orders.ts';
import { isLinkValid } from '../orders/invoice-link.ts';
import type { Channel, Message } from './channel.ts';
import { sendOrderConfirmation } from './send-order-confirmation.ts';

const ctx = givenContext();
let gstinDigits = 3000;

/** A provider that keeps what it gets; like a real one it knows a key that it has seen. */
function givenProvider() {
  const messages = new Map<string, Message>();
  const provider = { calls: 0, isDown: false, messages };
  const channel: Channel = {
    async send(message) {
      provider.calls += 1;
      // Real ones take their time: room for others to get in between.
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (provider.isDown) throw new Error('the e-mail provider answered 503');
      messages.set(message.idempotencyKey, message);
    },
  };
  return { provider, channel };
}

/** Placed and invoiced, without the PDFs. */
async function givenInvoicedOrder(options: GivenPlacedOrder = {}) {
  gstinDigits += 1;
  const supplier = await givenSupplier(String(gstinDigits));
  const order = await givenPlacedOrder([supplier], options);
  const [parcel] = await ctx.db.select().from(fulfilments).where(eq(fulfilments.orderId, order.id));
  const invoiceId = ctx.newId('invoice');
  await ctx.db.insert(invoices).values({
    id: invoiceId,
    fulfilmentId: parcel?.id ?? '',
    orderId: order.id,
    sellerId: supplier.id,
    gstin: supplier.gstin,
    financialYear: '2627',
    serial: 1,
    invoiceNo: 'HT-2627-000001',
    issuedAt: ctx.now,
    documentKey: 'invoices/1.pdf',
  });
  return { ...order, invoiceId };
}

const rowsOf = (orderId: string) =>
  ctx.db
    .select()
    .from(notifications)
    .where(eq(notifications.dedupeKey, `order.invoiced:${orderId}:email`));

afterEach(() => vi.restoreAllMocks());

describe('an invoiced order', () => {
  test('is confirmed by one mail that links to its invoice', async () => {
    const { provider, channel } = givenProvider();
    const order = await givenInvoicedOrder();
    await sendOrderConfirmation(ctx, order.id, channel);
    const [message] = [...provider.messages.values()];
    expect(message).toMatchObject({
      to: 'asha@haat.test',
      subject: `Your Haat order ${order.orderNo} is confirmed`,
      idempotencyKey: `order.invoiced:${order.id}:email`,
    });
    const link = /http:\/\/127\.0\.0\.1:8787\/api\/v1\/invoices\/\S+/.exec(message?.text ?? '')?.[0] ?? '';
    const { searchParams } = new URL(link);
    const proof = { expires: searchParams.get('expires') ?? '', signature: searchParams.get('signature') ?? '' };
    const in29Days = givenContext({ now: ctx.now + 29 * 86_400_000 });
    expect(await isLinkValid(in29Days, order.invoiceId, proof)).toBe(true);
    const [row] = await rowsOf(order.id);
    expect(row).toMatchObject({ status: 'sent', recipient: 'asha@haat.test', channel: 'email' });
    expect(row?.sentAt).not.toBeNull();
  });

  test('only the shop itself sends it, and only for an order that stands', async () => {
    const { provider, channel } = givenProvider();
    const order = await givenInvoicedOrder({ status: 'cancelled' });
    const shopper = givenContext({ actor: { kind: 'guest', guestId: ctx.newId('guest') } });
    await expect(sendOrderConfirmation(shopper, order.id, channel)).rejects.toMatchObject({ code: 'forbidden' });
    await sendOrderConfirmation(ctx, order.id, channel);
    await sendOrderConfirmation(ctx, 'ord_nothing', channel);
    expect(provider.calls).toBe(0);
    expect(await rowsOf(order.id)).toEqual([]);
  });
});

describe('again and at once', () => {
  test('replayed, even days later, nothing more is sent', async () => {
    const { provider, channel } = givenProvider();
    const order = await givenInvoicedOrder();
    for (const days of [0, 0, 7]) {
      await sendOrderConfirmation(givenContext({ now: ctx.now + days * 86_400_000 }), order.id, channel);
    }
    expect(provider.calls).toBe(1);
    expect(await rowsOf(order.id)).toHaveLength(1);
  });

  test('50 at once: one is sent, the others ask again later (invariant 8)', async () => {
    const { provider, channel } = givenProvider();
    const order = await givenInvoicedOrder();
    const attempts = Array.from({ length: 50 }, () => sendOrderConfirmation(givenContext(), order.id, channel));
    const results = await Promise.allSettled(attempts);
    expect(results.some((result) => result.status === 'fulfilled')).toBe(true);
    await sendOrderConfirmation(ctx, order.id, channel);
    expect(provider.calls).toBe(1);
    expect(await rowsOf(order.id)).toHaveLength(1);
  });
});

describe('when something is down', () => {
  test('a provider that fails and comes back gets the message once', async () => {
    const { provider, channel } = givenProvider();
    const order = await givenInvoicedOrder();
    provider.isDown = true;
    await expect(sendOrderConfirmation(ctx, order.id, channel)).rejects.toThrow('503');
    expect(await rowsOf(order.id)).toMatchObject([{ status: 'failed' }]);
    provider.isDown = false;
    await sendOrderConfirmation(ctx, order.id, channel);
    expect([provider.calls, provider.messages.size]).toEqual([2, 1]);
    expect(await rowsOf(order.id)).toMatchObject([{ status: 'sent' }]);
  });

  test('a sender that died is believed for half a minute; then another takes over with the same key', async () => {
    const { provider, channel } = givenProvider();
    const order = await givenInvoicedOrder();
    const dying: Channel = { send: () => new Promise(() => undefined) };
    void sendOrderConfirmation(ctx, order.id, dying);
    await vi.waitUntil(async () => (await rowsOf(order.id)).length === 1);
    const before = givenContext({ now: ctx.now + 29_999 });
    await expect(sendOrderConfirmation(before, order.id, channel)).rejects.toThrow('being sent');
    expect(provider.calls).toBe(0);
    const after = givenContext({ now: ctx.now + 30_000 });
    const takers = Array.from({ length: 5 }, () => sendOrderConfirmation(after, order.id, channel));
    await Promise.allSettled(takers);
    expect(provider.calls).toBe(1);
    expect(await rowsOf(order.id)).toMatchObject([{ status: 'sent' }]);
  });

  test('a shop without e-mail settings says so, goes on, and sends when they are there', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const order = await givenInvoicedOrder();
    const { EMAIL_API_URL: _url, EMAIL_API_KEY: _key, EMAIL_FROM: _from, ...bare } = env;
    await sendOrderConfirmation({ ...ctx, env: bare }, order.id);
    expect(await rowsOf(order.id)).toMatchObject([{ status: 'failed' }]);
    const line = String(logged.mock.calls[0]?.[0]);
    expect(line).toContain('EMAIL_API_URL, EMAIL_API_KEY, EMAIL_FROM');
    expect(line).not.toContain('asha');
    const { provider, channel } = givenProvider();
    await sendOrderConfirmation(ctx, order.id, channel);
    expect(provider.calls).toBe(1);
  });

  test('a deployed shop that does not know its address sends no broken links', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { provider, channel } = givenProvider();
    const order = await givenInvoicedOrder();
    const { APP_URL: _url, ...rest } = env;
    await sendOrderConfirmation({ ...ctx, env: { ...rest, APP_ENV: 'production' } }, order.id, channel);
    expect(provider.calls).toBe(0);
    expect(await rowsOf(order.id)).toMatchObject([{ status: 'failed' }]);
  });
});
