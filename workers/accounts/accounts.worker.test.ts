import { env, exports } from 'cloudflare:workers';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { givenProduct } from '../../test/builders/catalog.ts';
import { givenCode } from '../../test/builders/code.ts';
import { givenContext } from '../../test/builders/context.ts';
import { givenPerson } from '../../test/builders/person.ts';
import { guestIdOf, signGuestId } from '../http/guest-token.ts';
import { register } from './register.ts';
import { verifyCode } from './verify-code.ts';

const ORIGIN = 'https://haat.test';
const password = 'a long enough secret';
let count = 0;

/** Each test from an address of its own: limits of one do not meet another. */
let ip = '';
beforeEach(() => {
  ip = `203.0.113.${++count}`;
});

function newPerson(name = 'Asha Rao') {
  return { name, email: `asha${++count}@example.in`, password };
}

function post(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return exports.default.fetch(`${ORIGIN}/api/v1/${path}`, {
    method: 'POST',
    headers: {
      ...{ origin: ORIGIN, 'cf-connecting-ip': ip },
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

type CodeSent = { challengeId: string; expiresAt: string; resendAt: string };

async function sentBy(answer: Response): Promise<CodeSent> {
  expect(answer.status).toBe(202);
  return await answer.json<CodeSent>();
}

/** Registers, reads the mail, and is signed in. */
async function signUp(person: ReturnType<typeof newPerson>, headers: Record<string, string> = {}): Promise<Response> {
  const { challengeId } = await sentBy(await post('auth/register', person));
  const answer = await post('auth/otp/verify', { challengeId, code: await givenCode(challengeId) }, headers);
  expect(answer.status).toBe(200);
  return answer;
}

/** The cookies of an answer as a browser would send them back; those that end are left out. */
function cookieOf(answer: Response): string {
  const pairs = answer.headers.getSetCookie().filter((cookie) => !cookie.includes('Max-Age=0'));
  return pairs.map((cookie) => cookie.split(';')[0]).join('; ');
}

function countUsers(column: 'email' | 'phone', value: string): Promise<number | null> {
  return env.DB.prepare(`SELECT COUNT(*) AS n FROM users WHERE ${column} = ?`).bind(value).first<number>('n');
}

describe('sign up by e-mail and password', () => {
  test('opens the account with the code, signs in, and keeps the password hashed', async () => {
    const person = newPerson();
    const sent = await sentBy(await post('auth/register', { ...person, email: person.email.toUpperCase() }));
    expect(await countUsers('email', person.email)).toBe(0);
    const code = await givenCode(sent.challengeId);
    const answer = await post('auth/otp/verify', { challengeId: sent.challengeId, code });
    expect(answer.status).toBe(200);
    const body = await answer.json<{ accessToken: string }>();
    expect(body).toMatchObject({
      user: { name: 'Asha Rao', email: person.email, phone: null, role: 'shopper', hasSecondFactor: false },
    });
    expect(JSON.stringify(body)).not.toContain('refresh');
    const cookies = answer.headers.getSetCookie();
    expect(cookies).toHaveLength(2);
    for (const cookie of cookies) {
      expect(cookie).toMatch(
        /^__Host-haat_(access|refresh)=\S+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/,
      );
    }
    const row = await env.DB.prepare('SELECT password_hash, email_verified_at FROM users WHERE email = ?')
      .bind(person.email)
      .first();
    expect(row?.password_hash).toMatch(/^\$argon2id\$/);
    expect(row?.email_verified_at).toBeTypeOf('number');
    const me = await exports.default.fetch(`${ORIGIN}/api/v1/auth/me`, {
      headers: { authorization: `Bearer ${body.accessToken}` },
    });
    expect(await me.json()).toMatchObject({ email: person.email });
  });

  test('for an address that has an account, the code signs in to it and changes nothing', async () => {
    const person = newPerson();
    await signUp(person);
    await env.DB.prepare('DELETE FROM rate_limits').run();
    const again = await signUp({ ...person, name: 'Somebody Else', password: 'another long secret' });
    expect(await again.json()).toMatchObject({ user: { name: 'Asha Rao', email: person.email } });
    expect(await countUsers('email', person.email)).toBe(1);
    expect((await post('auth/login', { email: person.email, password })).status).toBe(200);
    expect((await post('auth/login', { email: person.email, password: 'another long secret' })).status).toBe(401);
  });

  test('two registrations of one address at once open one account, and both are in it', async () => {
    const person = newPerson();
    const [first, second] = [newPerson('Asha'), newPerson('Ravi')].map(({ name }) => ({ ...person, name }));
    const ctx = () => givenContext({ actor: { kind: 'anonymous' } });
    const one = await register(ctx(), first ?? person, null);
    await env.DB.prepare('DELETE FROM rate_limits').run();
    const two = await register(ctx(), second ?? person, null);
    const answers = await Promise.all(
      [one, two].map(async ({ challengeId }) => verifyCode(ctx(), { challengeId, code: await givenCode(challengeId) })),
    );
    const ids = answers.map((answer) => (answer.kind === 'session' ? answer.session.user.userId : 'none'));
    expect(ids[0]).toMatch(/^usr_/);
    expect(ids[1]).toBe(ids[0]);
    expect(await countUsers('email', person.email)).toBe(1);
  });

  test.each([
    ['name', { name: ' ' }],
    ['email', { email: 'asha' }],
    ['password', { password: 'short' }],
    ['password', { password: 'x'.repeat(129) }],
    ['password', { password: 'sachin1973' }],
    ['password', { password: 'asharao123' }],
    ['role', { role: 'staff' }],
  ])('names the wrong field %s', async (field, wrong) => {
    const answer = await post('auth/register', { ...newPerson(), ...wrong });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code: 'validation_failed', errors: [{ field }] });
  });
});

describe('sign in by a code', () => {
  test('a new number opens an account without a name; the same number comes back to it', async () => {
    const phone = '98450 10001';
    const { challengeId } = await sentBy(await post('auth/otp/send', { phone }));
    const first = await post('auth/otp/verify', { challengeId, code: await givenCode(challengeId) });
    const { user } = await first.json<{ user: { id: string } }>();
    expect(user).toMatchObject({ name: '', email: null, phone: '+919845010001', role: 'shopper' });
    await env.DB.prepare('DELETE FROM rate_limits').run();
    const again = await sentBy(await post('auth/otp/send', { phone: '+91 9845010001' }));
    const answer = await post('auth/otp/verify', {
      challengeId: again.challengeId,
      code: await givenCode(again.challengeId),
    });
    expect(await answer.json()).toMatchObject({ user: { id: user.id } });
    expect(await countUsers('phone', '+919845010001')).toBe(1);
  });

  test.each([
    ['phone', { phone: '+1 415 555 2671' }],
    ['phone', { phone: '12345' }],
    ['email', { email: 'asha@' }],
    ['phone', { email: 'asha@example.in', phone: '98450 12345' }],
  ])('names the wrong field %s', async (field, body) => {
    const answer = await post('auth/otp/send', body);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code: 'validation_failed', errors: [{ field }] });
  });

  test('who proves the address of an old account drops what somebody else may have set', async () => {
    const stranger = await givenPerson(
      {},
      { emailVerifiedAt: null, phone: '+919845010099', passwordHash: 'set by whom?' },
    );
    const { email, userId } = stranger.actor;
    await env.DB.batch([
      env.DB.prepare(
        "INSERT INTO passkeys (id, user_id, public_key, counter, transports, is_backed_up, name, created_at) VALUES ('theirs', ?, '', 0, '[]', 0, '', 0)",
      ).bind(userId),
      env.DB.prepare(
        "INSERT INTO authenticators (user_id, sealed_secret, created_at, confirmed_at) VALUES (?, '', 0, 1)",
      ).bind(userId),
      env.DB.prepare(
        `INSERT INTO addresses (id, user_id, name, phone, line, landmark, pincode, district, state_code, type, is_default, created_at)
         VALUES ('adr_theirs', ?, 'Somebody', '9845010099', '1 Elsewhere', '', '560001', 'Bengaluru', '29', 'home', 1, 0)`,
      ).bind(userId),
    ]);
    const { challengeId } = await sentBy(await post('auth/otp/send', { email }));
    const answer = await post('auth/otp/verify', { challengeId, code: await givenCode(challengeId) });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ user: { id: userId } });
    const row = await env.DB.prepare(
      `SELECT password_hash, phone, email_verified_at IS NOT NULL AS proved,
        (SELECT COUNT(*) FROM passkeys WHERE user_id = users.id) + (SELECT COUNT(*) FROM authenticators WHERE user_id = users.id) AS ways,
        (SELECT COUNT(*) FROM addresses WHERE user_id = users.id) AS addresses
      FROM users WHERE id = ?`,
    )
      .bind(userId)
      .first();
    expect(row).toEqual({ password_hash: null, phone: null, proved: 1, ways: 0, addresses: 0 });
    const me = await exports.default.fetch(`${ORIGIN}/api/v1/auth/me`, { headers: stranger.headers });
    expect(me.status).toBe(401);
  });

  test('who proves an address again keeps what they have', async () => {
    const person = newPerson();
    await signUp(person);
    await env.DB.prepare('DELETE FROM rate_limits').run();
    const { challengeId } = await sentBy(await post('auth/otp/send', { email: person.email }));
    await post('auth/otp/verify', { challengeId, code: await givenCode(challengeId) });
    expect((await post('auth/login', { email: person.email, password })).status).toBe(200);
  });

  test('a closed account lets nobody in, and only its owner hears it', async () => {
    const { actor } = await givenPerson({}, { suspendedAt: 1 });
    const { challengeId } = await sentBy(await post('auth/otp/send', { email: actor.email }));
    const answer = await post('auth/otp/verify', { challengeId, code: await givenCode(challengeId) });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ code: 'account_closed' });
  });
});

