import { env } from 'cloudflare:workers';
import { Secret, TOTP } from 'otpauth';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { givenCode } from '../../test/builders/code.ts';
import { givenPerson, type Person } from '../../test/builders/person.ts';
import { type Context, createContext } from '../context.ts';
import { keyedHash } from '../http/signing-key.ts';
import { askForCode } from './ask-for-code.ts';
import { confirmAuthenticator } from './factors/confirm-authenticator.ts';
import { askConfirmationCode, confirmIdentity } from './factors/confirm-identity.ts';
import { enrolAuthenticator } from './factors/enrol-authenticator.ts';
import { showSecondFactor } from './factors/show-second-factor.ts';
import { askForPasskeySignIn } from './factors/sign-in-by-passkey.ts';
import { forgotPassword } from './forgot-password.ts';
import { login } from './login.ts';
import { hashPassword } from './password.ts';
import { askForContact } from './profile/change-contact.ts';
import { sendSignInCode } from './send-sign-in-code.ts';
import { signInAs } from './start-session.ts';
import { verifyCode } from './verify-code.ts';

const NOW = Date.UTC(2026, 10, 20, 9);
const [SECOND, HOUR] = [1000, 3_600_000];
const HALF_MINUTE = 31 * SECOND;
const site = { rpId: 'localhost', origin: 'http://localhost' };
const providers = {
  ...{ EMAIL_API_URL: 'http://mail.test/email', EMAIL_API_KEY: 'key', EMAIL_FROM: 'Haat <hello@haat.test>' },
  ...{ SMS_API_URL: 'http://sms.test/sms', SMS_API_KEY: 'key', SMS_SENDER: 'HAATIN', APP_URL: 'https://shop.test' },
};
let count = 0;

/** What reaches the providers; nothing leaves the test. */
let sent: { readonly to: string; readonly subject?: string }[] = [];
beforeEach(() => {
  sent = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (_url, init) => {
    sent.push(JSON.parse(String(init?.body)));
    return new Response(null, { status: 200 });
  });
});
afterEach(() => vi.restoreAllMocks());

/** A network that no other test comes from. */
function newNetwork(): string {
  return `198.51.100.${++count}`;
}

function newEmail(): string {
  return `meera${++count}@example.in`;
}

function newPhone(): string {
  return `+9198450${String(20_000 + ++count)}`;
}

/** Somebody unknown, from a network, at a moment. */
function visitor(ip: string | null = null, now = NOW, works: Promise<unknown>[] = []): Context {
  return createContext({
    ...{ env: { ...env, ...providers }, actor: { kind: 'anonymous' as const }, now },
    client: { ip, device: 'Chrome on Android', locale: 'en' },
    later: (work) => void works.push(work),
  });
}

/** The same person, from a network, at a moment. */
function at({ ctx }: Person, ip: string | null, now = ctx.now): Context {
  return { ...ctx, now, env: { ...env, ...providers }, client: { ...ctx.client, ip } };
}

function send(ctx: Context, recipient = newEmail()) {
  return askForCode(ctx, { purpose: 'sign_in', channel: 'email', recipient });
}

