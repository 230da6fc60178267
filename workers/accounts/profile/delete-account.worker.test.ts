import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { askApi } from '../../../test/builders/api-routes.ts';
import { givenPincode } from '../../../test/builders/catalog.ts';
import { givenContext } from '../../../test/builders/context.ts';
import { givenParcels } from '../../../test/builders/fulfilment.ts';
import { interrupted } from '../../../test/builders/interrupted.ts';
import { givenPerson, type Person } from '../../../test/builders/person.ts';
import { addItem } from '../../cart/change-cart.ts';
import type { Context } from '../../context.ts';
import { actAs } from '../../context.ts';
import type { FulfilmentStatus } from '../../domain/fulfilment.ts';
import { startSession } from '../start-session.ts';
import { addAddress } from './add-address.ts';
import { changeProfile } from './change-profile.ts';
import { deleteAccount } from './delete-account.ts';

const rows = async (query: string, ...values: unknown[]) =>
  (
    await env.DB.prepare(query)
      .bind(...values)
      .all<Record<string, unknown>>()
  ).results;

/** A person with an order whose parcel is somewhere. */
async function givenBuyer(parcelStatus: FulfilmentStatus) {
  const person = await givenPerson();
  const given = await givenParcels({ ownerKey: `user:${person.actor.userId}`, parcelStatus });
  return { ...person, ...given };
}

const isOpen = async ({ actor }: Pick<Person, 'actor'>) =>
  (await rows('SELECT deleted_at FROM users WHERE id = ?', actor.userId))[0]?.deleted_at === null;

describe('an account that is deleted', () => {
  test('lets nobody in from then on, on any device', async () => {
    const { ctx, actor, headers } = await givenPerson();
    const other = await startSession(givenContext({ actor: { kind: 'anonymous' } }), actor.userId, 'code', false);
    const ask = (authorization = headers.authorization ?? '') => askApi('/auth/me', { headers: { authorization } });
    expect([(await ask()).status, (await ask(`Bearer ${other.accessToken}`)).status]).toEqual([200, 200]);
    await deleteAccount(ctx);
    expect([(await ask()).status, (await ask(`Bearer ${other.accessToken}`)).status]).toEqual([401, 401]);
    const again = startSession(givenContext({ actor: { kind: 'anonymous' } }), actor.userId, 'code', false);
    await expect(again).rejects.toMatchObject({ code: 'account_closed' });
  });

  test('frees its e-mail address and number at once', async () => {
    const known = { email: 'free@haat.test', phone: '+919811111111' };
    const { ctx, actor } = await givenPerson(known);
    await deleteAccount(ctx);
    const next = await givenPerson(known);
    expect(next.actor.userId).not.toBe(actor.userId);
    expect(await rows('SELECT id FROM users WHERE email = ?', known.email)).toEqual([{ id: next.actor.userId }]);
  });

  test('is announced without saying who it was', async () => {
    const { ctx, actor } = await givenPerson();
    await deleteAccount(ctx);
    const said = await rows(
      `SELECT event FROM outbox WHERE event ->> 'type' = 'account.deleted' AND event ->> 'userId' = ?`,
      actor.userId,
    );
    expect(said).toEqual([{ event: JSON.stringify({ type: 'account.deleted', userId: actor.userId }) }]);
  });

  test('takes nothing more from a request that was under way', async () => {
    const { ctx } = await givenPerson();
    await deleteAccount(ctx);
    await expect(changeProfile(ctx, { name: 'Late' })).rejects.toMatchObject({ code: 'account_closed' });
    await givenPincode('560001');
    const address = { name: 'Late', phone: '9845012345', line: '12 MG Road', landmark: '', pincode: '560001' };
    await expect(addAddress(ctx, { ...address, type: 'home' })).rejects.toMatchObject({ code: 'account_closed' });
  });

  test('is deleted once, however often it is asked for at once', async () => {
    const { ctx, actor } = await givenPerson();
    const ends = await Promise.allSettled(Array.from({ length: 5 }, () => deleteAccount(ctx)));
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const said = await rows(`SELECT id FROM outbox WHERE event ->> 'userId' = ?`, actor.userId);
    expect(said).toHaveLength(1);
  });
});

