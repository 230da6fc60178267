import { env } from 'cloudflare:workers';
import { TOTP } from 'otpauth';
import { expect, test } from 'vitest';
import { askApi } from '../../../test/builders/api-routes.ts';
import { givenContext } from '../../../test/builders/context.ts';
import { interrupted } from '../../../test/builders/interrupted.ts';
import { givenPerson, type Person } from '../../../test/builders/person.ts';
import type { Context } from '../../context.ts';
import { openDb } from '../../db/client.ts';
import { type SignInResult, signInAs } from '../start-session.ts';
import { confirmAuthenticator } from './confirm-authenticator.ts';
import { enrolAuthenticator, findEnrolment } from './enrol-authenticator.ts';
import { removeAuthenticator } from './remove-authenticator.ts';
import { renewRecoveryCodes } from './renew-recovery-codes.ts';
import { showSecondFactor } from './show-second-factor.ts';

const NOW = Date.UTC(2026, 10, 20, 9);
const STEP = 30_000;
const MINUTE = 60_000;

function codeAt(secret: string, at: number): string {
  return TOTP.generate({ secret: new TOTP({ secret }).secret, timestamp: at });
}

function at(ctx: Context, now: number): Context {
  return { ...ctx, now };
}

async function givenShopper(changes: Parameters<typeof givenPerson>[0] = {}): Promise<Person> {
  const person = await givenPerson({ authenticatedAt: NOW, hasSecondFactor: false, ...changes });
  return { ...person, ctx: at(person.ctx, NOW) };
}

async function givenEnrolled(changes: Parameters<typeof givenPerson>[0] = {}) {
  const person = await givenShopper(changes);
  const { secret } = await enrolAuthenticator(person.ctx);
  const recoveryCodes = await confirmAuthenticator(person.ctx, { code: codeAt(secret, NOW) });
  const actor = { ...person.actor, hasSecondFactor: true, secondFactorAt: NOW };
  return { ...person, actor, ctx: { ...person.ctx, actor }, secret, recoveryCodes };
}

/** The first factor, shown by somebody who is not signed in. */
async function askedOf(person: Person, now = NOW) {
  const ctx: Context = { ...person.ctx, now, actor: { kind: 'anonymous' } };
  const result: SignInResult = await signInAs(ctx, person.actor.userId, 'password');
  if (result.kind !== 'second_factor') throw new Error('no second factor was asked for');
  return { ctx, challengeId: result.challenge.challengeId };
}

async function rowOf(person: Person) {
  return await env.DB.prepare('SELECT * FROM authenticators WHERE user_id = ?')
    .bind(person.actor.userId)
    .first<{ sealed_secret: string; last_step: number; confirmed_at: number | null }>();
}

async function countCodes(person: Person): Promise<number | null> {
  return await env.DB.prepare('SELECT COUNT(*) AS n FROM recovery_codes WHERE user_id = ?')
    .bind(person.actor.userId)
    .first<number>('n');
}

function outcomes(settled: readonly PromiseSettledResult<unknown>[]): string[] {
  return settled
    .map((one) => (one.status === 'fulfilled' ? 'in' : String((one.reason as { code?: string }).code)))
    .toSorted();
}

test('an app counts from its first code on, and this sign-in has two factors', async () => {
  const person = await givenShopper();
  const { secret, uri } = await enrolAuthenticator(person.ctx);
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(uri).toMatch(
    /^otpauth:\/\/totp\/Haat:[^?]+\?issuer=Haat&secret=[A-Z2-7]{32}&algorithm=SHA1&digits=6&period=30$/,
  );
  expect((await signInAs(person.ctx, person.actor.userId, 'password')).kind).toBe('session');
  expect(await findEnrolment(person.ctx)).toEqual({ secret, uri });

  await expect(confirmAuthenticator(person.ctx, { code: codeAt(secret, NOW + 10 * STEP) })).rejects.toMatchObject({
    code: 'wrong_code',
  });
  const codes = await confirmAuthenticator(person.ctx, { code: codeAt(secret, NOW) });
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
  const signIn = await env.DB.prepare('SELECT second_factor_at FROM sign_ins WHERE id = ?')
    .bind(person.actor.signInId)
    .first('second_factor_at');
  expect(signIn).toBe(NOW);
  expect((await rowOf(person))?.sealed_secret).not.toContain(secret);
  await expect(
    enrolAuthenticator({ ...person.ctx, actor: { ...person.actor, hasSecondFactor: true, secondFactorAt: NOW } }),
  ).rejects.toMatchObject({ code: 'already_enrolled' });
});

