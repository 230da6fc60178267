import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, test, vi } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { interrupted } from '../../test/builders/interrupted.ts';
import { givenStandingOrder, moveGivenParcel } from '../../test/builders/standing-order.ts';
import { creditNotes, invoices } from '../db/schema/orders.ts';
import { cancelOrder } from './cancel-order.ts';
import { issueCreditNotes } from './issue-credit-notes.ts';
import { issueInvoices } from './issue-invoices.ts';
import { findOrder } from './queries.ts';

// A PDF takes a while when the tests share the machine with others.
vi.setConfig({ testTimeout: 120_000 });

const ctx = givenContext();
type Order = Awaited<ReturnType<typeof givenStandingOrder>>;

const invoicesOf = (orderId: string) => ctx.db.select().from(invoices).where(eq(invoices.orderId, orderId));

/** What documents and order say that the buyer keeps: the same to the paisa, and each line in at most one of each. */
async function expectDocumentsAddUp(order: Order): Promise<void> {
  const [rows, notes, lines, parcels] = await Promise.all([
    invoicesOf(order.order.id),
    order.creditNotes(),
    order.lines(),
    order.parcels(),
  ]);
  const worth = (lineIds: readonly string[]) =>
    lines.filter((line) => lineIds.includes(line.id)).reduce((sum, line) => sum + line.grossPaise, 0);
  const chargesOf = (fulfilmentId: string) => {
    const sellerId = parcels.find(({ id }) => id === fulfilmentId)?.sellerId;
    const charges = order.order.quote.charges.filter((charge) => charge.sellerId === sellerId);
    return charges.reduce((sum, charge) => sum + charge.grossPaise, 0);
  };
  const invoiced = rows.reduce((sum, row) => sum + worth(row.lineIds) + chargesOf(row.fulfilmentId), 0);
  const credited = notes.reduce((sum, note) => {
    const invoice = rows.find(({ id }) => id === note.invoiceId);
    return sum + worth(note.lineIds) + (note.includesCharges ? chargesOf(invoice?.fulfilmentId ?? '') : 0);
  }, 0);
  const kept = parcels.reduce((sum, parcel) => {
    const standing = lines.filter((line) => line.fulfilmentId === parcel.id && line.cancellationId === null);
    const isKept = standing.length > 0 && parcel.status !== 'rto_received';
    return isKept ? sum + worth(standing.map(({ id }) => id)) + chargesOf(parcel.id) : sum;
  }, 0);
  expect(invoiced - credited).toBe(kept);
  const creditedIds = notes.flatMap((note) => note.lineIds);
  expect(new Set(creditedIds).size).toBe(creditedIds.length);
  for (const document of [...rows, ...notes]) {
    expect((await env.DOCUMENTS.head(document.documentKey ?? ''))?.size).toBeGreaterThan(1000);
  }
}

test('a cancelled line of an invoice gets a note that names it; the last one takes the charges along', async () => {
  const order = await givenStandingOrder({ lines: [2, 1] });
  const [first = '', second = ''] = order.skus;
  await issueInvoices(ctx, order.order.id);
  await cancelOrder(order.shopper, order.orderNo, { skus: [first] });
  await issueCreditNotes(ctx, order.order.id);
  const [note] = await order.creditNotes();
  const lines = await order.lines();
  expect(note).toMatchObject({ serial: 1, lineIds: [lines[0]?.id], includesCharges: false });
  expect(note?.creditNoteNo).toMatch(/^CN-\d{4}-000001$/);
  await expectDocumentsAddUp(order);

  await cancelOrder(order.shopper, order.orderNo, { skus: [second] });
  await issueCreditNotes(ctx, order.order.id);
  const notes = await order.creditNotes();
  expect(notes.map(({ serial, includesCharges }) => [serial, includesCharges])).toEqual([
    [1, false],
    [2, true],
  ]);
  await expectDocumentsAddUp(order);

  const seen = await findOrder(order.shopper, order.orderNo);
  const links = seen.fulfilments.flatMap((parcel) => parcel.creditNotes.map(({ url }) => url));
  expect(links).toHaveLength(2);
  for (const link of links) expect(link).toMatch(/^\/api\/v1\/credit-notes\/crn_\w+\.pdf\?expires=\d+&signature=/);
});

test('two cancellations whose notes are made only afterwards: the charges are in one of them', async () => {
  const order = await givenStandingOrder({ lines: [2] });
  await issueInvoices(ctx, order.order.id);
  for (const sku of order.skus) await cancelOrder(order.shopper, order.orderNo, { skus: [sku] });
  await issueCreditNotes(ctx, order.order.id);
  expect((await order.creditNotes()).filter((note) => note.includesCharges)).toHaveLength(1);
  await expectDocumentsAddUp(order);
});

