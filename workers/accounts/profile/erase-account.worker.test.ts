import { env } from 'cloudflare:workers';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { deliver, deliverRazorpay, eventBody } from '../../../test/builders/gateway.ts';
import { killedAt } from '../../../test/builders/killed.ts';
import { expectBalancedBooks } from '../../../test/builders/ledger.ts';
import { givenLife, type Life, quietContext, WORDS } from '../../../test/builders/life.ts';
import { pdfText } from '../../../test/builders/pdf-text.ts';
import { findTraces, storedIn } from '../../../test/builders/traces.ts';
import { deleteAccount } from './delete-account.ts';
import { eraseAccount, eraseDueAccounts } from './erase-account.ts';

// A life of two parcels and five documents, several times over.
vi.setConfig({ testTimeout: 180_000 });

const DAY_MS = 86_400_000;
const said: string[] = [];

beforeAll(() => {
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, level).mockImplementation((...words: unknown[]) => void said.push(words.map(String).join(' ')));
  }
});

afterAll(() => {
  vi.restoreAllMocks();
  // Whatever went wrong in these tests went wrong without naming anybody.
  for (const word of WORDS) expect(said.filter((line) => line.toLowerCase().includes(word.toLowerCase()))).toEqual([]);
});

/** Drizzle wraps what its database throws. */
const causeOf = (error: unknown) =>
  error instanceof Error ? ((error.cause as Error | undefined) ?? error).message : null;

const erase = (userId: string, now?: number) => eraseAccount(quietContext(undefined, now), userId);

/** Every word of the person, and every place where it was looked for in vain. */
async function expectNoTrace(): Promise<void> {
  expect(await findTraces(WORDS)).toEqual(Object.fromEntries(WORDS.map((word) => [word, []])));
}

async function rows(query: string, ...values: unknown[]) {
  return (
    await env.DB.prepare(query)
      .bind(...values)
      .all<Record<string, unknown>>()
  ).results;
}

const documentsOf = async ({ orderIds }: Life) =>
  await rows(
    `SELECT invoice_no AS no, issued_at, serial, line_ids, document_key FROM invoices WHERE order_id IN (?1, ?2)
     UNION ALL
     SELECT credit_note_no, issued_at, serial, line_ids, document_key FROM credit_notes WHERE order_id IN (?1, ?2)
     ORDER BY document_key`,
    orderIds.delivered,
    orderIds.cancelled,
  );

/** All amounts and numbers of its documents, in the order in which they are printed. */
async function figuresOf(life: Life): Promise<string[][]> {
  return await Promise.all(
    (await documentsOf(life)).map(async ({ document_key: key }) => {
      const text = await pdfText((await (await env.DOCUMENTS.get(String(key)))?.arrayBuffer()) ?? new ArrayBuffer());
      return text.match(/(₹?[\d,]+\.\d\d|(HT|CN)-\d{4}-\d{6}|HT[0-9A-Z]{10}|\d+ \w{3} \d{4})/g) ?? [];
    }),
  );
}

describe('a person who has left', () => {
  test('is found everywhere before, and nowhere after; numbers and sums are as they were', async () => {
    const life = await givenLife();
    const before = await findTraces(WORDS);
    const places = new Set(
      Object.values(before)
        .flat()
        .map((name) => name.split(/[ /]/)[0]),
    );
    // Were the search blind somewhere, it would be blind there before as well.
    for (const place of [
      ...['users.name', 'users.email', 'users.phone', 'addresses.line', 'challenges.recipient', 'passkeys.name'],
      ...['orders.email', 'orders.address', 'notifications.recipient', 'webhook_inbox.raw_body', 'refunds.note'],
      'DOCUMENTS',
    ]) {
      expect(places, place).toContain(place);
    }
    for (const kind of ['invoices/', 'credit-notes/', 'label.pdf', 'packing-slip.pdf']) {
      expect(
        before.Xanthopoulos?.some((name) => name.includes(kind)),
        kind,
      ).toBe(true);
    }
    for (const word of WORDS) expect(before[word]?.length, word).toBeGreaterThan(0);
    const [documents, figures] = [await documentsOf(life), await figuresOf(life)];
    expect(figures.map((each) => each.length > 10)).toEqual([true, true, true]);
    const sums = await rows(
      'SELECT id, grand_paise, quote, status FROM orders WHERE owner_key = ?',
      `user:${life.userId}`,
    );

    await deleteAccount(life.ctx);
    await erase(life.userId);
    await expectNoTrace();
    await expectBalancedBooks();
    expect(await documentsOf(life)).toEqual(documents);
    expect(await figuresOf(life)).toEqual(figures);
    const now = await rows(
      'SELECT id, grand_paise, quote, status FROM orders WHERE owner_key = ?',
      `user:${life.userId}`,
    );
    const closed = (row: Record<string, unknown>) => (row.status === 'expired' ? { ...row, status: 'cancelled' } : row);
    expect(now).toEqual(sums.map(closed));
    const [order] = await rows('SELECT address FROM orders WHERE id = ?', life.orderIds.delivered);
    expect(JSON.parse(String(order?.address))).toEqual({
      ...{ name: '', phone: '', line: '', landmark: '', pincode: '560001', district: 'Bengaluru', stateCode: '29' },
    });
  });

  test('leaves a row without a name, and an empty cart', async () => {
    const life = await givenLife();
    const cart = env.CART.getByName(`user:${life.userId}`);
    expect(await storedIn(cart)).toContain('SKU-');
    await deleteAccount(life.ctx);
    await erase(life.userId);
    expect(await storedIn(cart)).toBe('');
    const [user] = await rows('SELECT * FROM users WHERE id = ?', life.userId);
    expect(user).toMatchObject({ name: '', email: null, phone: null, password_hash: null, locale: 'en' });
    for (const table of ['addresses', 'authenticators', 'challenges', 'identities', 'passkeys', 'recovery_codes']) {
      expect(await rows(`SELECT * FROM ${table} WHERE user_id = ?`, life.userId), table).toEqual([]);
    }
    for (const table of ['sessions', 'sign_ins', 'seller_members']) {
      expect(await rows(`SELECT * FROM ${table} WHERE user_id = ?`, life.userId), table).toEqual([]);
    }
  });
});

