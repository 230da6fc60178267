import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { askApi } from '../../test/builders/api-routes.ts';
import { givenContext } from '../../test/builders/context.ts';
import { countWrites } from '../../test/builders/fulfilment.ts';
import { givenPerson, type Person } from '../../test/builders/person.ts';
import { givenSupplier } from '../../test/builders/placed-order.ts';
import { passkeys, sellerMembers, signIns, users } from '../db/schema/accounts.ts';
import { auditLog } from '../db/schema/system.ts';
import { PERMISSIONS, type Permission, STAFF_JOBS } from '../domain/role.ts';
import { changeRole } from './change-role.ts';
import { findPerson } from './find-person.ts';
import { listPeople } from './list-people.ts';
import type { Person as PersonView } from './people-schemas.ts';
import { restorePerson } from './restore-person.ts';
import { suspendPerson } from './suspend-person.ts';

const { db } = givenContext();
const reason = 'fraud found by a test';
let keeper: Person;

beforeAll(async () => {
  keeper = await givenPerson({ role: 'staff', name: 'Meera' });
});

async function rowOf(userId: string) {
  const [row] = await db.select().from(users).where(eq(users.id, userId));
  return row ?? expect.fail('no such person');
}

const auditOf = (subject: string) => db.select().from(auditLog).where(eq(auditLog.subject, subject));

async function meStatus({ headers }: Person): Promise<number> {
  return (await askApi('/auth/me', { headers })).status;
}