describe('invoice and cancellation', () => {
  test('cancelled first: the invoice is of what stands, and there is no note', async () => {
    const order = await givenStandingOrder({ lines: [2, 1] });
    const [first = '', , alone = ''] = order.skus;
    await cancelOrder(order.shopper, order.orderNo, { skus: [first, alone] });
    await issueCreditNotes(ctx, order.order.id);
    await issueInvoices(ctx, order.order.id);
    await issueCreditNotes(ctx, order.order.id);
    expect((await invoicesOf(order.order.id)).map((row) => row.lineIds.length)).toEqual([1]);
    expect(await order.creditNotes()).toEqual([]);
    await expectDocumentsAddUp(order);
  });

  test('a whole order that is cancelled first gets neither', async () => {
    const order = await givenStandingOrder({ lines: [1] });
    await cancelOrder(order.shopper, order.orderNo);
    await issueInvoices(ctx, order.order.id);
    await issueCreditNotes(ctx, order.order.id);
    expect(await invoicesOf(order.order.id)).toEqual([]);
    expect(await order.creditNotes()).toEqual([]);
  });

  test.each([1, 2, 3])('a line that is cancelled before batch %d of the invoice', async (place) => {
    const order = await givenStandingOrder({ lines: [2] });
    const skus = order.skus.slice(0, 1);
    const late = interrupted(ctx, place, () => cancelOrder(order.shopper, order.orderNo, { skus }));
    await issueInvoices(late, order.order.id);
    expect(await order.cancellations()).toHaveLength(1);
    await issueCreditNotes(ctx, order.order.id);
    expect(await order.creditNotes()).toHaveLength(place === 3 ? 1 : 0);
    await expectDocumentsAddUp(order);
  });

  test('at once, and every consumer three times', async () => {
    for (let round = 0; round < 5; round++) {
      const order = await givenStandingOrder({ lines: [2, 1] });
      const { id } = order.order;
      await Promise.all([
        issueInvoices(givenContext(), id),
        ...order.skus.slice(0, 2).map(async (sku) => {
          await cancelOrder(order.shopper, order.orderNo, { skus: [sku] });
          await issueCreditNotes(givenContext(), id);
        }),
        issueInvoices(givenContext(), id),
      ]);
      await issueInvoices(givenContext(), id);
      await issueCreditNotes(givenContext(), id);
      await expectDocumentsAddUp(order);
    }
  });
});

test('a parcel that came back: a note for what was in it', async () => {
  const order = await givenStandingOrder({ lines: [2] });
  await issueInvoices(ctx, order.order.id);
  await cancelOrder(order.shopper, order.orderNo, { skus: order.skus.slice(0, 1) });
  const [parcel] = await order.parcels();
  for (const event of ['pack', 'ship', 'turn_back', 'come_back'] as const) {
    await moveGivenParcel(ctx, parcel?.id ?? '', event);
  }
  await issueCreditNotes(ctx, order.order.id);
  const causes = (await order.creditNotes()).map((note) => note.cause);
  expect(causes).toContain(`rto:${parcel?.id}`);
  expect(causes).toHaveLength(2);
  await expectDocumentsAddUp(order);
});

test('20 at once and once more: one note, and gapless serials', async () => {
  const order = await givenStandingOrder({ lines: [1] });
  await issueInvoices(ctx, order.order.id);
  await cancelOrder(order.shopper, order.orderNo);
  await Promise.all(Array.from({ length: 20 }, () => issueCreditNotes(givenContext(), order.order.id)));
  await issueCreditNotes(givenContext({ now: Date.now() + 7 * 86_400_000 }), order.order.id);
  const notes = await order.creditNotes();
  expect(notes.map((note) => note.serial)).toEqual([1]);
  const gstin = notes[0]?.gstin ?? '';
  expect(await ctx.db.select().from(creditNotes).where(eq(creditNotes.gstin, gstin))).toHaveLength(1);
});

test('after a crash between number and document, the same number gets its document', async () => {
  const order = await givenStandingOrder({ lines: [1] });
  await issueInvoices(ctx, order.order.id);
  await cancelOrder(order.shopper, order.orderNo);
  const down = new Proxy(env.DOCUMENTS, {
    get: (target, name) =>
      name === 'put' ? () => Promise.reject(new Error('storage is down')) : Reflect.get(target, name),
  });
  const broken = { ...ctx, env: { ...ctx.env, DOCUMENTS: down } };
  await expect(issueCreditNotes(broken, order.order.id)).rejects.toThrow('storage is down');
  const [numbered] = await order.creditNotes();
  expect(numbered?.documentKey).toBeNull();
  await issueCreditNotes(ctx, order.order.id);
  expect(await order.creditNotes()).toMatchObject([{ creditNoteNo: numbered?.creditNoteNo }]);
  await expectDocumentsAddUp(order);
});

test('only the shop itself issues them', async () => {
  const order = await givenStandingOrder({ lines: [1] });
  await expect(issueCreditNotes(order.shopper, order.order.id)).rejects.toMatchObject({ code: 'forbidden' });
});
