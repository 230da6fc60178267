import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { askApi } from '../../../test/builders/api-routes.ts';
import { givenPerson, type Person } from '../../../test/builders/person.ts';
import { type Bend, SoftwarePasskey } from '../../../test/builders/software-passkey.ts';
import type { Context } from '../../context.ts';
import { signInAs } from '../start-session.ts';
import { passkeySiteOf } from './passkey-site.ts';
import { readSecurity } from './read-security.ts';
import { askForPasskey, MAX_PASSKEYS, registerPasskey } from './register-passkey.ts';
import { removePasskey } from './remove-passkey.ts';
import { renamePasskey } from './rename-passkey.ts';
import { askForPasskeySignIn, signInByPasskey } from './sign-in-by-passkey.ts';

const SITE = { rpId: 'haat.test', origin: 'https://haat.test' };
const MINUTE = 60_000;

async function givenShopper(...changes: Parameters<typeof givenPerson>): Promise<Person> {
  return await givenPerson({ hasSecondFactor: false, ...changes[0] }, changes[1]);
}

async function addPasskey(person: Person, { isCounting = true, bend }: { isCounting?: boolean; bend?: Bend } = {}) {
  const { challengeId, options } = await askForPasskey(person.ctx, SITE);
  const passkey = new SoftwarePasskey(SITE, person.actor.userId, isCounting);
  const credential = await passkey.create(options.challenge, bend);
  await registerPasskey(person.ctx, SITE, { challengeId, credential });
  return passkey;
}

function nobody({ ctx }: Person): Context {
  return { ...ctx, actor: { kind: 'anonymous' } };
}

async function signIn(person: Person, passkey: SoftwarePasskey, bend?: Bend) {
  const { challengeId, options } = await askForPasskeySignIn(nobody(person), SITE);
  const credential = await passkey.get(options.challenge, bend);
  return await signInByPasskey(nobody(person), SITE, { challengeId, credential });
}

async function secondFactorAtOf({ actor }: Person) {
  return await env.DB.prepare('SELECT second_factor_at FROM sign_ins WHERE id = ?')
    .bind(actor.signInId)
    .first('second_factor_at');
}

function outcomes(settled: readonly PromiseSettledResult<unknown>[]): string[] {
  return settled
    .map((one) => (one.status === 'fulfilled' ? 'in' : String((one.reason as { code?: string }).code)))
    .toSorted();
}

