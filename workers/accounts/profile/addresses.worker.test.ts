import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import { askApi } from '../../../test/builders/api-routes.ts';
import { givenPincode } from '../../../test/builders/catalog.ts';
import { givenPerson } from '../../../test/builders/person.ts';
import type { Context } from '../../context.ts';
import { addAddress, rememberAddress } from './add-address.ts';
import { listAddresses, MAX_ADDRESSES } from './address-book.ts';
import { changeAddress } from './change-address.ts';
import type { NewAddress } from './profile-schemas.ts';
import { removeAddress } from './remove-address.ts';
import { setDefaultAddress } from './set-default-address.ts';

const HOME: NewAddress = {
  ...{ name: 'Asha Rao', phone: '9845012345', line: '12 MG Road', landmark: 'Metro', pincode: '560001' },
  type: 'home',
};

beforeAll(async () => {
  await givenPincode('560001');
  await givenPincode('110001', { district: 'New Delhi', stateCode: '07' });
});

const defaultsOf = async (ctx: Context) => (await listAddresses(ctx)).filter((each) => each.isDefault);

test('district and state follow from the pincode, and the first address is the default', async () => {
  const { ctx } = await givenPerson();
  const first = await addAddress(ctx, HOME);
  expect(first).toEqual({
    ...{ id: first.id, name: 'Asha Rao', phone: '9845012345', line: '12 MG Road', landmark: 'Metro' },
    ...{ pincode: '560001', district: 'Bengaluru', state: 'Karnataka', type: 'home', isDefault: true },
  });
  const second = await addAddress(ctx, { ...HOME, pincode: '110001', type: 'work' });
  expect(second).toMatchObject({ district: 'New Delhi', state: 'Delhi', isDefault: false });
  expect((await listAddresses(ctx)).map(({ id }) => id)).toEqual([first.id, second.id]);
});

test('an unknown pincode names its field and adds nothing', async () => {
  const { ctx } = await givenPerson();
  await expect(addAddress(ctx, { ...HOME, pincode: '999999' })).rejects.toMatchObject({
    code: 'validation_failed',
    extra: { errors: [{ field: 'pincode' }] },
  });
  expect(await listAddresses(ctx)).toEqual([]);
});

describe('the default', () => {
  test('is one, whoever is chosen at once', async () => {
    const { ctx } = await givenPerson();
    const added = await Promise.all(Array.from({ length: 5 }, () => addAddress(ctx, HOME)));
    expect(await defaultsOf(ctx)).toHaveLength(1);
    await Promise.all(added.map(({ id }) => setDefaultAddress(ctx, id)));
    expect(await defaultsOf(ctx)).toHaveLength(1);
    const [chosen = { id: '' }] = added;
    expect(await setDefaultAddress(ctx, chosen.id)).toMatchObject({ isDefault: true });
    expect(await setDefaultAddress(ctx, chosen.id)).toMatchObject({ isDefault: true });
    expect((await listAddresses(ctx))[0]?.id).toBe(chosen.id);
  });

  test('falls to the newest other one when it is removed; the last one leaves none', async () => {
    const { ctx } = await givenPerson();
    const [first, second, third] = [
      await addAddress(ctx, HOME),
      await addAddress(ctx, HOME),
      await addAddress(ctx, HOME),
    ];
    await removeAddress(ctx, second.id);
    expect((await defaultsOf(ctx)).map(({ id }) => id)).toEqual([first.id]);
    await removeAddress(ctx, first.id);
    expect((await defaultsOf(ctx)).map(({ id }) => id)).toEqual([third.id]);
    await removeAddress(ctx, third.id);
    expect(await listAddresses(ctx)).toEqual([]);
    await expect(removeAddress(ctx, third.id)).rejects.toMatchObject({ code: 'not_found' });
  });
});

