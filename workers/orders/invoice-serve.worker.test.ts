import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { givenUserActor } from '../../test/builders/person.ts';
import { givenPlacedOrder, givenSupplier } from '../../test/builders/placed-order.ts';
import { type Actor, actAs, type Context } from '../context.ts';
import { invoices } from '../db/schema/orders.ts';
import { createRouter } from '../http/openapi.ts';
import { AppError } from '../http/problem.ts';
import { invoiceUrl } from './invoice-link.ts';
import { invoiceRoutes } from './invoice-routes.ts';
import { issueInvoices } from './issue-invoices.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const NOW = Date.parse('2026-11-23T10:00:00Z');
const system = givenContext({ now: NOW });
const owner = { kind: 'guest', guestId: system.newId('guest') } as const;
const stranger = { kind: 'guest', guestId: system.newId('guest') } as const;
const staff = givenUserActor({ role: 'staff' });
let invoiceId = '';

beforeAll(async () => {
  const order = await givenPlacedOrder([await givenSupplier('2001')], { ownerKey: `guest:${owner.guestId}` });
  await issueInvoices(system, order.id);
  const [invoice] = await system.db.select().from(invoices).where(eq(invoices.orderId, order.id));
  invoiceId = invoice?.id ?? '';
});

/** The route alone, asked by somebody at some time. */
async function get(url: string, actor: Actor = { kind: 'anonymous' }, now = NOW): Promise<Response> {
  const app = createRouter().basePath('/api/v1');
  const ctx: Context = { ...actAs(system, actor), now };
  app.use(async (c, next) => {
    c.set('ctx', ctx);
    await next();
  });
  app.onError((error, c) => c.text(error.message, error instanceof AppError ? (error.status as 404) : 500));
  app.route('/', invoiceRoutes);
  return await app.request(url, {}, system.env);
}

describe('a signed link', () => {
  test('opens the PDF for anybody who holds it, and is kept by nobody', async () => {
    const answer = await get(await invoiceUrl(system, invoiceId, 60));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(answer.headers.get('content-disposition')).toBe('inline; filename="HT-2627-000001.pdf"');
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect((await answer.text()).slice(0, 5)).toBe('%PDF-');
  });

  test('dies at its second', async () => {
    const url = await invoiceUrl(system, invoiceId, 60);
    expect((await get(url, undefined, NOW + 59_999)).status).toBe(200);
    expect((await get(url, undefined, NOW + 60_000)).status).toBe(404);
  });

  test('cannot be stretched, bent or moved to another invoice', async () => {
    const url = new URL(await invoiceUrl(system, invoiceId, 60), 'https://haat.test');
    const [expires = '', signature = ''] = ['expires', 'signature'].map((name) => url.searchParams.get(name) ?? '');
    const other = system.newId('invoice');
    const flipped = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    const path = `/api/v1/invoices/${invoiceId}.pdf`;
    for (const forged of [
      path,
      `${path}?expires=${expires}`,
      `${path}?signature=${signature}`,
      `${path}?expires=${Number(expires) + 1}&signature=${signature}`,
      `${path}?expires=${expires}&signature=${flipped}`,
      `${path}?expires=${expires}&signature=${signature.slice(1)}`,
      `${path}?expires=1e12&signature=${signature}`,
      `/api/v1/invoices/${other}.pdf?expires=${expires}&signature=${signature}`,
      `/api/v1/invoices/${invoiceId}?expires=${expires}&signature=${signature}`,
      `/api/v1/invoices/..%2F${invoiceId}.pdf?expires=${expires}&signature=${signature}`,
    ]) {
      expect((await get(forged)).status, forged).toBe(404);
    }
  });
});

test('without a link only the owner of the order sees it', async () => {
  const path = `/api/v1/invoices/${invoiceId}.pdf`;
  expect((await get(path, owner)).status).toBe(200);
  for (const actor of [stranger, staff]) expect((await get(path, actor)).status).toBe(404);
});

test('an invoice without its document is not there yet', async () => {
  const order = await givenPlacedOrder([await givenSupplier('2002')], { ownerKey: `guest:${owner.guestId}` });
  await issueInvoices(system, order.id);
  const [invoice] = await system.db
    .update(invoices)
    .set({ documentKey: null })
    .where(eq(invoices.orderId, order.id))
    .returning({ id: invoices.id });
  expect((await get(`/api/v1/invoices/${invoice?.id}.pdf`, owner)).status).toBe(404);
});