test('a passkey is kept, makes this sign-in one of two factors, and signs in without a name', async () => {
  const person = await givenShopper({ name: 'Asha Rao' });
  const { options } = await askForPasskey(person.ctx, SITE);
  expect(options).toMatchObject({
    rp: { name: 'Haat', id: 'haat.test' },
    user: { name: person.actor.email, displayName: 'Asha Rao' },
    attestation: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  const passkey = await addPasskey(person);
  expect(await secondFactorAtOf(person)).toBe(person.ctx.now);
  const { passkeys } = await readSecurity(person.ctx);
  expect(passkeys).toMatchObject([{ id: passkey.id, name: 'Unknown device', isBackedUp: true, lastUsedAt: null }]);
  expect((await askForPasskey(person.ctx, SITE)).options.excludeCredentials).toMatchObject([{ id: passkey.id }]);

  const question = await askForPasskeySignIn(nobody(person), SITE);
  expect(question.options).toMatchObject({ rpId: 'haat.test', userVerification: 'required', allowCredentials: [] });
  const session = await signIn(person, passkey);
  expect(session.user).toMatchObject({ userId: person.actor.userId, hasSecondFactor: true });
  expect((await readSecurity(person.ctx)).passkeys[0]?.lastUsedAt).toBe(person.ctx.now);
});

test('what does not check out is not kept, and its challenge is used up', async () => {
  const person = await givenShopper();
  const bends: readonly Bend[] = [
    { origin: 'https://evil.example' },
    { rpId: 'evil.example' },
    { challenge: 'AAAA' },
    { isVerified: false },
    { type: 'webauthn.get' },
  ];
  for (const bend of bends) {
    const refused = addPasskey(person, { bend });
    await expect(refused, JSON.stringify(bend)).rejects.toMatchObject({ code: 'validation_failed' });
  }
  const { challengeId, options } = await askForPasskey(person.ctx, SITE);
  const passkey = new SoftwarePasskey(SITE, person.actor.userId);
  const wrong = { challengeId, credential: await passkey.create(options.challenge, { isVerified: false }) };
  await expect(registerPasskey(person.ctx, SITE, wrong)).rejects.toMatchObject({ code: 'validation_failed' });
  const right = { challengeId, credential: await passkey.create(options.challenge) };
  await expect(registerPasskey(person.ctx, SITE, right)).rejects.toMatchObject({ code: 'code_expired' });
  expect((await readSecurity(person.ctx)).passkeys).toEqual([]);
  expect(await secondFactorAtOf(person)).toBeNull();
});

test('a challenge is for whom it was made, for five minutes, once', async () => {
  const [person, other] = [await givenShopper(), await givenShopper()];
  const { challengeId, options } = await askForPasskey(person.ctx, SITE);
  const credential = await new SoftwarePasskey(SITE, other.actor.userId).create(options.challenge);
  await expect(registerPasskey(other.ctx, SITE, { challengeId, credential })).rejects.toMatchObject({
    code: 'code_expired',
  });
  const second = await askForPasskey(person.ctx, SITE);
  const mine = await new SoftwarePasskey(SITE, person.actor.userId).create(second.options.challenge);
  const answer = { challengeId: second.challengeId, credential: mine };
  const late = { ...person.ctx, now: person.ctx.now + 5 * MINUTE };
  await expect(registerPasskey(late, SITE, answer)).rejects.toMatchObject({ code: 'code_expired' });
  const both = await Promise.allSettled([1, 2].map(() => registerPasskey(person.ctx, SITE, answer)));
  expect(outcomes(both)).toEqual(['code_expired', 'in']);
});

test('one passkey belongs to one person, and there are at most 20, raced too', async () => {
  const [person, other] = [await givenShopper(), await givenShopper()];
  const passkey = await addPasskey(person);
  const { challengeId, options } = await askForPasskey(other.ctx, SITE);
  const stolen = { challengeId, credential: await passkey.create(options.challenge) };
  await expect(registerPasskey(other.ctx, SITE, stolen)).rejects.toMatchObject({ code: 'already_enrolled' });
  expect(await secondFactorAtOf(other)).toBeNull();

  await Promise.allSettled(Array.from({ length: MAX_PASSKEYS + 5 }, () => addPasskey(person)));
  expect((await readSecurity(person.ctx)).passkeys).toHaveLength(MAX_PASSKEYS);
  await expect(askForPasskey(person.ctx, SITE)).rejects.toMatchObject({ code: 'already_enrolled' });
});

test('somebody else’s passkey is no second factor, also where there is no room for another one', async () => {
  const [person, other] = [await givenShopper(), await givenShopper()];
  const foreign = await addPasskey(other);
  const { challengeId, options } = await askForPasskey(person.ctx, SITE);
  const rows = Array.from({ length: MAX_PASSKEYS }, (_, index) => `${person.actor.userId}-${index}`);
  await env.DB.prepare(
    `INSERT INTO passkeys (id, user_id, public_key, counter, transports, is_backed_up, name, created_at)
     SELECT value, ?, 'k', 0, '[]', 0, 'Phone', 1 FROM json_each(?)`,
  )
    .bind(person.actor.userId, JSON.stringify(rows))
    .run();
  const stolen = { challengeId, credential: await foreign.create(options.challenge) };
  await expect(registerPasskey(person.ctx, SITE, stolen)).rejects.toMatchObject({ code: 'already_enrolled' });
  expect(await secondFactorAtOf(person)).toBeNull();
});

test('whatever is wrong with a sign-in, the answer is the same', async () => {
  const [person, other] = [await givenShopper(), await givenShopper()];
  const passkey = await addPasskey(person);
  const bends: readonly Bend[] = [
    { origin: 'https://evil.example' },
    { rpId: 'evil.example' },
    { challenge: 'AAAA' },
    { isVerified: false },
    { type: 'webauthn.create' },
    { userHandle: other.actor.userId },
  ];
  const refusals = await Promise.allSettled([
    ...bends.map((bend) => signIn(person, passkey, bend)),
    signIn(person, new SoftwarePasskey(SITE, person.actor.userId)),
  ]);
  const messages = refusals.map((one) =>
    one.status === 'rejected' ? `${one.reason.code}: ${one.reason.message}` : 'in',
  );
  expect(new Set(messages)).toEqual(
    new Set(['sign_in_failed: That passkey did not work here. Try again, or sign in another way.']),
  );
});

test('an answer works once, raced and replayed, and not after five minutes', async () => {
  const person = await givenShopper();
  const passkey = await addPasskey(person, { isCounting: false });
  const ctx = nobody(person);
  const first = await askForPasskeySignIn(ctx, SITE);
  const answer = { challengeId: first.challengeId, credential: await passkey.get(first.options.challenge) };
  const settled = await Promise.allSettled([1, 2, 3].map(() => signInByPasskey(ctx, SITE, answer)));
  expect(outcomes(settled)).toEqual(['in', 'sign_in_failed', 'sign_in_failed']);
  await expect(signInByPasskey(ctx, SITE, answer)).rejects.toMatchObject({ code: 'sign_in_failed' });

  const second = await askForPasskeySignIn(ctx, SITE);
  const late = { ...ctx, now: ctx.now + 5 * MINUTE };
  const slow = { challengeId: second.challengeId, credential: await passkey.get(second.options.challenge) };
  await expect(signInByPasskey(late, SITE, slow)).rejects.toMatchObject({ code: 'sign_in_failed' });
});

test('a passkey that counts never goes back: a copy of it is found out', async () => {
  const person = await givenShopper();
  const passkey = await addPasskey(person);
  await signIn(person, passkey, { counter: 7 });
  for (const counter of [7, 3, 0]) {
    await expect(signIn(person, passkey, { counter }), String(counter)).rejects.toMatchObject({
      code: 'sign_in_failed',
    });
  }
  await signIn(person, passkey, { counter: 8 });
  const asked = await Promise.all([1, 2].map(() => askForPasskeySignIn(nobody(person), SITE)));
  const answers = await Promise.all(
    asked.map(async ({ challengeId, options }) => ({
      challengeId,
      credential: await passkey.get(options.challenge, { counter: 9 }),
    })),
  );
  const settled = await Promise.allSettled(answers.map((answer) => signInByPasskey(nobody(person), SITE, answer)));
  expect(outcomes(settled)).toEqual(['in', 'sign_in_failed']);
});

test('a closed account does not open', async () => {
  const person = await givenShopper();
  const passkey = await addPasskey(person);
  await env.DB.prepare('UPDATE users SET suspended_at = 1 WHERE id = ?').bind(person.actor.userId).run();
  await expect(signIn(person, passkey)).rejects.toMatchObject({ code: 'account_closed' });
});

test('as a second factor it is asked of the one who showed the first, once', async () => {
  const person = await givenShopper({ role: 'staff' });
  const other = await givenShopper();
  const [passkey, foreign] = [await addPasskey(person), await addPasskey(other)];
  const ctx = nobody(person);
  const asked = await signInAs(ctx, person.actor.userId, 'password');
  if (asked.kind !== 'second_factor') throw new Error('staff with a passkey are asked for it');
  expect(asked.hasPasskey).toBe(true);
  const { challengeId: secondFactorId } = asked.challenge;

  const wrong = await askForPasskeySignIn(ctx, SITE, secondFactorId);
  expect(wrong.options.allowCredentials).toMatchObject([{ id: passkey.id }]);
  const theirs = { challengeId: wrong.challengeId, credential: await foreign.get(wrong.options.challenge) };
  await expect(signInByPasskey(ctx, SITE, theirs)).rejects.toMatchObject({ code: 'sign_in_failed' });

  const questions = await Promise.all([1, 2].map(() => askForPasskeySignIn(ctx, SITE, secondFactorId)));
  const settled = await Promise.allSettled(
    questions.map(async ({ challengeId, options }) =>
      signInByPasskey(ctx, SITE, {
        challengeId,
        credential: await passkey.get(options.challenge, { userHandle: null }),
      }),
    ),
  );
  expect(outcomes(settled)).toEqual(['in', 'sign_in_failed']);
  const session = settled.find((one) => one.status === 'fulfilled');
  expect(session?.value.user).toMatchObject({ userId: person.actor.userId, hasSecondFactor: true });
  await expect(askForPasskeySignIn(ctx, SITE, secondFactorId)).rejects.toMatchObject({ code: 'code_expired' });
});

test('renamed and removed by its owner only', async () => {
  const [person, other] = [await givenShopper({}, { emailVerifiedAt: 1 }), await givenShopper()];
  const passkey = await addPasskey(person);
  await expect(renamePasskey(other.ctx, passkey.id, 'Mine')).rejects.toMatchObject({ code: 'not_found' });
  await expect(removePasskey(other.ctx, passkey.id)).rejects.toMatchObject({ code: 'not_found' });
  await renamePasskey(person.ctx, passkey.id, 'Kitchen tablet');
  expect((await readSecurity(person.ctx)).passkeys[0]?.name).toBe('Kitchen tablet');
  const late = { ...person.ctx, now: person.ctx.now + 11 * MINUTE };
  await expect(removePasskey(late, passkey.id)).rejects.toMatchObject({ code: 'reauthentication_required' });
  await removePasskey(person.ctx, passkey.id);
  await expect(removePasskey(person.ctx, passkey.id)).rejects.toMatchObject({ code: 'not_found' });
  await expect(signIn(person, passkey)).rejects.toMatchObject({ code: 'sign_in_failed' });
});

const unproved = { email: null, phone: null };

test.each([
  ['a shopper with nothing else', unproved, {}, 'last_way_in'],
  ['an address from before proofs', {}, { emailVerifiedAt: null }, 'last_way_in'],
  ['a password', {}, { emailVerifiedAt: null, passwordHash: '$argon2id$…' }, 'in'],
  ['a proved address', {}, {}, 'in'],
  ['a phone', { ...unproved, phone: `+9198${String(Date.now()).slice(-8)}` }, {}, 'in'],
  ['staff with a password, and no app', { role: 'staff' as const }, { passwordHash: '$argon2id$…' }, 'last_way_in'],
])('the last passkey: %s', async (_, changes, row, outcome) => {
  const person = await givenShopper(changes, row);
  const passkey = await addPasskey(person);
  const proven = { ...person.ctx, actor: { ...person.actor, hasSecondFactor: true, secondFactorAt: person.ctx.now } };
  expect(outcomes(await Promise.allSettled([removePasskey(proven, passkey.id)]))).toEqual([outcome]);
});

test('of two last passkeys that are removed at once, one stays', async () => {
  const person = await givenShopper(unproved);
  const passkeys = [await addPasskey(person), await addPasskey(person)];
  const settled = await Promise.allSettled(passkeys.map(({ id }) => removePasskey(person.ctx, id)));
  expect(outcomes(settled)).toEqual(['in', 'last_way_in']);
});

test('Google is another way in', async () => {
  const person = await givenShopper(unproved);
  const passkey = await addPasskey(person);
  await env.DB.prepare(`INSERT INTO identities (provider, subject, user_id, created_at) VALUES ('google', ?, ?, 0)`)
    .bind(person.actor.userId, person.actor.userId)
    .run();
  await removePasskey(person.ctx, passkey.id);
});

test('a deployed shop is where APP_URL says, whatever the request says', () => {
  const deployed: Env = { ...env, APP_ENV: 'production', APP_URL: 'https://shop.example/' };
  const site = { rpId: 'shop.example', origin: 'https://shop.example' };
  expect(passkeySiteOf(deployed, 'https://evil.example/api/v1/auth/passkey')).toEqual(site);
  expect(passkeySiteOf(env, 'http://localhost:8787/login')).toEqual({
    rpId: 'localhost',
    origin: 'http://localhost:8787',
  });
});

test('by the API, from the first question to the session', async () => {
  const { actor, headers } = await givenShopper();
  const send = async (place: string, body: unknown, extra: Readonly<Record<string, string>> = {}, method = 'POST') => {
    const json = { 'content-type': 'application/json', ...extra };
    const answer = await askApi(place, { method, headers: json, body: JSON.stringify(body) });
    return { ...answer, json: answer.text === '' ? null : JSON.parse(answer.text) };
  };
  const question = await send('/account/passkeys/options', {}, headers);
  expect(question.status).toBe(201);
  const passkey = new SoftwarePasskey(SITE, actor.userId);
  const credential = await passkey.create(question.json.options.challenge);
  const { challengeId } = question.json;
  const kept = await send('/account/passkeys', { challengeId, credential, name: 'Phone' }, headers);
  expect([kept.status, kept.json]).toEqual([201, { id: passkey.id }]);
  expect(JSON.parse((await askApi('/account/passkeys', { headers })).text).passkeys).toMatchObject([{ name: 'Phone' }]);
  expect((await send(`/account/passkeys/${passkey.id}`, { name: 'Tablet' }, headers, 'PATCH')).status).toBe(204);

  const asked = await send('/auth/passkey/options', {});
  const proof = await passkey.get(asked.json.options.challenge);
  const session = await send('/auth/passkey', { challengeId: asked.json.challengeId, credential: proof });
  expect(session.status).toBe(200);
  expect(session.json.user).toMatchObject({ id: actor.userId, hasSecondFactor: true });
  expect(session.headers.get('set-cookie')).toMatch(/refresh=.*HttpOnly/);

  const malformed = await send('/auth/passkey', { challengeId: 'x', credential: { id: '/' } });
  expect(malformed.status).toBe(422);
  expect((await askApi(`/account/passkeys/${passkey.id}`, { method: 'DELETE', headers })).status).toBe(204);
});
