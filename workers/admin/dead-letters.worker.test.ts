import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { givenShopper } from '../../test/builders/shopper.ts';
import { givenStaff } from '../../test/builders/staff.ts';
import { handleQueue } from '../consumers/index.ts';
import { announce } from '../db/outbox.ts';
import type { QueueMessage } from '../domain/event.ts';
import { listAudit, listDeadLetters } from './queries.ts';
import { replayDeadLetter } from './replay-dead-letter.ts';

const ctx = givenContext();
const staff = givenStaff();

/** Delivers messages of a queue to the shop's own consumer and says what became of each. */
async function deliver(queue: string, bodies: readonly unknown[], attempts = 1) {
  const messages = bodies.map((body) => ({ id: crypto.randomUUID(), timestamp: new Date(), attempts, body }));
  const batch = createMessageBatch<QueueMessage>(queue, messages as never);
  const executionCtx = createExecutionContext();
  await handleQueue(batch, env, (work) => executionCtx.waitUntil(work));
  return await getQueueResult(batch, executionCtx);
}

/** An announcement of a refund that does not exist at all: an outbox row without a record behind it. */
async function givenAnnouncement() {
  const announcement = announce(ctx, { type: 'product.changed', productId: ctx.newId('product') });
  await announcement.statement;
  return { ...announcement.event, eventId: announcement.eventId };
}

describe('the dead-letter queue (invariant 36)', () => {
  test('keeps each message once while its letter is open, whatever it is', async () => {
    const message = await givenAnnouncement();
    const result = await deliver('haat-events-dead', [message, 'rubbish', null, { type: 'stock.changed', sku: 'A' }]);
    expect(result.explicitAcks).toHaveLength(4);
    await deliver('haat-events-dead', [message], 6);
    const { deadLetters } = await listDeadLetters(staff, {});
    const ours = deadLetters.filter((letter) => JSON.stringify(letter.message).includes(message.eventId));
    expect(ours).toMatchObject([{ type: 'product.changed', message, attempts: 1, replayedAt: null, handledAt: null }]);
    expect(deadLetters.map((letter) => letter.type)).toEqual(expect.arrayContaining(['unknown', 'stock.changed']));
  });

  test('a poison message is tried again by itself; its neighbours are done', async () => {
    const neighbour = await givenAnnouncement();
    const poison = { type: 'nobody.knows', eventId: ctx.newId('event') };
    const result = await deliver('haat-events', [poison, neighbour, poison]);
    expect(result.retryMessages).toHaveLength(2);
    expect(result.explicitAcks).toHaveLength(1);
    const [row] = await ctx.db.all<{ handledAt: number | null }>(
      sql`SELECT handled_at AS handledAt FROM outbox WHERE id = ${neighbour.eventId}`,
    );
    expect(row?.handledAt).not.toBeNull();
  });

  test('a letter is replayed by staff, leaves an audit row, and is closed when its work is done', async () => {
    const message = await givenAnnouncement();
    await deliver('haat-events-dead', [message]);
    const find = async () =>
      (await listDeadLetters(staff, {})).deadLetters.find((letter) =>
        JSON.stringify(letter.message).includes(message.eventId),
      );
    const letter = await find();
    const sent: unknown[] = [];
    const events = { send: async (body: unknown) => void sent.push(body) } as unknown as Env['EVENTS'];
    await replayDeadLetter({ ...staff, env: { ...env, EVENTS: events } }, letter?.id ?? '');
    expect(sent).toEqual([message]);
    expect(await find()).toMatchObject({ replayedAt: expect.any(String), handledAt: null });
    await deliver('haat-events', sent);
    expect(await find()).toMatchObject({ handledAt: expect.any(String) });
    const open = await listDeadLetters(staff, { isOpen: true });
    expect(open.deadLetters.map(({ id }) => id)).not.toContain(letter?.id);
    const { entries } = await listAudit(staff, { subject: letter?.id });
    expect(entries).toMatchObject([{ actor: expect.stringMatching(/^user:usr_/), action: 'dead_letter.replay' }]);
  });
});

test('not for shoppers, not for what does not exist', async () => {
  const shopper = await givenShopper();
  await expect(listDeadLetters(shopper, {})).rejects.toMatchObject({ code: 'unauthenticated' });
  await expect(replayDeadLetter(shopper, 'ddl_1')).rejects.toMatchObject({ code: 'unauthenticated' });
  const missing = `ddl_${'0'.repeat(26)}`;
  await expect(replayDeadLetter(staff, missing)).rejects.toMatchObject({ code: 'not_found' });
  for (const path of ['dead-letters', 'audit', 'ledger/audit', 'ledger/balances', `dead-letters/${missing}`]) {
    const answer = await exports.default.fetch(`http://shop/api/v1/admin/${path}`);
    expect([path, answer.status]).toEqual([path, 401]);
  }
});
