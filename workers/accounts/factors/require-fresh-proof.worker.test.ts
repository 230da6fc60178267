import { env } from 'cloudflare:workers';
import { TOTP } from 'otpauth';
import { describe, expect, test, vi } from 'vitest';
import { askApi } from '../../../test/builders/api-routes.ts';
import { givenCode } from '../../../test/builders/code.ts';
import { givenContext } from '../../../test/builders/context.ts';
import { givenPerson, type Person } from '../../../test/builders/person.ts';
import { changeRole } from '../../admin/change-role.ts';
import { actAs, type Context, createContext, type UserActor } from '../../context.ts';
import { actorOf, selectSignedIn } from '../../http/signed-in.ts';
import { openCodeChallenge } from '../challenge.ts';
import { changePassword } from '../change-password.ts';
import { unlinkGoogle } from '../google/unlink-google.ts';
import { askForContact, proveContact } from '../profile/change-contact.ts';
import { deleteAccount } from '../profile/delete-account.ts';
import { downloadPersonalData } from '../profile/download-personal-data.ts';
import { removeContact } from '../profile/remove-contact.ts';
import { signInAs } from '../start-session.ts';
import { confirmAuthenticator } from './confirm-authenticator.ts';
import { confirmIdentity } from './confirm-identity.ts';
import { enrolAuthenticator } from './enrol-authenticator.ts';
import { askForPasskey, registerPasskey } from './register-passkey.ts';
import { removeAuthenticator } from './remove-authenticator.ts';
import { removePasskey } from './remove-passkey.ts';
import { renewRecoveryCodes } from './renew-recovery-codes.ts';

const SITE = { rpId: 'haat.test', origin: 'https://haat.test' };
const MINUTE = 60_000;
const NO_ANSWER = { challengeId: 'chl_01K9ZQ3V7Y4M2N8P6R5T1W0XAB', code: '123456' };
const NO_PASSKEY = { challengeId: NO_ANSWER.challengeId, credential: {} as never };

/** Whatever changes how somebody signs in or is reached, takes their data, or ends it. */
const DANGEROUS: Readonly<Record<string, (ctx: Context) => Promise<unknown>>> = {
  'set up an app': (ctx) => enrolAuthenticator(ctx),
  'confirm an app': (ctx) => confirmAuthenticator(ctx, { code: '123456' }),
  'remove the app': (ctx) => removeAuthenticator(ctx),
  'make new recovery codes': (ctx) => renewRecoveryCodes(ctx),
  'ask for a passkey': (ctx) => askForPasskey(ctx, SITE),
  'add a passkey': (ctx) => registerPasskey(ctx, SITE, NO_PASSKEY),
  'remove a passkey': (ctx) => removePasskey(ctx, 'none'),
  'change the password': (ctx) => changePassword(ctx, { password: 'a thief’s own long secret' }),
  'ask for another address': (ctx) => askForContact(ctx, 'email', 'thief@haat.test'),
  'prove another address': (ctx) => proveContact(ctx, 'email', NO_ANSWER),
  'take the address off': (ctx) => removeContact(ctx, 'phone'),
  'unlink Google': (ctx) => unlinkGoogle(ctx),
  'download the data': (ctx) => downloadPersonalData(ctx),
  'delete the account': (ctx) => deleteAccount(ctx),
};

function codeOf(secret: string, at: number): string {
  return TOTP.generate({ secret: new TOTP({ secret }).secret, timestamp: at });
}

async function givenEnrolled(changes: Partial<UserActor> = {}) {
  const person = await givenPerson({ hasSecondFactor: false, ...changes });
  const { secret } = await enrolAuthenticator(person.ctx);
  const [recoveryCode = ''] = await confirmAuthenticator(person.ctx, { code: codeOf(secret, person.ctx.now) });
  return { ...person, secret, recoveryCode };
}

/** As the next request finds them. */
async function seenAt({ ctx, actor }: Person, now = ctx.now): Promise<Context> {
  const [row] = await selectSignedIn(ctx.db, actor, now);
  if (row === undefined) throw new Error('they are signed out');
  return { ...actAs(ctx, actorOf(row)), now };
}

async function refusalOf(work: Promise<unknown>): Promise<string> {
  return await work.then(
    () => 'done',
    (error: { readonly code?: string }) => error.code ?? String(error),
  );
}

