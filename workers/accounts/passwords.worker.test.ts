import { env, exports } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { givenCode } from '../../test/builders/code.ts';
import { givenContext } from '../../test/builders/context.ts';
import { bearerOf, givenPerson, givenRowsOf } from '../../test/builders/person.ts';
import { createContext, type UserActor } from '../context.ts';
import { changePassword } from './change-password.ts';
import { forgotPassword } from './forgot-password.ts';
import { login } from './login.ts';
import { resetPassword } from './reset-password.ts';

const password = 'a market every sunday';
const visitor = () => givenContext({ actor: { kind: 'anonymous' } });

async function sentTo(actor: UserActor) {
  await env.DB.prepare('DELETE FROM rate_limits').run();
  const { challengeId } = await forgotPassword(visitor(), { email: actor.email ?? '' }, null);
  return { challengeId, code: await givenCode(challengeId), password };
}

async function statusOf(headers: Readonly<Record<string, string>>): Promise<number> {
  return (await exports.default.fetch('https://haat.test/api/v1/auth/me', { headers })).status;
}

function signInWith(actor: UserActor, secret: string) {
  return login(visitor(), { email: actor.email ?? '', password: secret }, null);
}

/** The same person on another device. */
async function elsewhere(actor: UserActor) {
  const other: UserActor = { ...actor, signInId: givenContext().newId('signIn') };
  await givenRowsOf(other);
  return await bearerOf(other);
}