test('asked for again, the secret is a new one and the old one is worth nothing', async () => {
  const person = await givenShopper();
  const first = await enrolAuthenticator(person.ctx);
  const second = await enrolAuthenticator(person.ctx);
  expect(second.secret).not.toBe(first.secret);
  const code = codeAt(first.secret, NOW);
  await expect(confirmAuthenticator(person.ctx, { code })).rejects.toMatchObject({ code: 'wrong_code' });
  expect(await confirmAuthenticator(person.ctx, { code: codeAt(second.secret, NOW) })).toHaveLength(10);
});

test('two confirmations at once: one counts, and its recovery codes are the ones that stand', async () => {
  const person = await givenShopper();
  const { secret } = await enrolAuthenticator(person.ctx);
  const code = codeAt(secret, NOW);
  const settled = await Promise.allSettled([1, 2, 3].map(() => confirmAuthenticator(person.ctx, { code })));
  expect(outcomes(settled)).toEqual(['already_enrolled', 'already_enrolled', 'in']);
  const codes = settled.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  expect(await countCodes(person)).toBe(10);
  const { ctx, challengeId } = await askedOf(person);
  const session = await showSecondFactor(ctx, { challengeId, recoveryCode: codes[0] ?? '' });
  expect(session.user).toMatchObject({ userId: person.actor.userId, hasSecondFactor: true });
});

test('setting one up wants a proof of a few minutes ago, and the second factor where there is one', async () => {
  const person = await givenEnrolled();
  const late = at(person.ctx, NOW + 11 * MINUTE);
  for (const act of [enrolAuthenticator, removeAuthenticator, renewRecoveryCodes]) {
    await expect(act(late)).rejects.toMatchObject({ code: 'second_factor_required' });
    const halfLate = { ...late, actor: { ...person.actor, authenticatedAt: late.now } };
    await expect(act(halfLate)).rejects.toMatchObject({ code: 'second_factor_required' });
    const before = { ...person.ctx, actor: { ...person.actor, hasSecondFactor: false, secondFactorAt: null } };
    await expect(act(before)).rejects.toMatchObject({ code: 'second_factor_required' });
    const nobody: Context = { ...person.ctx, actor: { kind: 'anonymous' } };
    await expect(act(nobody)).rejects.toMatchObject({ code: 'unauthenticated' });
  }
});

test('the second factor signs in, as whoever showed the first', async () => {
  const person = await givenEnrolled();
  const later = NOW + 2 * STEP;
  const { ctx, challengeId } = await askedOf(person, later);
  const wrong = showSecondFactor(ctx, { challengeId, code: codeAt(person.secret, later + 9 * STEP) });
  await expect(wrong).rejects.toMatchObject({ code: 'wrong_code', extra: { triesLeft: 4 } });
  const session = await showSecondFactor(ctx, { challengeId, code: codeAt(person.secret, later) });
  expect(session.user).toMatchObject({ userId: person.actor.userId, hasSecondFactor: true });
  const method = await env.DB.prepare('SELECT method FROM sign_ins WHERE id = ?')
    .bind(session.user.signInId)
    .first('method');
  expect(method).toBe('password');
  const again = showSecondFactor(ctx, { challengeId, code: codeAt(person.secret, later + STEP) });
  await expect(again).rejects.toMatchObject({ code: 'code_expired' });
});

test('a code works once, however many send it at once', async () => {
  const person = await givenEnrolled();
  const later = NOW + 2 * STEP;
  const asked = await Promise.all([1, 2, 3, 4].map(() => askedOf(person, later)));
  const code = codeAt(person.secret, later);
  const settled = await Promise.allSettled(
    asked.map(({ ctx, challengeId }) => showSecondFactor(ctx, { challengeId, code })),
  );
  expect(outcomes(settled)).toEqual(['in', 'wrong_code', 'wrong_code', 'wrong_code']);
});

test('a clock may be wrong by one step, but time does not run backwards', async () => {
  const person = await givenEnrolled();
  const later = NOW + 10 * STEP;
  const tryAt = async (codeTime: number) => {
    const { ctx, challengeId } = await askedOf(person, later);
    return await showSecondFactor(ctx, { challengeId, code: codeAt(person.secret, codeTime) });
  };
  await expect(tryAt(later - 2 * STEP)).rejects.toMatchObject({ code: 'wrong_code' });
  await expect(tryAt(later + 2 * STEP)).rejects.toMatchObject({ code: 'wrong_code' });
  await tryAt(later);
  await expect(tryAt(later - STEP)).rejects.toMatchObject({ code: 'wrong_code' });
  await tryAt(later + STEP);
});