describe('is refused', () => {
  test.each(['pending', 'packed', 'shipped', 'out_for_delivery', 'rto'] as const)(
    'while a parcel is %s, and names the order',
    async (status) => {
      const { ctx, actor, order } = await givenBuyer(status);
      await expect(deleteAccount(ctx)).rejects.toMatchObject({
        ...{ code: 'account_has_open_orders', message: expect.stringContaining(order.orderNo) },
        extra: { orderNos: [order.orderNo] },
      });
      expect(await isOpen({ actor })).toBe(true);
    },
  );

  test.each(['delivered', 'rto_received', 'cancelled', 'returned'] as const)('not once it is %s', async (status) => {
    const { ctx, actor } = await givenBuyer(status);
    await deleteAccount(ctx);
    expect(await isOpen({ actor })).toBe(false);
  });

  test.each(['created', 'payment_pending'])('while an order is %s', async (status) => {
    const { ctx, order } = await givenBuyer('delivered');
    await env.DB.prepare('UPDATE orders SET status = ? WHERE id = ?').bind(status, order.id).run();
    await expect(deleteAccount(ctx)).rejects.toMatchObject({ code: 'account_has_open_orders' });
  });

  test.each(['due', 'pending', 'failed'])('while money is owed: %s', async (status) => {
    const { ctx, order } = await givenBuyer('delivered');
    await givenRefund(order.id, status);
    await expect(deleteAccount(ctx)).rejects.toMatchObject({ code: 'account_has_open_orders' });
    await env.DB.prepare(`UPDATE refunds SET status = 'succeeded' WHERE order_id = ?`).bind(order.id).run();
    await deleteAccount(ctx);
  });

  test.each(['disputed', 'mismatched'])('while a payment is %s', async (status) => {
    const { ctx, order } = await givenBuyer('delivered');
    await env.DB.prepare('UPDATE payments SET status = ? WHERE order_id = ?').bind(status, order.id).run();
    await expect(deleteAccount(ctx)).rejects.toMatchObject({ code: 'account_has_open_orders' });
  });

  test('when an order slips in at the last moment', async () => {
    const { ctx, actor, order } = await givenBuyer('delivered');
    const late = interrupted(ctx, 1, () =>
      env.DB.prepare(`UPDATE orders SET status = 'payment_pending' WHERE id = ?`).bind(order.id).run(),
    );
    await expect(deleteAccount(late)).rejects.toMatchObject({ code: 'account_has_open_orders' });
    expect(await isOpen({ actor })).toBe(true);
    expect(await rows('SELECT id FROM sign_ins WHERE user_id = ?', actor.userId)).toHaveLength(1);
  });

  test('to staff and to members of a seller', async () => {
    const staff = await givenPerson({ role: 'staff' });
    await expect(deleteAccount(staff.ctx)).rejects.toMatchObject({ code: 'account_in_use' });
    const member = await givenPerson();
    await env.DB.prepare(`INSERT INTO seller_members (user_id, seller_id, role) VALUES (?, 'sel_1', 'owner')`)
      .bind(member.actor.userId)
      .run();
    await expect(deleteAccount(member.ctx)).rejects.toMatchObject({ code: 'account_in_use' });
    expect([await isOpen(staff), await isOpen(member)]).toEqual([true, true]);
  });

  test('without a fresh proof, and to guests', async () => {
    const { ctx, actor } = await givenPerson();
    const stale: Context = actAs(ctx, { ...actor, authenticatedAt: ctx.now - 11 * 60_000 });
    await expect(deleteAccount(stale)).rejects.toMatchObject({ code: 'reauthentication_required' });
    const guest = givenContext({ actor: { kind: 'guest', guestId: ctx.newId('guest') } });
    await expect(deleteAccount(guest)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('without a clear yes', async () => {
    const { headers, actor } = await givenPerson();
    const post = (body: object) => {
      const json = { ...headers, 'content-type': 'application/json' };
      return askApi('/account/deletion', { method: 'POST', headers: json, body: JSON.stringify(body) });
    };
    for (const body of [{}, { confirm: false }, { confirm: 'true' }]) expect((await post(body)).status).toBe(422);
    expect(await isOpen({ actor })).toBe(true);
    expect((await post({ confirm: true })).status).toBe(202);
    expect((await post({ confirm: true })).status).toBe(401);
  });
});

test('what a cart gets after all is forgotten with it', async () => {
  const { ctx, actor } = await givenPerson();
  await expect(addItem(ctx, { sku: 'NONE', quantity: 1 })).rejects.toMatchObject({ code: 'validation_failed' });
  const cart = env.CART.getByName(`user:${actor.userId}`);
  await cart.add({ sku: 'A', quantity: 1, seenPricePaise: 1 }, { maxQuantity: 9, maxLines: 9 });
  await cart.erase();
  expect(await cart.read()).toEqual({ version: 0, entries: [], mergeCuts: [], couponCode: null, saved: [] });
  await cart.add({ sku: 'B', quantity: 1, seenPricePaise: 1 }, { maxQuantity: 9, maxLines: 9 });
  expect((await cart.read()).entries).toHaveLength(1);
});

async function givenRefund(orderId: string, status: string): Promise<void> {
  await env.DB.prepare(
    `INSERT INTO refunds (id, order_id, payment_id, amount_paise, lines, reason, cause, status, actor, created_at, updated_at)
     VALUES (?, ?, 'pay_1', 1, '[]', 'goodwill', ?, ?, 'system:test', 1, 1)`,
  )
    .bind(`rfd_${orderId}`, orderId, orderId, status)
    .run();
}