test('a change sets what is given; another pincode brings its place along', async () => {
  const { ctx } = await givenPerson();
  const { id } = await addAddress(ctx, HOME);
  expect(await changeAddress(ctx, id, { pincode: '110001' })).toMatchObject({ state: 'Delhi', landmark: 'Metro' });
  expect(await changeAddress(ctx, id, { landmark: '', type: 'other' })).toMatchObject({ landmark: '', type: 'other' });
  expect(await changeAddress(ctx, id, {})).toMatchObject({ name: 'Asha Rao', pincode: '110001', isDefault: true });
  await expect(changeAddress(ctx, id, { pincode: '999999' })).rejects.toMatchObject({ code: 'validation_failed' });
});

test("somebody else's address is as if it were not there", async () => {
  const [owner, other] = [await givenPerson(), await givenPerson()];
  const { id } = await addAddress(owner.ctx, HOME);
  await addAddress(other.ctx, HOME);
  const before = await listAddresses(other.ctx);
  for (const [method, path, body] of [
    ['PATCH', `/account/addresses/${id}`, { name: 'Mallory' }],
    ['DELETE', `/account/addresses/${id}`, undefined],
    ['POST', `/account/addresses/${id}/default`, undefined],
  ] as const) {
    const headers = { ...other.headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const answer = await askApi(path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    expect(answer.status, `${method} ${path}`).toBe(404);
  }
  expect(await listAddresses(owner.ctx)).toMatchObject([{ id, name: 'Asha Rao', isDefault: true }]);
  expect(await listAddresses(other.ctx)).toEqual(before);
});

test(`a book holds ${MAX_ADDRESSES}, also when thirty come at once`, async () => {
  const { ctx } = await givenPerson();
  const ends = await Promise.allSettled(Array.from({ length: 30 }, () => addAddress(ctx, HOME)));
  const refused = ends.filter((end) => end.status === 'rejected');
  expect(refused).toHaveLength(30 - MAX_ADDRESSES);
  for (const { reason } of refused) expect(reason).toMatchObject({ code: 'too_many_addresses' });
  expect(await listAddresses(ctx)).toHaveLength(MAX_ADDRESSES);
  await rememberAddress(ctx, { ...HOME, line: '1 Elsewhere' });
  expect(await listAddresses(ctx)).toHaveLength(MAX_ADDRESSES);
});

test('an address that was ordered to is kept once, however often and at once', async () => {
  const { ctx } = await givenPerson();
  await Promise.all(Array.from({ length: 5 }, () => rememberAddress(ctx, HOME)));
  await rememberAddress(ctx, { ...HOME, type: 'work' });
  expect(await listAddresses(ctx)).toHaveLength(1);
  await rememberAddress(ctx, { ...HOME, landmark: '' });
  expect(await listAddresses(ctx)).toHaveLength(2);
});

test('nobody and guests have no address book', async () => {
  for (const path of ['/account/addresses', '/account/profile', '/account/data']) {
    expect((await askApi(path)).status).toBe(401);
  }
});

test('the phone is read however it is typed and kept as ten digits; bad fields are named', async () => {
  const { headers } = await givenPerson();
  const send = async (body: object) => {
    const init = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' } };
    return await askApi('/account/addresses', { ...init, body: JSON.stringify(body) });
  };
  const { type: _type, ...given } = HOME;
  const added = await send({ ...given, phone: '+91 98450 12345' });
  expect(added.status).toBe(201);
  expect(JSON.parse(added.text)).toMatchObject({ phone: '9845012345', type: 'home' });
  const refused = await send({ ...given, phone: '123', pincode: '1', line: '' });
  expect(refused.status).toBe(422);
  const { errors } = JSON.parse(refused.text) as { errors: { field: string }[] };
  expect(errors.map(({ field }) => field).sort()).toEqual(['line', 'phone', 'pincode']);
  const { results } = await env.DB.prepare('SELECT COUNT(*) AS n FROM addresses WHERE phone = ?').bind('123').all();
  expect(results).toEqual([{ n: 0 }]);
});