describe('sign in by password', () => {
  test('works, whatever the case of the address', async () => {
    const person = newPerson();
    await signUp(person);
    const answer = await post('auth/login', { email: ` ${person.email.toUpperCase()}`, password });
    expect(answer.status).toBe(200);
    const me = await exports.default.fetch(`${ORIGIN}/api/v1/auth/me`, { headers: { cookie: cookieOf(answer) } });
    expect(await me.json()).toMatchObject({ email: person.email });
  });

  test('a hash with the parameters of yesterday is replaced by one of today', async () => {
    const person = newPerson();
    await signUp(person);
    // By Node's crypto.argon2Sync: 'a long enough secret', m=8192, t=1, salt 'haat-test-salt-1'.
    const old = '$argon2id$v=19$m=8192,t=1,p=1$aGFhdC10ZXN0LXNhbHQtMQ$lgiXK6V7PCnqwyEI1dSnjz9SpYttXDqpwAFKkaXmvpQ';
    await env.DB.prepare('UPDATE users SET password_hash = ? WHERE email = ?').bind(old, person.email).run();
    const hashOf = () =>
      env.DB.prepare('SELECT password_hash AS hash FROM users WHERE email = ?')
        .bind(person.email)
        .first<string>('hash');
    expect((await post('auth/login', { email: person.email, password: 'not the secret' })).status).toBe(401);
    expect(await hashOf()).toBe(old);
    expect((await post('auth/login', { email: person.email, password })).status).toBe(200);
    await vi.waitFor(async () => expect(await hashOf()).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/));
    expect((await post('auth/login', { email: person.email, password })).status).toBe(200);
  });

  test('ten logins of a guest at once bring the cart along once', async () => {
    const person = newPerson();
    const { user } = await (await signUp(person)).json<{ user: { id: string } }>();
    const { sku } = await givenProduct({ stock: 10 });
    const guestId = givenContext().newId('guest');
    const item = { sku, quantity: 2, seenPricePaise: 49_900 };
    await env.CART.getByName(`guest:${guestId}`).add(item, { maxQuantity: 10, maxLines: 50 });
    const cookie = `__Host-haat_guest=${await signGuestId(env, guestId)}`;
    const { email } = person;
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => post('auth/login', { email, password }, { cookie })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    const { entries } = await env.CART.getByName(`user:${user.id}`).read();
    expect(entries).toEqual([item]);
  });

  test('ends the guest cookie, so that the next person of this device finds no cart', async () => {
    const guest = await signGuestId(env, givenContext().newId('guest'));
    const answer = await signUp(newPerson(), { cookie: `__Host-haat_guest=${guest}` });
    expect(answer.headers.getSetCookie().at(-1)).toBe(
      '__Host-haat_guest=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure',
    );
  });
});