function send(by: Person, method: string, place: string, body?: unknown) {
  return askApi(`/admin/people${place}`, {
    method,
    headers: {
      ...by.headers,
      'cf-connecting-ip': '203.0.113.9',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

describe('looking for people', () => {
  test('finds one by a whole e-mail address, phone or id, in any spelling, and nobody by a part', async () => {
    const { actor } = await givenPerson({ email: 'leela.nair@haat.test', phone: '+919845011111', name: 'Leela' });
    const found = async (q: string) => (await listPeople(keeper.ctx, { q })).people.map(({ id }) => id);
    for (const q of [
      'leela.nair@haat.test',
      ' Leela.Nair@HAAT.test'.trim(),
      '98450 11111',
      '+919845011111',
      actor.userId,
    ]) {
      expect([q, await found(q)]).toEqual([q, [actor.userId]]);
    }
    for (const q of ['leela', 'leela.nair@haat', '984501', '%', actor.userId.slice(0, -1)]) {
      expect([q, await found(q)]).toEqual([q, []]);
    }
  });

  test('walks through a role page by page, newest first, by an index', async () => {
    const { newId, now } = givenContext();
    const ids = Array.from({ length: 60 }, () => newId('user')).sort();
    await db.batch([
      db.insert(users).values({ id: newId('user'), name: 'one more', role: 'shopper', createdAt: now }),
      ...ids.map((id) => db.insert(users).values({ id, name: 'S', role: 'seller' as const, createdAt: now })),
    ]);
    const first = await listPeople(keeper.ctx, { role: 'seller' });
    const second = await listPeople(keeper.ctx, { role: 'seller', cursor: first.nextCursor ?? '' });
    expect([first.people.length, second.nextCursor]).toEqual([50, null]);
    const seen = [...first.people, ...second.people].map(({ id }) => id);
    expect(seen.filter((id) => ids.includes(id as never))).toEqual(ids.toReversed());
    const plan = await env.DB.prepare(
      `EXPLAIN QUERY PLAN SELECT id FROM users WHERE role = 'seller' AND id < 'usr_9' ORDER BY id DESC LIMIT 51`,
    ).all<{ detail: string }>();
    expect(plan.results.map(({ detail }) => detail).join()).toMatch(/users_role/);
    expect(plan.results.map(({ detail }) => detail).join()).not.toMatch(/SCAN|TEMP/);
  });

  test('tells how somebody stands and signs in, and no secret', async () => {
    const supplier = await givenSupplier('9101');
    const { actor } = await givenPerson({ role: 'seller', name: 'Suresh' }, { passwordHash: '$argon2id$secret' });
    await db.insert(sellerMembers).values({ userId: actor.userId, sellerId: supplier.id, role: 'manager' });
    await db.insert(passkeys).values({
      ...{ id: 'cred', userId: actor.userId, publicKey: 'public-key', counter: 0, transports: [], isBackedUp: false },
      ...{ name: 'Phone', createdAt: 0 },
    });
    const answer = await send(keeper, 'GET', `/${actor.userId}`);
    expect(JSON.parse(answer.text)).toMatchObject({
      ...{ id: actor.userId, name: 'Suresh', role: 'seller', permissions: [], suspendedAt: null, signInCount: 1 },
      ...{ seller: { id: supplier.id, role: 'manager' } },
      factors: { password: true, authenticator: false, passkeys: 1, google: false },
    });
    expect(answer.text).not.toMatch(/argon2|public-key|hash|secret/i);
    await expect(findPerson(keeper.ctx, 'usr_1')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a suspension', () => {
  test('counts at the next request, ends every sign-in, and leaves who, why and from where', async () => {
    const person = await givenPerson();
    expect(await meStatus(person)).toBe(200);
    const answer = await send(keeper, 'POST', `/${person.actor.userId}/suspension`, { reason });
    expect(JSON.parse(answer.text)).toMatchObject({ signInCount: 0, suspendedAt: expect.any(String) });
    // The token was given before and is good for minutes.
    expect(await meStatus(person)).toBe(401);
    const rows = await db.select().from(signIns).where(eq(signIns.userId, person.actor.userId));
    expect(rows.map(({ revokedAt }) => revokedAt !== null)).toEqual([true]);
    expect(await auditOf(person.actor.userId)).toMatchObject([
      {
        ...{ actor: `user:${keeper.actor.userId}`, action: 'person.suspend', origin: '203.0.113.9' },
        ...{ before: { suspendedAt: null, signInCount: 1 }, after: { reason }, requestId: expect.any(String) },
      },
    ]);
  });

  test('that is sent again changes nothing; one that is lifted lets in again, by a new sign-in', async () => {
    const person = await givenPerson();
    const { userId } = person.actor;
    const first = await suspendPerson(keeper.ctx, userId, { reason });
    const again = await suspendPerson({ ...keeper.ctx, now: keeper.ctx.now + 5000 }, userId, { reason: 'another' });
    expect([again.suspendedAt, (await auditOf(userId)).length]).toEqual([first.suspendedAt, 1]);
    expect(await restorePerson(keeper.ctx, userId)).toMatchObject({ suspendedAt: null });
    await restorePerson(keeper.ctx, userId);
    expect((await auditOf(userId)).map(({ action }) => action)).toEqual(['person.suspend', 'person.restore']);
    expect(await meStatus(person)).toBe(401);
  });

  test('of a hundred at once happens once', async () => {
    const { actor } = await givenPerson();
    await Promise.all(Array.from({ length: 20 }, () => suspendPerson(keeper.ctx, actor.userId, { reason })));
    expect(await auditOf(actor.userId)).toHaveLength(1);
  });

  test('is not for a closed account, nor for one that is not there', async () => {
    const { actor } = await givenPerson({}, { deletedAt: 1 });
    await expect(suspendPerson(keeper.ctx, actor.userId, { reason })).rejects.toMatchObject({
      code: 'illegal_transition',
    });
    await expect(suspendPerson(keeper.ctx, 'usr_1', { reason })).rejects.toMatchObject({ code: 'not_found' });
    await expect(restorePerson(keeper.ctx, 'usr_1')).rejects.toMatchObject({ code: 'not_found' });
    expect(await auditOf(actor.userId)).toEqual([]);
  });
});

describe('a role', () => {
  const staff = (permissions: readonly Permission[]) => ({
    role: 'staff' as const,
    permissions: [...permissions],
    jobs: [],
  });

  test('and permissions count at the next request of a token that was given before', async () => {
    const person = await givenPerson({ role: 'staff', permissions: ['orders.read', 'people.read'] });
    const look = async () => (await askApi('/admin/orders', { headers: person.headers })).status;
    expect(await look()).toBe(200);
    const answer = await send(keeper, 'PUT', `/${person.actor.userId}/role`, { role: 'staff', jobs: ['catalogue'] });
    expect((JSON.parse(answer.text) as PersonView).permissions).toEqual(STAFF_JOBS.catalogue);
    expect(await look()).toBe(403);
    await send(keeper, 'PUT', `/${person.actor.userId}/role`, { role: 'shopper' });
    expect((await askApi('/auth/me', { headers: person.headers })).text).toContain('"role":"shopper"');
    const [first, second] = await auditOf(person.actor.userId);
    expect([first?.before, first?.after]).toEqual([
      { role: 'staff', permissions: ['orders.read', 'people.read'], seller: null },
      { role: 'staff', permissions: STAFF_JOBS.catalogue, seller: null },
    ]);
    expect([second?.before, second?.after]).toEqual([first?.after, { role: 'shopper', permissions: [], seller: null }]);
  });

  test('of a seller’s member comes with the seller, and goes with it', async () => {
    const supplier = await givenSupplier('9102');
    const { actor } = await givenPerson();
    const change = { role: 'seller' as const, seller: { sellerId: supplier.id, role: 'packer' as const } };
    expect(await changeRole(keeper.ctx, actor.userId, change)).toMatchObject({
      role: 'seller',
      seller: { role: 'packer' },
    });
    await changeRole(keeper.ctx, actor.userId, { ...change, seller: { ...change.seller, role: 'owner' } });
    await changeRole(keeper.ctx, actor.userId, change);
    await changeRole(keeper.ctx, actor.userId, change);
    expect(await changeRole(keeper.ctx, actor.userId, staff(['stock.read']))).toMatchObject({
      seller: null,
      role: 'staff',
    });
    expect(await db.select().from(sellerMembers).where(eq(sellerMembers.userId, actor.userId))).toEqual([]);
    expect(await auditOf(actor.userId)).toHaveLength(4);
    const nowhere = { role: 'seller' as const, seller: { sellerId: 'sel_nobody', role: 'owner' as const } };
    await expect(changeRole(keeper.ctx, actor.userId, nowhere)).rejects.toMatchObject({
      extra: { errors: [{ field: 'seller.sellerId' }] },
    });
  });

  test('of a seller’s member is given by nobody who may not see its parcels', async () => {
    const supplier = await givenSupplier('9103');
    const { actor } = await givenPerson();
    const change = { role: 'seller' as const, seller: { sellerId: supplier.id, role: 'owner' as const } };
    const { ctx } = await givenPerson({ role: 'staff', permissions: ['people.read', 'people.write'] });
    await expect(changeRole(ctx, actor.userId, change)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await db.select().from(sellerMembers).where(eq(sellerMembers.userId, actor.userId))).toEqual([]);
  });

  test('is given by nobody who does not have what it brings; what somebody has already may stay', async () => {
    const hr = await givenPerson({ role: 'staff', permissions: ['people.read', 'people.write', 'orders.read'] });
    const { actor } = await givenPerson({ role: 'staff', permissions: ['orders.refund'] });
    const before = await countWrites();
    const tooMuch = changeRole(hr.ctx, actor.userId, staff(['orders.refund', 'ledger.read']));
    await expect(tooMuch).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      changeRole(hr.ctx, actor.userId, { role: 'staff', permissions: [], jobs: ['finance'] }),
    ).rejects.toThrow('payments.read, payments.write, ledger.read');
    expect(await countWrites()).toBe(before);
    await changeRole(hr.ctx, actor.userId, staff(['orders.refund', 'orders.read']));
    expect((await rowOf(actor.userId)).permissions).toEqual(['orders.read', 'orders.refund']);
    // A shopper's leftovers are nothing that they have.
    const shopper = await givenPerson({}, { permissions: ['ledger.read'] });
    await expect(changeRole(hr.ctx, shopper.actor.userId, staff(['ledger.read']))).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  test('of two changes at once one is told to look again', async () => {
    const { actor } = await givenPerson();
    const outcomes = await Promise.allSettled([
      changeRole(keeper.ctx, actor.userId, staff(['orders.read'])),
      changeRole(keeper.ctx, actor.userId, staff(['stock.read'])),
    ]);
    const audit = await auditOf(actor.userId);
    const done = outcomes.filter(({ status }) => status === 'fulfilled').length;
    // Each row begins where the one before ended, however many there are.
    expect(audit).toHaveLength(done);
    const { permissions } = await rowOf(actor.userId);
    expect(audit.at(-1)?.after).toMatchObject({ permissions });
  });
});

describe('nobody', () => {
  test('changes themselves', async () => {
    const { userId } = keeper.actor;
    for (const [method, place, body] of [
      ['POST', 'suspension', { reason }],
      ['DELETE', 'suspension', undefined],
      ['PUT', 'role', { role: 'shopper' }],
    ] as const) {
      const answer = await send(keeper, method, `/${userId}/${place}`, body);
      expect([answer.status, answer.text.includes('own_account')]).toEqual([409, true]);
    }
    expect(await auditOf(userId)).toEqual([]);
  });

  test('changes anybody without people.write, or sees them without people.read', async () => {
    const { actor } = await givenPerson();
    const reader = await givenPerson({
      role: 'staff',
      permissions: PERMISSIONS.filter((each) => each !== 'people.write'),
    });
    const writer = await givenPerson({ role: 'staff', permissions: ['people.write'] });
    const single = await givenPerson({ role: 'staff', hasSecondFactor: false });
    const before = await countWrites();
    await expect(suspendPerson(reader.ctx, actor.userId, { reason })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(restorePerson(reader.ctx, actor.userId)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(changeRole(reader.ctx, actor.userId, { role: 'shopper' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(findPerson(writer.ctx, actor.userId)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(listPeople(writer.ctx, {})).rejects.toMatchObject({ code: 'forbidden' });
    await expect(suspendPerson(single.ctx, actor.userId, { reason })).rejects.toMatchObject({
      code: 'second_factor_required',
    });
    expect(await countWrites()).toBe(before);
  });

  test.each([
    ['suspension', {}, 'reason'],
    ['suspension', { reason: ' ' }, 'reason'],
    ['suspension', { reason: 'x'.repeat(201) }, 'reason'],
    ['suspension', { reason, until: 1 }, 'until'],
    ['role', { role: 'king' }, 'role'],
    ['role', { role: 'staff', permissions: ['everything'] }, 'permissions.0'],
    ['role', { role: 'staff', jobs: ['king'] }, 'jobs.0'],
    ['role', { role: 'shopper', permissions: ['orders.read'] }, 'permissions'],
    ['role', { role: 'seller' }, 'seller'],
    ['role', { role: 'seller', seller: { sellerId: 'x', role: 'owner' } }, 'seller.sellerId'],
  ])('is changed by bad input: %s %j', async (place, body, field) => {
    const { actor } = await givenPerson();
    const answer = await send(keeper, place === 'role' ? 'PUT' : 'POST', `/${actor.userId}/${place}`, body);
    expect(answer.status).toBe(422);
    expect(JSON.parse(answer.text)).toMatchObject({ errors: [{ field }] });
    expect(await auditOf(actor.userId)).toEqual([]);
  });
});

test('the last who keeps the people stays: two who dismiss each other leave one', async () => {
  await db.update(users).set({ suspendedAt: 1 }).where(eq(users.role, 'staff'));
  const both = [await givenPerson({ role: 'staff' }), await givenPerson({ role: 'staff' })] as const;
  const [one, other] = both;
  const outcomes = await Promise.allSettled([
    suspendPerson(one.ctx, other.actor.userId, { reason }),
    changeRole(other.ctx, one.actor.userId, { role: 'shopper' }),
  ]);
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const refused = outcomes.find((outcome) => outcome.status === 'rejected');
  expect(refused?.reason).toMatchObject({ code: 'last_keeper' });
  const rows = await Promise.all(both.map(({ actor }) => rowOf(actor.userId)));
  expect(rows.filter(({ role, suspendedAt }) => role === 'staff' && suspendedAt === null)).toHaveLength(1);
  // Whoever does not keep the people is no loss to that.
  const helper = await givenPerson({ role: 'staff', permissions: ['orders.read'] });
  const left = both.find((_, index) => rows[index]?.role === 'staff' && rows[index]?.suspendedAt === null);
  expect(await suspendPerson((left ?? one).ctx, helper.actor.userId, { reason })).toMatchObject({ signInCount: 0 });
});
