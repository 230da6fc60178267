import { expect, test } from 'vitest';
import { askApi } from '../../test/builders/api-routes.ts';
import { bearerOf, givenPerson, givenRowsOf, givenUserActor, type Person } from '../../test/builders/person.ts';
import { endOtherSignIns, endSignIn } from './end-sign-ins.ts';
import { identifyVisitor } from './identify-visitor.ts';
import { listSignIns } from './list-sign-ins.ts';
import { rotateSession } from './refresh-session.ts';
import { startSession } from './start-session.ts';

/** The same person on another device. */
async function anotherDeviceOf({ actor, ctx }: Person): Promise<Person> {
  const other = givenUserActor({ ...actor, signInId: ctx.newId('signIn') });
  await givenRowsOf(other);
  return { actor: other, ctx: { ...ctx, actor: other }, headers: await bearerOf(other) };
}

async function statusOf({ headers }: Person): Promise<number> {
  return (await askApi('/auth/me', { headers })).status;
}

test('lists where one is signed in, and which of them asks', async () => {
  const phone = await givenPerson();
  const laptop = await anotherDeviceOf(phone);
  await givenPerson();
  const devices = await listSignIns(laptop.ctx);
  expect(devices.map(({ id, isThis }) => [id, isThis]).toSorted()).toEqual(
    [
      [phone.actor.signInId, false],
      [laptop.actor.signInId, true],
    ].toSorted(),
  );
  const answer = await askApi('/account/devices', { headers: phone.headers });
  expect(JSON.parse(answer.text).devices).toHaveLength(2);
  expect(answer.text).toContain('Chrome on Android');
});

test('one that is logged out is out with its next request, and so is its refresh token', async () => {
  const phone = await givenPerson();
  const session = await startSession(phone.ctx, phone.actor.userId, 'password', false);
  const laptop: Person = { ...phone, actor: session.user, headers: await bearerOf(session.user) };
  expect(await statusOf(laptop)).toBe(200);

  const ended = await askApi(`/account/devices/${session.user.signInId}`, { method: 'DELETE', headers: phone.headers });
  expect(ended.status).toBe(204);
  expect(await statusOf(laptop)).toBe(401);
  expect(await rotateSession(phone.ctx, session.refreshToken)).toBeNull();
  const cookie = `haat_access=${session.accessToken}; haat_refresh=${session.refreshToken}`;
  const page = new Request('http://haat.test/account', { headers: { cookie } });
  const visitor = await identifyVisitor(phone.ctx, page);
  expect(visitor.actor).toEqual({ kind: 'anonymous' });
  expect(await statusOf(phone)).toBe(200);
  const again = await askApi(`/account/devices/${session.user.signInId}`, { method: 'DELETE', headers: phone.headers });
  expect(again.status).toBe(404);
});

test("somebody else's sign-in does not exist", async () => {
  const [mine, theirs] = [await givenPerson(), await givenPerson()];
  await expect(endSignIn(mine.ctx, theirs.actor.signInId)).rejects.toMatchObject({ code: 'not_found' });
  expect(await statusOf(theirs)).toBe(200);
});

test('logging out the others leaves the one that asks; of two who do it at once, at most one stays', async () => {
  const [one, stranger] = [await givenPerson(), await givenPerson()];
  const family = [one, await anotherDeviceOf(one), await anotherDeviceOf(one)];
  const answer = await askApi('/account/devices/log-out-others', { method: 'POST', headers: one.headers });
  expect(JSON.parse(answer.text)).toEqual({ endedCount: 2 });
  expect(await Promise.all(family.map(statusOf))).toEqual([200, 401, 401]);
  expect(await statusOf(stranger)).toBe(200);

  const other = await anotherDeviceOf(one);
  await Promise.all([endOtherSignIns(one.ctx), endOtherSignIns(other.ctx)]);
  const left = await Promise.all([one, other].map(statusOf));
  expect(left.filter((status) => status === 200).length).toBeLessThanOrEqual(1);
});

test('logging out all is for this one too', async () => {
  const one = await givenPerson();
  const family = [one, await anotherDeviceOf(one)];
  const answer = await askApi('/account/devices/log-out-all', { method: 'POST', headers: one.headers });
  expect(JSON.parse(answer.text)).toEqual({ endedCount: 2 });
  expect(answer.headers.get('set-cookie')).toContain('Max-Age=0');
  expect(await Promise.all(family.map(statusOf))).toEqual([401, 401]);
});

test('nobody has no devices', async () => {
  for (const [method, place] of [
    ['GET', '/account/devices'],
    ['DELETE', '/account/devices/sgn_01K9ZQ3V7Y4M2N8P6R5T1W0XAB'],
    ['POST', '/account/devices/log-out-others'],
    ['POST', '/account/devices/log-out-all'],
    ['GET', '/account/security'],
    ['POST', '/account/passkeys/options'],
    ['POST', '/account/authenticator'],
  ] as const) {
    expect((await askApi(place, { method })).status, place).toBe(401);
  }
});