describe('the job', () => {
  test('run three times at once, and once more', async () => {
    const life = await givenLife();
    await deleteAccount(life.ctx);
    await Promise.all([1, 2, 3].map(() => erase(life.userId)));
    await expectNoTrace();
    await erase(life.userId);
    await expectNoTrace();
    await expectBalancedBooks();
    expect(await documentsOf(life)).toHaveLength(3);
  });

  test.each(['before', 'after'] as const)('killed %s each of its calls, one run after the other', async (moment) => {
    const life = await givenLife();
    await deleteAccount(life.ctx);
    let deaths = 0;
    for (let step = 1; ; step++) {
      const end = await eraseAccount(killedAt(quietContext(), step, moment), life.userId).catch(
        (error: Error) => error,
      );
      if (end === undefined) break;
      expect(causeOf(end)).toBe('killed');
      deaths += 1;
    }
    // Statements, batches, documents and the cart.
    expect(deaths).toBeGreaterThan(8);
    await expectNoTrace();
    await expectBalancedBooks();
  });

  test.each([3, 7, 9, 11, 13, 15])('killed at call %d of the first run only', async (step) => {
    const life = await givenLife();
    await deleteAccount(life.ctx);
    const end = await eraseAccount(killedAt(quietContext(), step, 'after'), life.userId).catch(causeOf);
    expect(end).toBe('killed');
    const [user] = await rows('SELECT erase_due_at FROM users WHERE id = ?', life.userId);
    expect(user?.erase_due_at, 'the cron comes back').toBeLessThanOrEqual(Date.now());
    expect(await eraseDueAccounts(quietContext())).toBeGreaterThan(0);
    await expectNoTrace();
  });

  test('looks again for what came later, and stops when nothing can come any more', async () => {
    const life = await givenLife();
    const { deletedAt } = await deleteAccount(life.ctx);
    const due = async () => (await rows('SELECT erase_due_at FROM users WHERE id = ?', life.userId))[0]?.erase_due_at;
    expect(await due()).toBe(deletedAt);
    await erase(life.userId);
    await deliverRazorpay(life.refundBody, quietContext());
    expect((await findTraces(['okgargoyle'])).okgargoyle).toEqual(['webhook_inbox.raw_body']);
    for (const [days, next] of [
      [1, 8],
      [8, 40],
      [40, 200],
    ] as const) {
      expect(await due()).toBe(deletedAt + days * DAY_MS);
      expect(await eraseDueAccounts(quietContext(undefined, deletedAt + days * DAY_MS))).toBeGreaterThan(0);
      expect(await due()).toBe(deletedAt + next * DAY_MS);
      await expectNoTrace();
    }
    await erase(life.userId, deletedAt + 200 * DAY_MS);
    expect(await due()).toBeNull();
  });

  test('money that comes late for an order that had expired goes back; no parcel goes to nobody', async () => {
    const life = await givenLife();
    await deleteAccount(life.ctx);
    await erase(life.userId);
    const [payment] = await rows(
      'SELECT gateway_ref, amount_paise FROM payments WHERE order_id = ?',
      life.orderIds.expired,
    );
    const money = { gatewayRef: String(payment?.gateway_ref), amountPaise: Number(payment?.amount_paise) };
    await deliver(eventBody(money), quietContext());
    expect(await rows('SELECT status FROM orders WHERE id = ?', life.orderIds.expired)).toEqual([
      { status: 'cancelled' },
    ]);
    expect(await rows('SELECT reason FROM refunds WHERE order_id = ?', life.orderIds.expired)).toEqual([
      { reason: 'late_capture' },
    ]);
    await expectBalancedBooks();
  });

  test('leaves an order alone that began while the person was leaving, until it is over', async () => {
    const life = await givenLife();
    await deleteAccount(life.ctx);
    const { delivered } = life.orderIds;
    await env.DB.prepare(`UPDATE fulfilments SET status = 'shipped' WHERE order_id = ?`).bind(delivered).run();
    await erase(life.userId);
    expect((await findTraces(['Quagmire'])).Quagmire).toContain('orders.address');
    await env.DB.prepare(`UPDATE fulfilments SET status = 'delivered' WHERE order_id = ?`).bind(delivered).run();
    expect(await eraseDueAccounts(quietContext(undefined, Date.now() + DAY_MS))).toBeGreaterThan(0);
    await expectNoTrace();
  });

  test('touches nobody who stays, and is for the shop itself', async () => {
    const life = await givenLife();
    await erase(life.userId);
    expect((await findTraces(['Quagmire'])).Quagmire).toContain('addresses.line');
    await expect(eraseAccount(life.ctx, life.userId)).rejects.toMatchObject({ code: 'forbidden' });
    await deleteAccount(life.ctx);
    await erase(life.userId);
    await expectNoTrace();
  });
});
