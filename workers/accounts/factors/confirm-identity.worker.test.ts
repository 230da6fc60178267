import { env } from 'cloudflare:workers';
import { TOTP } from 'otpauth';
import { beforeAll, expect, test } from 'vitest';
import { askApi } from '../../../test/builders/api-routes.ts';
import { givenPerson, type Person } from '../../../test/builders/person.ts';
import { SoftwarePasskey } from '../../../test/builders/software-passkey.ts';
import { openCodeChallenge } from '../challenge.ts';
import { hashPassword } from '../password.ts';
import { confirmAuthenticator } from './confirm-authenticator.ts';
import { askConfirmationCode, askConfirmationPasskey, confirmIdentity } from './confirm-identity.ts';
import { enrolAuthenticator } from './enrol-authenticator.ts';
import { askForPasskey, registerPasskey } from './register-passkey.ts';
import { askForPasskeySignIn, signInByPasskey } from './sign-in-by-passkey.ts';

const SITE = { rpId: 'haat.test', origin: 'https://haat.test' };
const PASSWORD = 'a market every sunday';
const HOUR = 3_600_000;
let passwordHash = '';

beforeAll(async () => {
  passwordHash = await hashPassword(PASSWORD);
});

/** Somebody who signed in an hour ago, by one factor. */
async function givenStale(): Promise<Person> {
  return await givenPerson({ authenticatedAt: Date.now() - HOUR, hasSecondFactor: false }, { passwordHash });
}

function fresh({ ctx, actor }: Person) {
  return { ...ctx, actor: { ...actor, authenticatedAt: ctx.now, hasSecondFactor: true, secondFactorAt: ctx.now } };
}

async function signInOf({ actor }: Person) {
  return await env.DB.prepare('SELECT authenticated_at AS at, second_factor_at AS secondAt FROM sign_ins WHERE id = ?')
    .bind(actor.signInId)
    .first<{ at: number; secondAt: number | null }>();
}

async function expectStale(person: Person): Promise<void> {
  expect((await signInOf(person))?.at).toBe(person.actor.authenticatedAt);
}

async function givenPasskey(person: Person): Promise<SoftwarePasskey> {
  const { challengeId, options } = await askForPasskey(fresh(person), SITE);
  const passkey = new SoftwarePasskey(SITE, person.actor.userId);
  await registerPasskey(fresh(person), SITE, { challengeId, credential: await passkey.create(options.challenge) });
  await env.DB.prepare('UPDATE sign_ins SET second_factor_at = NULL WHERE user_id = ?').bind(person.actor.userId).run();
  return passkey;
}

test('by password, and what was refused works at once', async () => {
  const person = await givenStale();
  const { headers } = person;
  const json = { ...headers, 'content-type': 'application/json' };
  const confirm = (body: unknown) =>
    askApi('/account/confirmation', { method: 'POST', headers: json, body: JSON.stringify(body) });
  const enrol = () => askApi('/account/authenticator', { method: 'POST', headers });
  expect((await enrol()).text).toContain('reauthentication_required');
  const wrong = await confirm({ password: 'not the password' });
  expect([wrong.status, wrong.text]).toEqual([401, expect.stringContaining('invalid_credentials')]);
  expect((await enrol()).status).toBe(403);
  expect((await confirm({ password: PASSWORD })).status).toBe(204);
  expect((await enrol()).status).toBe(201);
  expect((await signInOf(person))?.secondAt).toBeNull();
  for (const body of [{}, { password: '' }, { totp: '12' }, { password: PASSWORD, totp: '123456' }]) {
    expect((await confirm(body)).status, JSON.stringify(body)).toBe(422);
  }
});

test('twenty passwords an hour, then not even the right one', async () => {
  const person = await givenStale();
  const guesses = Array.from({ length: 20 }, () => confirmIdentity(person.ctx, SITE, { password: 'a guess' }));
  for (const one of await Promise.allSettled(guesses)) {
    expect(one).toMatchObject({ status: 'rejected', reason: { code: 'invalid_credentials' } });
  }
  const right = confirmIdentity(person.ctx, SITE, { password: PASSWORD });
  await expect(right).rejects.toMatchObject({ code: 'rate_limited' });
  await expectStale(person);
});

