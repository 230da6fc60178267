import { env, exports } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { givenProduct } from '../../test/builders/catalog.ts';
import { givenContext } from '../../test/builders/context.ts';
import { createContext } from '../context.ts';
import { guestIdOf, signGuestId } from '../http/guest-token.ts';
import { login } from './login.ts';
import { register } from './register.ts';

const ORIGIN = 'https://haat.test';
const password = 'a long enough secret';
let count = 0;

function givenPerson() {
  return { name: 'Asha Rao', email: `asha${++count}@example.in`, password };
}

function post(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return exports.default.fetch(`${ORIGIN}/api/v1/auth/${path}`, {
    method: 'POST',
    headers: { origin: ORIGIN, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** The cookies of an answer as a browser would send them back; those that end are left out. */
function cookieOf(answer: Response): string {
  const pairs = answer.headers.getSetCookie().filter((cookie) => !cookie.includes('Max-Age=0'));
  return pairs.map((cookie) => cookie.split(';')[0]).join('; ');
}

describe('register', () => {
  test('opens an account, signs in, and keeps the password hashed', async () => {
    const person = givenPerson();
    const answer = await post('register', { ...person, email: person.email.toUpperCase() });
    expect(answer.status).toBe(201);
    const body = await answer.json<{ accessToken: string }>();
    expect(body).toMatchObject({ user: { name: 'Asha Rao', email: person.email, role: 'shopper' } });
    expect(JSON.stringify(body)).not.toContain('refresh');
    const cookies = answer.headers.getSetCookie();
    expect(cookies).toHaveLength(2);
    for (const cookie of cookies) {
      expect(cookie).toMatch(
        /^__Host-haat_(access|refresh)=\S+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/,
      );
    }
    const row = await env.DB.prepare('SELECT password_hash FROM users WHERE email = ?').bind(person.email).first();
    expect(row?.password_hash).toMatch(/^\$argon2id\$/);
    const me = await exports.default.fetch(`${ORIGIN}/api/v1/auth/me`, {
      headers: { authorization: `Bearer ${body.accessToken}` },
    });
    expect(await me.json()).toMatchObject({ email: person.email });
  });

  test('a taken address is refused, also in a race', async () => {
    const person = givenPerson();
    const answers = await Promise.all(Array.from({ length: 8 }, () => post('register', person)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
    const refused = await post('register', { ...person, email: person.email.toUpperCase() });
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ code: 'email_taken', errors: [{ field: 'email' }] });
    const sessions = await env.DB.prepare(
      'SELECT COUNT(*) AS n FROM sessions WHERE user_id = (SELECT id FROM users WHERE email = ?)',
    )
      .bind(person.email)
      .first();
    expect(sessions?.n).toBe(1);
  });

  test.each([
    ['name', { name: ' ' }],
    ['email', { email: 'asha' }],
    ['password', { password: 'short' }],
    ['password', { password: 'x'.repeat(129) }],
    ['role', { role: 'staff' }],
  ])('names the wrong field %s', async (field, wrong) => {
    const answer = await post('register', { ...givenPerson(), ...wrong });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code: 'validation_failed', errors: [{ field }] });
  });
});

describe('login', () => {
  test('signs in, whatever the case of the address', async () => {
    const person = givenPerson();
    await post('register', person);
    const answer = await post('login', { email: ` ${person.email.toUpperCase()}`, password });
    expect(answer.status).toBe(200);
    const me = await exports.default.fetch(`${ORIGIN}/api/v1/auth/me`, { headers: { cookie: cookieOf(answer) } });
    expect(await me.json()).toMatchObject({ email: person.email });
  });

  test('a wrong password and an unknown address look the same and take the same work', async () => {
    const person = givenPerson();
    await post('register', person);
    const ask = async (email: string) => {
      const startedAt = performance.now();
      const answer = await post('login', { email, password: 'not the secret' });
      const { requestId: _requestId, ...problem } = await answer.json<Record<string, unknown>>();
      return { problem, status: answer.status, ms: performance.now() - startedAt };
    };
    const known = [await ask(person.email), await ask(person.email), await ask(person.email)];
    const unknown = [await ask('no1@example.in'), await ask('no2@example.in'), await ask('no3@example.in')];
    expect(known[0]).toMatchObject({ status: 401, problem: { code: 'invalid_credentials' } });
    for (const answer of unknown) expect(answer.problem).toEqual(known[0]?.problem);
    const fastest = (answers: typeof known) => Math.min(...answers.map(({ ms }) => ms));
    expect(fastest(unknown)).toBeGreaterThan(fastest(known) / 2);
  });

  test('ten logins of a guest at once bring the cart along once', async () => {
    const person = givenPerson();
    const { userId } = (await register(givenContext({ actor: { kind: 'anonymous' } }), person)).user;
    const { sku } = await givenProduct({ stock: 10 });
    const guestId = givenContext().newId('guest');
    const item = { sku, quantity: 2, seenPricePaise: 49_900 };
    await env.CART.getByName(`guest:${guestId}`).add(item, { maxQuantity: 10, maxLines: 50 });
    const ctx = createContext({ env, actor: { kind: 'guest', guestId } });
    await Promise.all(Array.from({ length: 10 }, () => login(ctx, person)));
    const { entries } = await env.CART.getByName(`user:${userId}`).read();
    expect(entries).toEqual([item]);
  });

  test('ends the guest cookie, so that the next person of this device finds no cart', async () => {
    const person = givenPerson();
    const guest = await signGuestId(env, givenContext().newId('guest'));
    const answer = await post('register', person, { cookie: `haat_guest=${guest}` });
    expect(answer.headers.getSetCookie().at(-1)).toBe('haat_guest=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure');
  });
});

describe('logout', () => {
  test('ends every token of the sign-in and no other sign-in; again it changes nothing', async () => {
    const person = givenPerson();
    const here = cookieOf(await post('register', person));
    const elsewhere = cookieOf(await post('login', { email: person.email, password }));
    const renewed = cookieOf(await post('refresh', undefined, { cookie: here }));
    // The access cookie has expired by now: the refresh cookie alone has to do.
    const answer = await post('logout', undefined, { cookie: renewed.replace(/__Host-haat_access=\S+; /, '') });
    expect(answer.status).toBe(204);
    expect(cookieOf(answer)).toBe('');
    expect(answer.headers.getSetCookie()).toHaveLength(3);
    for (const cookie of [here, renewed]) {
      expect((await post('refresh', undefined, { cookie })).status).toBe(401);
    }
    expect((await post('logout', undefined, { cookie: here })).status).toBe(204);
    expect((await post('logout')).status).toBe(204);
    expect((await post('refresh', undefined, { cookie: elsewhere })).status).toBe(200);
  });

  test('a client that kept only its access token can leave', async () => {
    const answer = await post('register', givenPerson());
    const { accessToken } = await answer.json<{ accessToken: string }>();
    const left = await exports.default.fetch(`${ORIGIN}/api/v1/auth/logout`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}` },
    });
    expect(left.status).toBe(204);
    expect((await post('refresh', undefined, { cookie: cookieOf(answer) })).status).toBe(401);
  });
});

test('the cookie of a guest is signed with our secret alone', async () => {
  const guestId = givenContext().newId('guest');
  const token = await signGuestId(env, guestId);
  expect(await guestIdOf(env, token)).toBe(guestId);
  expect(await guestIdOf({ ...env, APP_SECRET: 'another secret of the right length 0123' }, token)).toBeNull();
  await expect(guestIdOf({ ...env, APP_SECRET: 'short' }, token)).rejects.toMatchObject({ code: 'misconfigured' });
});
