import { randomUUID } from 'node:crypto';
import { atOnce, times } from '../at-once.ts';
import { eventually, expectEqual, expectTrue } from '../expect.ts';
import { CLIENTS, outcomeOf, type World } from '../world.ts';
import type { Case } from './case.ts';
import { auditStock } from './stock-cases.ts';

export const systemCases: readonly Case[] = [
  { id: '36', title: 'a poison message among its neighbours, replayed', run: poison },
  { id: 'audit', title: 'the books of the whole run', run: audits },
];

interface Letter {
  readonly id: string;
  readonly type: string;
  readonly message: { readonly refundId?: string };
  readonly handledAt: string | null;
}

/** A refund that the gateway never answers is poison in the queue; the orders beside it do not notice. */
async function poison(world: World): Promise<string> {
  const sku = await world.given(100);
  const order = await world.order(await world.buyer({ sku }), { paymentMethod: 'stripe' });
  const started = await world.as(order.buyer, 'POST', `/payments/${order.orderNo}/create-intent`, {
    gateway: 'stripe',
  });
  const { gatewayRef } = JSON.parse(started.body) as { gatewayRef: string };
  await world.sandbox('POST', `/control/stripe/intents/${gatewayRef}`, { outcome: 'success' });
  await eventually('the order', () => world.orderStatus(order.orderId), 'paid');
  await world.sandbox('POST', '/control/faults', { refundReplies: 'refuse', paymentIds: [gatewayRef] });
  let letter: Letter | undefined;
  try {
    const refund = await world.staff(
      'POST',
      `/admin/orders/${order.orderNo}/refunds`,
      { amountPaise: 100, note: 'poison' },
      { 'idempotency-key': randomUUID() },
    );
    expectTrue(`refund: ${outcomeOf(refund)}`, refund.status < 300);
    const refundId = world.books.one<{ id: string }>('SELECT id FROM refunds WHERE order_id = ?', order.orderId)?.id;
    // Neighbours in the same queue, before the poison has died.
    const neighbours = await atOnce(
      times(CLIENTS, () => async () => world.order(await world.buyer({ sku }))),
      CLIENTS,
    );
    const find = async () => {
      const answer = await world.staff('GET', '/admin/dead-letters?open=true');
      const { deadLetters } = JSON.parse(answer.body) as { deadLetters: Letter[] };
      letter = deadLetters.find((each) => each.message.refundId === refundId);
      return letter?.type;
    };
    await eventually('the dead letter', find, 'refund.due', 90_000);
    const ids = JSON.stringify(neighbours.map(({ orderId }) => orderId));
    await eventually(
      'invoices of the neighbours',
      () =>
        world.books.count(
          `SELECT COUNT(*) AS n FROM invoices
           WHERE order_id IN (SELECT value FROM json_each(?)) AND document_key IS NOT NULL`,
          ids,
        ),
      CLIENTS,
      120_000,
    );
  } finally {
    await world.sandbox('POST', '/control/faults', { refundReplies: 'ok' });
  }
  const replayed = await world.staff('POST', `/admin/dead-letters/${letter?.id}/replay`);
  expectEqual('replay', replayed.status, 200);
  const status = () => world.books.one('SELECT status FROM refunds WHERE order_id = ?', order.orderId);
  await eventually('the refund', status, { status: 'succeeded' });
  return `dead letter of refund.due; ${CLIENTS} neighbours done; replay made the refund`;
}

/** After everything: stock and money, by the shop's own proofs, and nothing left in between. */
async function audits(world: World): Promise<string> {
  await eventually(
    'announcements that are not handled',
    () => world.books.count(`SELECT COUNT(*) AS n FROM outbox WHERE handled_at IS NULL`),
    0,
    300_000,
  );
  const stock = await auditStock(world);
  const answer = await world.staff('GET', '/admin/ledger/audit');
  expectEqual('ledger audit', answer.status, 200);
  const ledger = JSON.parse(answer.body) as { entries: number; checks: number; differences: unknown[] };
  expectEqual('ledger differences', ledger.differences.slice(0, 3), []);
  return `${stock}; ledger of ${ledger.entries} rows: ${ledger.checks} checks agree`;
}