test('by a code, that was sent to the person themselves', async () => {
  const [person, other] = [await givenStale(), await givenStale()];
  const draft = { purpose: 'reauthenticate', channel: 'email', recipient: 'a@haat.test' } as const;
  const foreign = await openCodeChallenge(other.ctx, { ...draft, userId: other.actor.userId });
  await expect(confirmIdentity(person.ctx, SITE, foreign)).rejects.toMatchObject({ code: 'code_expired' });
  await expectStale(person);
  const signIn = await openCodeChallenge(person.ctx, { ...draft, purpose: 'sign_in', userId: person.actor.userId });
  await expect(confirmIdentity(person.ctx, SITE, signIn)).rejects.toMatchObject({ code: 'code_expired' });

  const own = await openCodeChallenge(person.ctx, { ...draft, userId: person.actor.userId });
  await confirmIdentity(person.ctx, SITE, own);
  expect(await signInOf(person)).toEqual({ at: person.ctx.now, secondAt: null });
  await expect(confirmIdentity(person.ctx, SITE, own)).rejects.toMatchObject({ code: 'code_expired' });
});

test('a code goes to proved addresses only', async () => {
  const proved = await givenStale();
  expect(await askConfirmationCode(proved.ctx, 'email')).toMatchObject({ challengeId: expect.stringMatching(/^chl_/) });
  await expect(askConfirmationCode(proved.ctx, 'sms')).rejects.toMatchObject({ code: 'not_found' });
  const old = await givenPerson({}, { emailVerifiedAt: null });
  await expect(askConfirmationCode(old.ctx, 'email')).rejects.toMatchObject({ code: 'not_found' });
});

test('by the app: the sign-in becomes one of two factors, and the code is used up', async () => {
  const person = await givenStale();
  const { secret } = await enrolAuthenticator(fresh(person));
  const codeAt = (timestamp: number) => TOTP.generate({ secret: new TOTP({ secret }).secret, timestamp });
  const { now } = person.ctx;
  await confirmAuthenticator(fresh(person), { code: codeAt(now) });
  await env.DB.prepare('UPDATE sign_ins SET second_factor_at = NULL WHERE user_id = ?').bind(person.actor.userId).run();
  const used = confirmIdentity(person.ctx, SITE, { totp: codeAt(now) });
  await expect(used).rejects.toMatchObject({ code: 'wrong_code' });
  await expectStale(person);
  await confirmIdentity(person.ctx, SITE, { totp: codeAt(now + 30_000) });
  expect(await signInOf(person)).toEqual({ at: now, secondAt: now });
});

test('by one of their passkeys, asked for this and nothing else', async () => {
  const [person, other] = [await givenStale(), await givenStale()];
  await expect(askConfirmationPasskey(person.ctx, SITE)).rejects.toMatchObject({ code: 'not_found' });
  const [passkey, foreign] = [await givenPasskey(person), await givenPasskey(other)];
  const question = () => askConfirmationPasskey(person.ctx, SITE);

  const one = await question();
  const theirs = { challengeId: one.challengeId, credential: await foreign.get(one.options.challenge) };
  await expect(confirmIdentity(person.ctx, SITE, theirs)).rejects.toMatchObject({ code: 'sign_in_failed' });
  const two = await question();
  const carried = { challengeId: two.challengeId, credential: await passkey.get(two.options.challenge) };
  await expect(confirmIdentity(other.ctx, SITE, carried)).rejects.toMatchObject({ code: 'sign_in_failed' });
  const three = await question();
  const signIn = { challengeId: three.challengeId, credential: await passkey.get(three.options.challenge) };
  await expect(signInByPasskey(person.ctx, SITE, signIn)).rejects.toMatchObject({ code: 'sign_in_failed' });
  const four = await askForPasskeySignIn(person.ctx, SITE);
  const ofSignIn = { challengeId: four.challengeId, credential: await passkey.get(four.options.challenge) };
  await expect(confirmIdentity(person.ctx, SITE, ofSignIn)).rejects.toMatchObject({ code: 'sign_in_failed' });
  await expectStale(person);

  const five = await question();
  const right = { challengeId: five.challengeId, credential: await passkey.get(five.options.challenge) };
  await confirmIdentity(person.ctx, SITE, right);
  expect(await signInOf(person)).toEqual({ at: person.ctx.now, secondAt: person.ctx.now });
  await expect(confirmIdentity(person.ctx, SITE, right)).rejects.toMatchObject({ code: 'sign_in_failed' });
});