async function outcomesOf(works: readonly Promise<unknown>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const end of await Promise.allSettled(works)) {
    const outcome = end.status === 'fulfilled' ? 'passed' : String((end.reason as { code?: string }).code);
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

function times<Result>(length: number, make: (index: number) => Result): Result[] {
  return Array.from({ length }, (_, index) => make(index));
}

describe('a stranger beyond the limit of their network costs others nothing', () => {
  test('not the wait for the next code, and not the hour', async () => {
    const [network, victim] = [newNetwork(), newEmail()];
    await Promise.all(times(60, () => send(visitor(network))));
    for (const index of [0, 1, 2, 3, 4]) {
      const spam = send(visitor(network, NOW + index * HALF_MINUTE), victim);
      await expect(spam).rejects.toMatchObject({ extra: { limit: { name: 'code.ip' } } });
    }
    for (const index of [5, 6, 7, 8, 9]) await send(visitor(newNetwork(), NOW + index * HALF_MINUTE), victim);
    const sixth = send(visitor(newNetwork(), NOW + 10 * HALF_MINUTE), victim);
    await expect(sixth).rejects.toMatchObject({ extra: { limit: { name: 'code.recipient' } } });
  });

  test('nor within it the codes that the owner asks for while signed in', async () => {
    const owner = await givenPerson({ phone: newPhone() });
    const { email, phone } = owner.actor;
    const start = owner.ctx.now;
    for (const index of [0, 1, 2, 3, 4]) {
      const ctx = visitor(newNetwork(), start + index * HALF_MINUTE);
      await sendSignInCode(ctx, { email: email ?? '' }, null);
      await sendSignInCode(ctx, { phone: phone ?? '' }, null);
    }
    const [ctx, home] = [at(owner, newNetwork(), start + 4 * HALF_MINUTE), newEmail()];
    await sendSignInCode(ctx, { email: home }, null);
    await expect(sendSignInCode(ctx, { email: email ?? '' }, null)).rejects.toMatchObject({ code: 'rate_limited' });
    await askConfirmationCode(ctx, 'email');
    await askConfirmationCode(ctx, 'sms');
    await askForContact(ctx, 'email', home);
  });

  test('while the codes of one person have the same wait and the same hour', async () => {
    const owner = await givenPerson();
    const [network, start] = [newNetwork(), owner.ctx.now];
    const ask = (index: number) => askConfirmationCode(at(owner, network, start + index * HALF_MINUTE), 'email');
    expect(await outcomesOf(times(9, () => ask(0)))).toEqual({ passed: 1, rate_limited: 8 });
    for (const index of [1, 2, 3, 4]) await ask(index);
    await expect(ask(5)).rejects.toMatchObject({ code: 'rate_limited', extra: { limit: { max: 5 } } });
  });

  test('and nobody is sent a number of codes by one signed-in person after another', async () => {
    const number = newPhone();
    const people = await Promise.all(times(12, () => givenPerson()));
    const asked = people.map((person) => askForContact(at(person, newNetwork()), 'phone', number));
    expect(await outcomesOf(asked)).toEqual({ passed: 10, rate_limited: 2 });
    const [first] = people;
    if (first !== undefined) await askForContact(at(first, newNetwork()), 'phone', newPhone());
  });

  test('nor one account after another of one person who is signed in', async () => {
    const person = await givenPerson();
    const asked = times(25, () => askForContact(at(person, newNetwork()), 'email', newEmail()));
    expect(await outcomesOf(asked)).toEqual({ passed: 20, rate_limited: 5 });
  });
});

describe('logins', () => {
  const password = 'correct horse battery';

  test('of one network, within its limit or beyond it, do not lock the owner out', async () => {
    const { actor } = await givenPerson({}, { passwordHash: await hashPassword(password) });
    const [network, email] = [newNetwork(), actor.email ?? ''];
    const guess = () => login(visitor(network), { email, password: 'x' }, null);
    expect(await outcomesOf(times(40, guess))).toEqual({ invalid_credentials: 10, rate_limited: 30 });
    await expect(guess()).rejects.toMatchObject({ extra: { limit: { name: 'login.ip' } } });
    const own = await login(visitor(newNetwork()), { email, password }, null);
    expect(own.kind).toBe('session');
  });

  test('of one household are tries of one network', async () => {
    const email = newEmail();
    const guess = (index: number) => login(visitor(`2001:db8:77:1::${index}`), { email, password: 'x' }, null);
    expect(await outcomesOf(times(12, guess))).toEqual({ invalid_credentials: 10, rate_limited: 2 });
  });

  test('of many networks are a hundred in ten minutes for one account', async () => {
    const email = newEmail();
    const networks = times(11, newNetwork);
    const guesses = networks.flatMap((ip) => times(10, () => login(visitor(ip), { email, password: 'x' }, null)));
    expect(await outcomesOf(guesses)).toEqual({ invalid_credentials: 100, rate_limited: 10 });
  });
});

test('passkey sign-ins are counted by network: one household has more addresses than tries', async () => {
  const ask = (index: number) => askForPasskeySignIn(visitor(`2001:db8:77:2::${index.toString(16)}`), site);
  expect(await outcomesOf(times(310, ask))).toEqual({ passed: 300, rate_limited: 10 });
});

describe('wrong codes of one network', () => {
  async function given(): Promise<string> {
    const { challengeId } = await send(visitor());
    await givenCode(challengeId);
    return challengeId;
  }

  test('are sixty in an hour, exactly, over as many challenges as one likes', async () => {
    const network = newNetwork();
    const challenges = await Promise.all(times(20, given));
    const guesses = challenges.flatMap((challengeId) =>
      times(5, () => verifyCode(visitor(network), { challengeId, code: '000000' })),
    );
    expect(await outcomesOf(guesses)).toEqual({ wrong_code: 60, rate_limited: 40 });
  });

  test('beyond the limit close that network, also for a right code, which still works elsewhere', async () => {
    const network = newNetwork();
    const answer = { challengeId: await given(), code: '314159' };
    const right = await Promise.all(times(3, given));
    for (const challengeId of right) await verifyCode(visitor(network), { challengeId, code: '314159' });
    const challenges = await Promise.all(times(12, given));
    // Right ones are not counted: sixty wrong ones are left.
    for (const challengeId of challenges) {
      const guesses = times(5, () => verifyCode(visitor(network), { challengeId, code: '000000' }));
      expect(await outcomesOf(guesses)).toEqual({ wrong_code: 5 });
    }
    await expect(verifyCode(visitor(network, NOW + SECOND), answer)).rejects.toMatchObject({
      code: 'rate_limited',
      extra: { retryAfterSeconds: 3599, limit: { name: 'code.wrong' } },
    });
    expect((await verifyCode(visitor(newNetwork()), answer)).kind).toBe('session');
  });

  test('are no others: a challenge that is burnt, used or unknown is not guessed at', async () => {
    const network = newNetwork();
    const [burnt, used] = [await given(), await given()];
    const guess = (challengeId: string, code = '000000') => verifyCode(visitor(network), { challengeId, code });
    expect(await outcomesOf(times(70, () => guess(burnt)))).toEqual({ wrong_code: 5, code_expired: 65 });
    await guess(used, '314159');
    expect(await outcomesOf(times(70, () => guess(used)))).toEqual({ code_expired: 70 });
    expect((await guess(await given(), '314159')).kind).toBe('session');
  });
});

test('the shop sends so many SMS with a code in an hour, and says once in the log that there were more', async () => {
  const lines: string[] = [];
  vi.spyOn(console, 'error').mockImplementation((...words) => void lines.push(words.map(String).join(' ')));
  const key = await keyedHash(env, 'limit:code.sms:shop');
  await env.DB.prepare('INSERT OR REPLACE INTO rate_limits (key, count, reset_at) VALUES (?, 1997, ?)')
    .bind(key, NOW + HOUR)
    .run();
  const ask = (now = NOW) => sendSignInCode(visitor(newNetwork(), now), { phone: newPhone() }, null);
  expect(await outcomesOf(times(9, () => ask()))).toEqual({ passed: 3, rate_limited: 6 });
  expect(lines.filter((line) => line.includes('SMS'))).toHaveLength(1);
  await sendSignInCode(visitor(newNetwork()), { email: newEmail() }, null);
  await ask(NOW + HOUR);
  await env.DB.prepare('DELETE FROM rate_limits WHERE key = ?').bind(key).run();
});

describe('guesses at a second factor', () => {
  const start = NOW + HOUR;

  async function givenEnrolled() {
    const person = await givenPerson({ authenticatedAt: NOW, hasSecondFactor: false });
    const works: Promise<unknown>[] = [];
    const later = (work: Promise<unknown>) => void works.push(work);
    const ctx: Context = { ...person.ctx, now: NOW, env: { ...env, ...providers }, later };
    const { secret } = await enrolAuthenticator(ctx);
    await confirmAuthenticator(ctx, { code: codeAt(secret, NOW) });
    await Promise.all(works);
    sent = [];
    return { ...person, ctx, secret };
  }

  function codeAt(secret: string, timestamp: number): string {
    return TOTP.generate({ secret: Secret.fromBase32(secret), timestamp });
  }

  type Enrolled = Awaited<ReturnType<typeof givenEnrolled>>;

  /** Shows a code, or a wrong one, for a challenge of its own. */
  async function show({ actor }: Enrolled, now: number, code: string | null, works: Promise<unknown>[] = []) {
    const ctx = visitor(null, now, works);
    const asked = await signInAs(ctx, actor.userId, 'password');
    if (asked.kind !== 'second_factor') throw new Error('no second factor was asked for');
    const { challengeId } = asked.challenge;
    await showSecondFactor(
      ctx,
      code === null ? { challengeId, recoveryCode: 'AAAA-AAAA-AAAA' } : { challengeId, code },
    );
    await Promise.all(works);
  }

  test('are sixty wrong ones in a day for one account; right ones are not counted', async () => {
    const person = await givenEnrolled();
    const wrong = (now: number) => show(person, now, codeAt(person.secret, now + 9 * HOUR));
    for (const hour of [0, 1]) {
      for (let tried = 0; tried < 20; tried++) {
        await expect(wrong(start + hour * HOUR)).rejects.toMatchObject({ code: 'wrong_code' });
      }
    }
    const third = start + 2 * HOUR;
    for (let tried = 0; tried < 19; tried++) await expect(wrong(third)).rejects.toMatchObject({ code: 'wrong_code' });
    await show(person, third, codeAt(person.secret, third));
    const fourth = start + 3 * HOUR;
    await expect(wrong(fourth)).rejects.toMatchObject({ code: 'wrong_code' });
    await expect(show(person, fourth, codeAt(person.secret, fourth))).rejects.toMatchObject({
      code: 'rate_limited',
      extra: { retryAfterSeconds: 21 * 3600, limit: { name: 'second_factor.wrong' } },
    });
    const nextDay = start + 24 * HOUR;
    await show(person, nextDay, codeAt(person.secret, nextDay));
  });

  test('are told to the owner after ten wrong ones, of whatever kind, once a day', async () => {
    const person = await givenEnrolled();
    const works: Promise<unknown>[] = [];
    const told = () => sent.filter(({ to }) => to === person.actor.email).map(({ subject }) => subject);
    const own = { ...person.ctx, now: start, later: (work: Promise<unknown>) => void works.push(work) };
    const confirm = () => confirmIdentity(own, site, { totp: codeAt(person.secret, start + 9 * HOUR) });
    for (let tried = 0; tried < 4; tried++) {
      await expect(confirm()).rejects.toMatchObject({ code: 'wrong_code' });
      await expect(show(person, start, null, works)).rejects.toMatchObject({ code: 'wrong_code' });
    }
    await show(person, start, codeAt(person.secret, start), works);
    await expect(confirm()).rejects.toMatchObject({ code: 'wrong_code' });
    await Promise.all(works);
    expect(told()).toEqual([]);
    for (const hour of [0, 0, 0, 1, 1]) {
      const guess = show(person, start + hour * HOUR, null, works);
      await expect(guess).rejects.toMatchObject({ code: 'wrong_code' });
    }
    await Promise.all(works);
    expect(told()).toEqual(['Somebody keeps giving wrong codes for your Haat account']);
  });
});

describe('nothing tells from outside who has an account', () => {
  test('sending begins once the answer is out', async () => {
    const [phone, { actor }] = [newPhone(), await givenPerson()];
    const email = actor.email ?? '';
    for (const [to, ask] of [
      [phone, (ctx: Context) => sendSignInCode(ctx, { phone }, null)],
      [email, (ctx: Context) => forgotPassword(ctx, { email }, null)],
    ] as const) {
      const works: Promise<unknown>[] = [];
      const sentThere = () => sent.filter((each) => each.to === to);
      await ask(visitor(newNetwork(), NOW, works));
      for (let step = 0; step < 1000; step++) await Promise.resolve();
      expect(sentThere()).toEqual([]);
      await Promise.all(works);
      expect(sentThere()).toHaveLength(1);
    }
  });

  test('a forgotten password costs the same hashes with and without an account', async () => {
    const { actor } = await givenPerson();
    const hashes = vi.spyOn(crypto.subtle, 'sign');
    const spent: number[] = [];
    for (const email of [actor.email ?? '', newEmail()]) {
      hashes.mockClear();
      await forgotPassword(visitor(newNetwork()), { email }, null);
      spent.push(hashes.mock.calls.length);
    }
    expect(spent[0]).toBeGreaterThan(0);
    expect(spent[1]).toBe(spent[0]);
  });
});