describe('logout', () => {
  test('ends every token of the sign-in and no other sign-in; again it changes nothing', async () => {
    const person = newPerson();
    const here = cookieOf(await signUp(person));
    const elsewhere = cookieOf(await post('auth/login', { email: person.email, password }));
    const renewed = cookieOf(await post('auth/refresh', undefined, { cookie: here }));
    // The access cookie has expired by now: the refresh cookie alone has to do.
    const answer = await post('auth/logout', undefined, { cookie: renewed.replace(/__Host-haat_access=\S+; /, '') });
    expect(answer.status).toBe(204);
    expect(cookieOf(answer)).toBe('');
    expect(answer.headers.getSetCookie()).toHaveLength(3);
    for (const cookie of [here, renewed]) {
      expect((await post('auth/refresh', undefined, { cookie })).status).toBe(401);
    }
    expect((await post('auth/logout', undefined, { cookie: here })).status).toBe(204);
    expect((await post('auth/logout')).status).toBe(204);
    expect((await post('auth/refresh', undefined, { cookie: elsewhere })).status).toBe(200);
  });

  test('a client that kept only its access token can leave, and the token is worth nothing at once', async () => {
    const answer = await signUp(newPerson());
    const { accessToken } = await answer.json<{ accessToken: string }>();
    const headers = { authorization: `Bearer ${accessToken}` };
    const left = await exports.default.fetch(`${ORIGIN}/api/v1/auth/logout`, { method: 'POST', headers });
    expect(left.status).toBe(204);
    expect((await exports.default.fetch(`${ORIGIN}/api/v1/auth/me`, { headers })).status).toBe(401);
    expect((await post('auth/refresh', undefined, { cookie: cookieOf(answer) })).status).toBe(401);
  });
});

test('the cookie of a guest is signed with our secret alone', async () => {
  const guestId = givenContext().newId('guest');
  const token = await signGuestId(env, guestId);
  expect(await guestIdOf(env, token)).toBe(guestId);
  expect(await guestIdOf({ ...env, APP_SECRET: 'another secret of the right length 0123' }, token)).toBeNull();
  await expect(guestIdOf({ ...env, APP_SECRET: 'short' }, token)).rejects.toMatchObject({ code: 'misconfigured' });
});