describe.each(Object.entries(DANGEROUS))('to %s', (_, act) => {
  test('whose account has a second factor shows that one: a password or a code is not enough', async () => {
    const person = await givenEnrolled();
    const { now } = person.ctx;
    for (const secondFactorAt of [null, now - 11 * MINUTE]) {
      const hasSecondFactor = secondFactorAt !== null;
      const ctx = actAs(person.ctx, { ...person.actor, authenticatedAt: now, hasSecondFactor, secondFactorAt });
      expect(await refusalOf(act(ctx)), String(secondFactorAt)).toBe('second_factor_required');
    }
    const shown = { ...person.actor, authenticatedAt: now - 60 * MINUTE, hasSecondFactor: true, secondFactorAt: now };
    const refusal = await refusalOf(act(actAs(person.ctx, shown)));
    expect(['second_factor_required', 'reauthentication_required']).not.toContain(refusal);
  });

  test('whose account has none shows that it is them', async () => {
    const person = await givenPerson({ hasSecondFactor: false });
    const stale = actAs(person.ctx, { ...person.actor, authenticatedAt: person.ctx.now - 11 * MINUTE });
    expect(await refusalOf(act(stale))).toBe('reauthentication_required');
    expect(await refusalOf(act(actAs(person.ctx, { kind: 'anonymous' })))).toBe('unauthenticated');
    const refusal = await refusalOf(act(person.ctx));
    expect(['second_factor_required', 'reauthentication_required']).not.toContain(refusal);
  });
});

test('a sign-in of a week ago and a code to the e-mail address take nothing over; the app does', async () => {
  const person = await givenEnrolled();
  const later = person.ctx.now + 6 * 86_400_000;
  const ctx = await seenAt(person, later);
  const own = { purpose: 'reauthenticate', channel: 'email', recipient: 'a@haat.test' } as const;
  await confirmIdentity(ctx, SITE, await openCodeChallenge(ctx, { ...own, userId: person.actor.userId }));
  const confirmed = await seenAt(person, later);
  expect(confirmed.actor).toMatchObject({ authenticatedAt: later, secondFactorAt: person.ctx.now });
  for (const act of [removeAuthenticator, deleteAccount]) {
    expect(await refusalOf(act(confirmed))).toBe('second_factor_required');
  }
  await confirmIdentity(ctx, SITE, { totp: codeOf(person.secret, later) });
  await removeAuthenticator(await seenAt(person, later));
});

test('who has lost the phone confirms by a recovery code, once, and hears of it', async () => {
  const person = await givenEnrolled();
  const later = person.ctx.now + 60 * MINUTE;
  const stale = await seenAt(person, later);
  expect(await refusalOf(confirmIdentity(stale, SITE, { recoveryCode: 'AAAA-AAAA-AAAA' }))).toBe('wrong_code');
  expect((await seenAt(person, later)).actor).toMatchObject({ authenticatedAt: person.actor.authenticatedAt });
  const both = [1, 2].map(() => refusalOf(confirmIdentity(stale, SITE, { recoveryCode: person.recoveryCode })));
  expect((await Promise.all(both)).toSorted()).toEqual(['done', 'wrong_code']);
  await removeAuthenticator(await seenAt(person, later));
});

test('an app that is gone counts no more, on no device, and not for somebody who becomes staff', async () => {
  const person = await givenEnrolled();
  const elsewhere = await signInAs(givenContext({ actor: { kind: 'anonymous' } }), person.actor.userId, 'password');
  expect(elsewhere.kind).toBe('second_factor');
  await removeAuthenticator(await seenAt(person));
  const keeper = await givenPerson({ role: 'staff' });
  await changeRole(keeper.ctx, person.actor.userId, { role: 'staff', permissions: ['orders.read'], jobs: [] });
  expect((await seenAt(person)).actor).toMatchObject({ role: 'staff', hasSecondFactor: false, secondFactorAt: null });
  expect((await askApi('/admin/orders', { headers: person.headers })).text).toContain('second_factor_required');
});

test('a factor that stays goes on counting when another one goes', async () => {
  const person = await givenEnrolled();
  await env.DB.prepare(
    `INSERT INTO passkeys (id, user_id, public_key, counter, transports, is_backed_up, name, created_at)
     VALUES (?1, ?1, 'k', 0, '[]', 0, 'Phone', 1)`,
  )
    .bind(person.actor.userId)
    .run();
  await removeAuthenticator(await seenAt(person));
  expect((await seenAt(person)).actor).toMatchObject({ hasSecondFactor: true });
});

test('new recovery codes are told to the owner', async () => {
  const person = await givenEnrolled();
  const said = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response('{}'));
  const works: Promise<unknown>[] = [];
  const mail = { EMAIL_API_URL: 'http://mail.test/', EMAIL_API_KEY: 'k', EMAIL_FROM: 'shop@haat.test' };
  const { actor } = await seenAt(person);
  await renewRecoveryCodes(createContext({ env: { ...env, ...mail }, actor, later: (work) => void works.push(work) }));
  await Promise.all(works);
  const bodies = said.mock.calls.map(([, init]) => String(init?.body));
  vi.restoreAllMocks();
  expect(bodies).toEqual([expect.stringContaining('new recovery codes')]);
});

test('by the API, the code to confirm with is answered like any other', async () => {
  const { headers } = await givenPerson();
  const answer = await askApi('/account/confirmation/code', {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'email' }),
  });
  expect(answer.status).toBe(202);
  const { challengeId } = JSON.parse(answer.text) as { challengeId: string };
  const confirmed = await askApi('/account/confirmation', {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ challengeId, code: await givenCode(challengeId) }),
  });
  expect(confirmed.status).toBe(204);
});