test('one code for a challenge that two answer at once opens one session', async () => {
  const person = await givenEnrolled();
  const later = NOW + 2 * STEP;
  const { ctx, challengeId } = await askedOf(person, later);
  const settled = await Promise.allSettled([
    showSecondFactor(ctx, { challengeId, code: codeAt(person.secret, later) }),
    showSecondFactor(ctx, { challengeId, recoveryCode: person.recoveryCodes[0] ?? '' }),
    showSecondFactor(ctx, { challengeId, recoveryCode: person.recoveryCodes[1] ?? '' }),
  ]);
  expect(outcomes(settled)).toEqual(['code_expired', 'code_expired', 'in']);
});

test('twenty guesses at once are five, and the right code comes too late', async () => {
  const person = await givenEnrolled();
  const later = NOW + 2 * STEP;
  const { ctx, challengeId } = await askedOf(person, later);
  const right = codeAt(person.secret, later);
  const near = new Set([-1, 0, 1].map((step) => codeAt(person.secret, later + step * STEP)));
  const wrong = Array.from({ length: 23 }, (_, index) => String(index).padStart(6, '0')).filter(
    (code) => !near.has(code),
  );
  const guesses = wrong.slice(0, 20).map((code) => showSecondFactor(ctx, { challengeId, code }));
  const heard = outcomes(await Promise.allSettled(guesses));
  expect(heard.filter((code) => code === 'wrong_code')).toHaveLength(5);
  expect(heard.filter((code) => code === 'code_expired')).toHaveLength(15);
  await expect(showSecondFactor(ctx, { challengeId, code: right })).rejects.toMatchObject({ code: 'code_expired' });
});

test('twenty tries an hour for one account, over as many challenges as one likes', async () => {
  const person = await givenEnrolled();
  const later = NOW + 2 * STEP;
  // One try went into the confirmation.
  for (let tried = 1; tried < 20; tried++) {
    const { ctx, challengeId } = await askedOf(person, later);
    const guess = showSecondFactor(ctx, { challengeId, code: codeAt(person.secret, later + 99 * STEP) });
    await expect(guess).rejects.toMatchObject({ code: 'wrong_code' });
  }
  const { ctx, challengeId } = await askedOf(person, later);
  const guess = showSecondFactor(ctx, { challengeId, code: codeAt(person.secret, later) });
  await expect(guess).rejects.toMatchObject({ code: 'rate_limited' });
});

test('a challenge lives for five minutes, and is about a second factor', async () => {
  const person = await givenEnrolled();
  const { ctx, challengeId } = await askedOf(person);
  const late = NOW + 5 * MINUTE;
  const answer = { challengeId, code: codeAt(person.secret, late) };
  await expect(showSecondFactor(at(ctx, late), answer)).rejects.toMatchObject({ code: 'code_expired' });
  const unknown = { challengeId: ctx.newId('challenge'), code: '123456' };
  await expect(showSecondFactor(ctx, unknown)).rejects.toMatchObject({ code: 'code_expired' });
});

test('a recovery code works once, raced too, and however it is typed', async () => {
  const person = await givenEnrolled();
  const [first = '', second = ''] = person.recoveryCodes;
  const asked = await Promise.all([1, 2, 3].map(() => askedOf(person)));
  const settled = await Promise.allSettled(
    asked.map(({ ctx, challengeId }) => showSecondFactor(ctx, { challengeId, recoveryCode: first })),
  );
  expect(outcomes(settled)).toEqual(['in', 'wrong_code', 'wrong_code']);
  const { ctx, challengeId } = await askedOf(person);
  const typed = ` ${second.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `;
  await showSecondFactor(ctx, { challengeId, recoveryCode: typed });
});

test('a recovery code is not used up for a question that somebody else has just answered', async () => {
  const person = await givenEnrolled();
  const [first = '', second = ''] = person.recoveryCodes;
  const { ctx, challengeId } = await askedOf(person);
  const faster = () => showSecondFactor(ctx, { challengeId, recoveryCode: first });
  // Its batches: the try, the limit, the session.
  const late = showSecondFactor(interrupted(ctx, 3, faster), { challengeId, recoveryCode: second });
  await expect(late).rejects.toMatchObject({ code: 'code_expired' });
  const again = await askedOf(person);
  await showSecondFactor(again.ctx, { challengeId: again.challengeId, recoveryCode: second });
});

test("somebody else's recovery code is no code", async () => {
  const [one, other] = [await givenEnrolled(), await givenEnrolled()];
  const { ctx, challengeId } = await askedOf(one);
  const answer = { challengeId, recoveryCode: other.recoveryCodes[0] ?? '' };
  await expect(showSecondFactor(ctx, answer)).rejects.toMatchObject({ code: 'wrong_code' });
});