describe('a forgotten password', () => {
  test('is replaced by the code, and every sign-in ends with it; nobody is signed in by it', async () => {
    const person = await givenPerson();
    const other = await elsewhere(person.actor);
    expect(await resetPassword(visitor(), await sentTo(person.actor))).toBeUndefined();
    expect([await statusOf(person.headers), await statusOf(other)]).toEqual([401, 401]);
    expect((await signInWith(person.actor, password)).kind).toBe('session');
  });

  test('the code works once, of ten at once', async () => {
    const { actor } = await givenPerson();
    const answer = await sentTo(actor);
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => resetPassword(visitor(), answer)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('a password that is refused does not use the code up', async () => {
    const { actor } = await givenPerson();
    const answer = await sentTo(actor);
    const own = resetPassword(visitor(), { ...answer, password: (actor.email ?? '').split('@')[0] ?? '' });
    await expect(own).rejects.toMatchObject({ code: 'validation_failed', extra: { errors: [{ field: 'password' }] } });
    await expect(resetPassword(visitor(), answer)).resolves.toBeUndefined();
  });

  test('a wrong code changes nothing', async () => {
    const person = await givenPerson();
    const answer = await sentTo(person.actor);
    await expect(resetPassword(visitor(), { ...answer, code: '000000' })).rejects.toMatchObject({ code: 'wrong_code' });
    expect(await statusOf(person.headers)).toBe(200);
    await expect(signInWith(person.actor, password)).rejects.toMatchObject({ code: 'invalid_credentials' });
  });

  test('the code is worth nothing once the account has another address or is closed', async () => {
    for (const change of ["email = 'moved-' || email", 'deleted_at = 1']) {
      const { actor } = await givenPerson();
      const answer = await sentTo(actor);
      await env.DB.prepare(`UPDATE users SET ${change} WHERE id = ?`).bind(actor.userId).run();
      await expect(resetPassword(visitor(), answer), change).rejects.toMatchObject({ code: 'code_expired' });
      const hash = await env.DB.prepare('SELECT password_hash AS hash FROM users WHERE id = ?')
        .bind(actor.userId)
        .first<string>('hash');
      expect(hash).toBeNull();
    }
  });

  test('nobody’s code is wrong five times and then over, like anybody’s', async () => {
    const { challengeId } = await forgotPassword(visitor(), { email: 'nobody-at-all@example.in' }, null);
    const codes: unknown[] = [];
    for (let index = 0; index < 6; index++) {
      const error = await resetPassword(visitor(), { challengeId, code: '123456', password }).catch((e: unknown) => e);
      codes.push((error as { code: string }).code);
    }
    expect(codes).toEqual([...Array(5).fill('wrong_code'), 'code_expired']);
  });
});

describe('changing one’s password', () => {
  test('keeps this sign-in and ends the others', async () => {
    const person = await givenPerson();
    const other = await elsewhere(person.actor);
    await changePassword(person.ctx, { password });
    expect([await statusOf(person.headers), await statusOf(other)]).toEqual([200, 401]);
    expect((await signInWith(person.actor, password)).kind).toBe('session');
  });

  test('wants a fresh proof of who asks, and somebody who is signed in', async () => {
    const stale = await givenPerson({ authenticatedAt: Date.now() - 11 * 60_000 });
    await expect(changePassword(stale.ctx, { password })).rejects.toMatchObject({ code: 'reauthentication_required' });
    await expect(changePassword(visitor(), { password })).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(signInWith(stale.actor, password)).rejects.toMatchObject({ code: 'invalid_credentials' });
  });

  test('refuses one’s own name, and a password without an e-mail address', async () => {
    const person = await givenPerson({ name: 'Zubin Wadia' });
    await expect(changePassword(person.ctx, { password: 'zubinwadia1' })).rejects.toMatchObject({
      extra: { errors: [{ field: 'password' }] },
    });
    const byPhone = await givenPerson({ email: null, phone: '+919845077777' });
    await expect(changePassword(byPhone.ctx, { password })).rejects.toMatchObject({ code: 'validation_failed' });
  });
});

describe('guessing', () => {
  const client = (ip: string) => ({ ip, device: 'Chrome on Android', locale: 'en' as const });
  const guess = (email: string, ip: string) =>
    login(createContext({ env, actor: { kind: 'anonymous' }, client: client(ip) }), { email, password: 'wrong' }, null);
  const codesOf = async (tries: readonly Promise<unknown>[]) =>
    (await Promise.allSettled(tries)).map((each) => (each.status === 'rejected' ? String(each.reason.code) : 'in'));

  test.each(['known', 'nobody'])('ten tries of fifty at once for an account (%s)', async (kind) => {
    const email = kind === 'known' ? ((await givenPerson()).actor.email ?? '') : 'nobody-yet@example.in';
    const codes = await codesOf(Array.from({ length: 50 }, (_, index) => guess(email, `198.51.100.${index}`)));
    expect(codes.filter((code) => code === 'invalid_credentials')).toHaveLength(10);
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(40);
  });

  test('thirty tries from one address, whatever the accounts', async () => {
    const codes = await codesOf(
      Array.from({ length: 40 }, (_, index) => guess(`n${index}@example.in`, '198.51.100.99')),
    );
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(10);
  });

  test('a wrong password and an unknown address look the same and take the same work', async () => {
    const { actor } = await givenPerson();
    await changePassword(createContext({ env, actor }), { password });
    const ask = async (email: string) => {
      const startedAt = performance.now();
      const error = (await guess(email, '198.51.100.200').catch((reason: unknown) => reason)) as Error;
      return { code: (error as { code?: string }).code, message: error.message, ms: performance.now() - startedAt };
    };
    const known = [await ask(actor.email ?? ''), await ask(actor.email ?? ''), await ask(actor.email ?? '')];
    const unknown = [await ask('no1@example.in'), await ask('no2@example.in'), await ask('no3@example.in')];
    expect(known[0]?.code).toBe('invalid_credentials');
    for (const { code, message } of unknown)
      expect({ code, message }).toEqual({ code: known[0]?.code, message: known[0]?.message });
    const fastest = (answers: typeof known) => Math.min(...answers.map(({ ms }) => ms));
    expect(fastest(unknown)).toBeGreaterThan(fastest(known) / 2);
  });
});
