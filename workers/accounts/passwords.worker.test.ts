import { env, exports } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { givenCode } from '../../test/builders/code.ts';
import { givenContext } from '../../test/builders/context.ts';
import { interrupted } from '../../test/builders/interrupted.ts';
import { bearerOf, givenPerson, givenRowsOf } from '../../test/builders/person.ts';
import { createContext, type UserActor } from '../context.ts';
import { changePassword } from './change-password.ts';
import { showSecondFactor } from './factors/show-second-factor.ts';
import { forgotPassword } from './forgot-password.ts';
import { login } from './login.ts';
import { hashPassword } from './password.ts';
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

  test.each([
    ['known', '198.51.100.1'],
    ['nobody', '198.51.100.2'],
  ])('ten tries of fifty at once from one address for an account (%s)', async (kind, ip) => {
    const email = kind === 'known' ? ((await givenPerson()).actor.email ?? '') : 'nobody-yet@example.in';
    const codes = await codesOf(Array.from({ length: 50 }, () => guess(email, ip)));
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

describe('a login by the old password that is under way', () => {
  const old = 'the old password 77';
  const givenOld = async () => await givenPerson({}, { passwordHash: await hashPassword(old) });
  const giveApp = (userId: string) =>
    env.DB.prepare("INSERT INTO authenticators (user_id, sealed_secret, created_at, confirmed_at) VALUES (?, '', 0, 1)")
      .bind(userId)
      .run();

  /** The other password, by its owner. */
  async function replace(how: 'reset' | 'change', { actor, ctx }: Awaited<ReturnType<typeof givenOld>>) {
    if (how === 'reset') return await resetPassword(visitor(), await sentTo(actor));
    const shown = { ...actor, hasSecondFactor: true, secondFactorAt: ctx.now };
    await changePassword({ ...ctx, actor: shown }, { password });
  }

  // Its batches: the limit, what else is asked for, the session.
  test.each([
    ['reset', 2],
    ['reset', 3],
    ['change', 2],
    ['change', 3],
  ] as const)('does not survive a %s before its batch %i', async (how, place) => {
    const person = await givenOld();
    const ctx = interrupted(visitor(), place, () => replace(how, person));
    const going = login(ctx, { email: person.actor.email ?? '', password: old }, null);
    await expect(going).rejects.toMatchObject({ code: 'invalid_credentials' });
    expect((await signInWith(person.actor, password)).kind).toBe('session');
  });

  test.each(['reset', 'change'] as const)('has no question for a second factor left after a %s', async (how) => {
    const person = await givenOld();
    await giveApp(person.actor.userId);
    const late = interrupted(visitor(), 2, () => replace(how, person));
    const going = login(late, { email: person.actor.email ?? '', password: old }, null);
    await expect(going).rejects.toMatchObject({ code: 'invalid_credentials' });

    const other = await givenOld();
    await giveApp(other.actor.userId);
    const asked = await signInWith(other.actor, old);
    if (asked.kind !== 'second_factor') throw new Error('nothing was asked for');
    await replace(how, other);
    const answer = { challengeId: asked.challenge.challengeId, code: '123456' };
    await expect(showSecondFactor(visitor(), answer)).rejects.toMatchObject({ code: 'code_expired' });
  });

  test('ends too when the second factor was right and the password changes in that moment', async () => {
    const person = await givenOld();
    await giveApp(person.actor.userId);
    const recoveryCode = 'ABCD-EFGH-JKMN';
    const bytes = new TextEncoder().encode(`${person.actor.userId}:ABCDEFGHJKMN`);
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).toHex();
    await env.DB.prepare('INSERT INTO recovery_codes (user_id, code_hash) VALUES (?, ?)')
      .bind(person.actor.userId, hash)
      .run();
    const asked = await signInWith(person.actor, old);
    if (asked.kind !== 'second_factor') throw new Error('nothing was asked for');
    const late = interrupted(visitor(), 3, () => replace('reset', person));
    const answer = { challengeId: asked.challenge.challengeId, recoveryCode };
    await expect(showSecondFactor(late, answer)).rejects.toMatchObject({ code: 'code_expired' });
    const used = 'SELECT used_at AS at FROM recovery_codes WHERE user_id = ?';
    expect(await env.DB.prepare(used).bind(person.actor.userId).first('at')).toBeNull();
  });

  test('goes on when another login has only renewed an old hash', async () => {
    const person = await givenOld();
    const renewed = await hashPassword(old);
    const renew = () =>
      env.DB.prepare('UPDATE users SET password_hash = ? WHERE id = ?').bind(renewed, person.actor.userId).run();
    const ctx = interrupted(visitor(), 3, renew);
    expect((await login(ctx, { email: person.actor.email ?? '', password: old }, null)).kind).toBe('session');
  });
});