test('new recovery codes end the old ones; asked for twice at once, ten stand', async () => {
  const person = await givenEnrolled();
  const both = await Promise.all([renewRecoveryCodes(person.ctx), renewRecoveryCodes(person.ctx)]);
  expect(await countCodes(person)).toBe(10);
  const { ctx, challengeId } = await askedOf(person);
  const old = { challengeId, recoveryCode: person.recoveryCodes[0] ?? '' };
  await expect(showSecondFactor(ctx, old)).rejects.toMatchObject({ code: 'wrong_code' });
  const tried = await Promise.allSettled(
    both.map(([code = '']) => showSecondFactor(ctx, { challengeId, recoveryCode: code })),
  );
  expect(outcomes(tried)).toContain('in');
  await expect(renewRecoveryCodes((await givenShopper()).ctx)).rejects.toMatchObject({ code: 'not_found' });
});

test('removed, nothing is asked for any more, and the recovery codes are gone', async () => {
  const person = await givenEnrolled();
  await removeAuthenticator(person.ctx);
  expect(await rowOf(person)).toBeNull();
  expect(await countCodes(person)).toBe(0);
  expect((await signInAs(person.ctx, person.actor.userId, 'password')).kind).toBe('session');
  await expect(removeAuthenticator(person.ctx)).rejects.toMatchObject({ code: 'not_found' });
});

test('staff keep their last second factor', async () => {
  const person = await givenEnrolled({ role: 'staff', hasSecondFactor: false });
  await expect(removeAuthenticator(person.ctx)).rejects.toMatchObject({ code: 'last_way_in' });
  expect((await rowOf(person))?.confirmed_at).toBe(NOW);
  expect(await countCodes(person)).toBe(10);
});

test('under a new APP_SECRET the app goes on working, and is sealed anew when it is used', async () => {
  const person = await givenEnrolled();
  const later = NOW + 2 * STEP;
  const rotated = {
    ...env,
    APP_SECRET: 'the-secret-that-comes-after-the-one-of-tests',
    APP_SECRET_PREVIOUS: env.APP_SECRET,
  };
  const { ctx, challengeId } = await askedOf({ ...person, ctx: { ...person.ctx, env: rotated } }, later);
  await showSecondFactor(ctx, { challengeId, code: codeAt(person.secret, later) });
  const last: Env = { ...env, APP_SECRET: rotated.APP_SECRET };
  const after = await askedOf({ ...person, ctx: { ...person.ctx, env: last, db: openDb(env.DB) } }, later + STEP);
  const answer = { challengeId: after.challengeId, code: codeAt(person.secret, later + STEP) };
  expect((await showSecondFactor(after.ctx, answer)).user.userId).toBe(person.actor.userId);
});

test('by the API, from the secret to the session of two factors', async () => {
  const { actor, headers } = await givenPerson({ role: 'staff', hasSecondFactor: false });
  const post = async (place: string, body: unknown, who: Readonly<Record<string, string>> = {}) => {
    const answer = await askApi(place, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...who },
      body: JSON.stringify(body),
    });
    return { ...answer, json: JSON.parse(answer.text) };
  };
  expect((await askApi('/admin/orders', { headers })).text).toContain('second_factor_required');
  const { json } = await post('/account/authenticator', {}, headers);
  const confirmed = await post(
    '/account/authenticator/confirmation',
    { code: codeAt(json.secret, Date.now()) },
    headers,
  );
  expect([confirmed.status, confirmed.json.recoveryCodes.length]).toEqual([200, 10]);
  // This sign-in has shown it now: what was refused works with the same token.
  expect((await askApi('/admin/orders', { headers })).status).toBe(200);
  expect(JSON.parse((await askApi('/account/security', { headers })).text)).toMatchObject({
    authenticatorSince: expect.any(String),
    recoveryCodesLeft: 10,
    passkeys: [],
  });

  const asked = await signInAs(givenContext({ actor: { kind: 'anonymous' } }), actor.userId, 'password');
  const challengeId = asked.kind === 'second_factor' ? asked.challenge.challengeId : '';
  const both = { challengeId, code: '123456', recoveryCode: confirmed.json.recoveryCodes[0] };
  expect((await post('/auth/second-factor', both)).status).toBe(422);
  const wrong = await post('/auth/second-factor', { challengeId, recoveryCode: 'AAAA-AAAA-AAAA' });
  expect([wrong.status, wrong.json.errors[0].field]).toEqual([422, 'recoveryCode']);
  const session = await post('/auth/second-factor', { challengeId, recoveryCode: confirmed.json.recoveryCodes[0] });
  expect([session.status, session.json.user.hasSecondFactor]).toEqual([200, true]);
  expect(session.headers.get('set-cookie')).toMatch(/refresh=.*HttpOnly/);
  expect((await askApi('/account/authenticator', { method: 'DELETE', headers })).text).toContain('last_way_in');
});
