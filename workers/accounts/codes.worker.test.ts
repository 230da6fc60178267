import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { givenCode } from '../../test/builders/code.ts';
import { givenPerson } from '../../test/builders/person.ts';
import { type Context, createContext } from '../context.ts';
import { openDb } from '../db/client.ts';
import { askForCode } from './ask-for-code.ts';
import { forgotPassword } from './forgot-password.ts';
import { register } from './register.ts';
import { resendCode } from './resend-code.ts';
import { sendSignInCode } from './send-sign-in-code.ts';
import { verifyCode } from './verify-code.ts';

const NOW = Date.UTC(2026, 10, 20, 9);
const SECOND = 1000;
const password = 'a long enough secret';
let count = 0;

afterEach(() => vi.restoreAllMocks());

function newEmail(): string {
  return `ravi${++count}@example.in`;
}

interface Asked {
  readonly now?: number;
  readonly ip?: string | null;
  readonly locale?: 'en' | 'hi';
  readonly env?: Env;
  readonly works?: Promise<unknown>[];
}

/** Somebody unknown, at a moment, from an address. */
function visitor({ now = NOW, ip = null, locale = 'en', env: bindings = env, works = [] }: Asked = {}): Context {
  return createContext({
    env: bindings,
    actor: { kind: 'anonymous' },
    now,
    client: { ip, device: 'Chrome on Android', locale },
    later: (work) => void works.push(work),
  });
}

function send(ctx: Context, recipient = newEmail()) {
  return askForCode(ctx, { purpose: 'sign_in', channel: 'email', recipient });
}

async function given(recipient = newEmail(), now = NOW) {
  const { challengeId } = await send(visitor({ now }), recipient);
  return { challengeId, code: await givenCode(challengeId) };
}

function refusalsOf(results: readonly PromiseSettledResult<unknown>[]): string[] {
  return results.flatMap((result) => (result.status === 'rejected' ? [(result.reason as { code: string }).code] : []));
}

describe('a code (invariant 35)', () => {
  test('is six digits, of which only a keyed hash is kept', async () => {
    const { challengeId } = await send(visitor());
    const row = await env.DB.prepare('SELECT * FROM challenges WHERE id = ?').bind(challengeId).first();
    expect(row).toMatchObject({ purpose: 'sign_in', attempts: 0, consumed_at: null });
    expect(row?.secret_hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('works once, also when it comes ten times at once', async () => {
    const answer = await given();
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => verifyCode(visitor(), answer)));
    expect(refusalsOf(results)).toEqual(Array(9).fill('code_expired'));
    await expect(verifyCode(visitor(), answer)).rejects.toMatchObject({ code: 'code_expired' });
  });

  test('is burnt by the fifth wrong try, each of which says how many are left', async () => {
    const { challengeId, code } = await given();
    for (const triesLeft of [4, 3, 2, 1, 0]) {
      const error = await verifyCode(visitor(), { challengeId, code: '000000' }).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'wrong_code', extra: { triesLeft, errors: [{ field: 'code' }] } });
    }
    await expect(verifyCode(visitor(), { challengeId, code })).rejects.toMatchObject({ code: 'code_expired' });
  });

  test('a hundred guesses at once are five', async () => {
    const { challengeId, code } = await given();
    const guess = (index: number) => verifyCode(visitor(), { challengeId, code: String(100_000 + index) });
    const results = await Promise.allSettled(Array.from({ length: 100 }, (_, index) => guess(index)));
    const codes = refusalsOf(results);
    expect(codes.filter((each) => each === 'wrong_code')).toHaveLength(5);
    expect(codes.filter((each) => each === 'code_expired')).toHaveLength(95);
    await expect(verifyCode(visitor(), { challengeId, code })).rejects.toMatchObject({ code: 'code_expired' });
  });

  test('ends at its minute', async () => {
    const [early, late] = [await given(), await given()];
    const at = (now: number) => visitor({ now });
    expect((await verifyCode(at(NOW + 300 * SECOND - 1), early)).kind).toBe('session');
    await expect(verifyCode(at(NOW + 300 * SECOND), late)).rejects.toMatchObject({ code: 'code_expired' });
  });

  test('of one purpose is worth nothing for another, and one of another challenge nothing at all', async () => {
    const { actor } = await givenPerson();
    const { challengeId } = await forgotPassword(visitor(), { email: actor.email ?? '' }, null);
    const code = await givenCode(challengeId);
    await expect(verifyCode(visitor(), { challengeId, code })).rejects.toMatchObject({ code: 'code_expired' });
    const [one, other] = [await given(), await given()];
    await givenCode(other.challengeId, '271828');
    await expect(verifyCode(visitor(), { ...one, code: '271828' })).rejects.toMatchObject({ code: 'wrong_code' });
  });
});

describe('the same for an address that has an account and one that has none', () => {
  /** Every statement that a context prepares, in order. */
  function listening(ctx: Context) {
    const asked: string[] = [];
    const DB = new Proxy(ctx.env.DB, {
      get(target, key) {
        if (key === 'prepare') {
          return (query: string) => {
            asked.push(query);
            return target.prepare(query);
          };
        }
        const member: unknown = Reflect.get(target, key);
        return typeof member === 'function' ? member.bind(target) : member;
      },
    });
    return { asked, ctx: { ...ctx, env: { ...ctx.env, DB }, db: openDb(DB) } };
  }

  test.each([
    ['otp/send', (ctx: Context, email: string) => sendSignInCode(ctx, { email }, null)],
    ['register', (ctx: Context, email: string) => register(ctx, { name: 'Ravi', email, password }, null)],
    ['password/forgot', (ctx: Context, email: string) => forgotPassword(ctx, { email }, null)],
  ] as const)('%s: one answer, one sequence of statements', async (_path, ask) => {
    const { actor } = await givenPerson();
    const [known, unknown] = [listening(visitor({ ip: '192.0.2.7' })), listening(visitor({ ip: '192.0.2.8' }))];
    const answers = [await ask(known.ctx, actor.email ?? ''), await ask(unknown.ctx, newEmail())];
    expect(known.asked).toEqual(unknown.asked);
    expect(known.asked.length).toBeGreaterThan(2);
    for (const answer of answers) {
      expect(answer).toEqual({
        challengeId: expect.stringMatching(/^chl_/),
        expiresAt: NOW + 300 * SECOND,
        resendAt: NOW + 30 * SECOND,
      });
    }
    // Wrong codes are told alike too.
    const tries = await Promise.allSettled(
      answers.map(({ challengeId }) => verifyCode(visitor(), { challengeId, code: '000000' })),
    );
    const [one, other] = refusalsOf(tries);
    expect(one).toBe(other);
  });
});

describe('limits', () => {
  test('one recipient waits half a minute for the next code; an early click costs nothing but the wait', async () => {
    const recipient = newEmail();
    const first = await send(visitor(), recipient);
    expect(first.resendAt).toBe(NOW + 30 * SECOND);
    for (let click = 0; click < 6; click++) {
      await expect(send(visitor({ now: NOW + 10 * SECOND }), recipient)).rejects.toMatchObject({
        code: 'rate_limited',
        extra: { retryAfterSeconds: 20 },
      });
    }
    await expect(send(visitor({ now: NOW + 30 * SECOND }), recipient)).resolves.toBeDefined();
  });

  test('fifty at once for one recipient: one is sent', async () => {
    const recipient = newEmail();
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => send(visitor(), recipient)));
    expect(refusalsOf(results)).toEqual(Array(49).fill('rate_limited'));
  });

  test('five in an hour for one recipient', async () => {
    const recipient = newEmail();
    for (let index = 0; index < 5; index++) await send(visitor({ now: NOW + index * 60 * SECOND }), recipient);
    const refusal = send(visitor({ now: NOW + 5 * 60 * SECOND }), recipient);
    await expect(refusal).rejects.toMatchObject({ extra: { retryAfterSeconds: 55 * 60 } });
    await expect(send(visitor({ now: NOW + 3600 * SECOND }), recipient)).resolves.toBeDefined();
  });

  test('sixty in an hour from one address, exactly, of ninety at once; one without an address is not counted', async () => {
    const results = await Promise.allSettled(Array.from({ length: 90 }, () => send(visitor({ ip: '192.0.2.50' }))));
    expect(refusalsOf(results)).toEqual(Array(30).fill('rate_limited'));
    await Promise.all(Array.from({ length: 65 }, () => send(visitor())));
  });

  test('no address, number or IP stands among the counters', async () => {
    const recipient = newEmail();
    await send(visitor({ ip: '192.0.2.77' }), recipient);
    const { results } = await env.DB.prepare('SELECT key FROM rate_limits').all<{ key: string }>();
    expect(results.length).toBeGreaterThan(1);
    for (const { key } of results) expect(key).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('sending another one', () => {
  test('goes to the same recipient for the same, with what was typed before', async () => {
    const email = newEmail();
    const first = await register(visitor(), { name: 'Ravi Nair', email, password }, null);
    const later = visitor({ now: NOW + 31 * SECOND });
    const second = await resendCode(later, first);
    expect(second).toMatchObject({ recipient: email, resendAt: NOW + 61 * SECOND });
    const code = await givenCode(second.challengeId);
    const result = await verifyCode(later, { challengeId: second.challengeId, code });
    expect(result).toMatchObject({ kind: 'session', session: { user: { name: 'Ravi Nair', email } } });
  });

  test('is for who has the first challenge, within the limits, and not for one that was used', async () => {
    const answer = await given();
    await expect(resendCode(visitor(), answer)).rejects.toMatchObject({ code: 'rate_limited' });
    await verifyCode(visitor(), answer);
    const later = visitor({ now: NOW + 40 * SECOND });
    await expect(resendCode(later, answer)).rejects.toMatchObject({ code: 'code_expired' });
    await expect(resendCode(later, { challengeId: later.newId('challenge') })).rejects.toMatchObject({
      code: 'code_expired',
    });
  });
});

describe('the message', () => {
  const bindings: Env = {
    ...env,
    ...{ EMAIL_API_URL: 'http://mail.test/email', EMAIL_API_KEY: 'key', EMAIL_FROM: 'Haat <hello@haat.test>' },
    ...{ SMS_API_URL: 'http://sms.test/sms', SMS_API_KEY: 'key', SMS_SENDER: 'HAATIN', APP_URL: 'https://shop.test' },
  };

  interface Sent {
    readonly to: string;
    readonly subject?: string;
    readonly text: string;
    readonly html?: string;
  }

  /** Runs `ask`, and everything that it left for later, and returns what reached the providers and the log. */
  async function sentBy(ask: (ctx: Context) => Promise<unknown>, options: Asked & { readonly status?: number } = {}) {
    const [sent, lines, works]: [Sent[], string[], Promise<unknown>[]] = [[], [], []];
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (_url, init) => {
      sent.push(JSON.parse(String(init?.body)) as Sent);
      return new Response(null, { status: options.status ?? 200 });
    });
    for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
      vi.spyOn(console, level).mockImplementation((...words) => void lines.push(words.map(String).join(' ')));
    }
    const answer = await ask(visitor({ env: bindings, ...options, works }));
    await Promise.all(works);
    return { sent, log: lines.join('\n'), answer: JSON.stringify(answer) };
  }

  test('is an SMS that ends with the line for the browser of this shop', async () => {
    const { sent } = await sentBy((ctx) => sendSignInCode(ctx, { phone: '+919845012399' }, null));
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ from: 'HAATIN', to: '+919845012399' });
    expect(sent[0]?.text).toMatch(/^(\d{6}) is your Haat code to sign in\. .*Never share it\.\n\n@shop\.test #\1$/s);
  });

  test('is a mail that says what it is for, how long it works, and that it is never shared', async () => {
    const { sent } = await sentBy((ctx) => sendSignInCode(ctx, { email: newEmail() }, null));
    const [mail] = sent;
    expect(mail?.subject).toBe('Your code to sign in to Haat');
    for (const form of [mail?.text, mail?.html]) {
      expect(form).toMatch(/\b\d{6}\b/);
      expect(form).toContain('5 minutes');
      expect(form).toContain('Never share it');
    }
    expect(mail?.subject).not.toMatch(/\d/);
  });

  test('speaks the language of the request', async () => {
    const { sent } = await sentBy((ctx) => sendSignInCode(ctx, { phone: '+919845012398' }, null), { locale: 'hi' });
    expect(sent[0]?.text).toMatch(/लॉग इन/);
  });

  test('tells the owner of an address that has an account; a forgotten password of nobody sends nothing', async () => {
    const { actor } = await givenPerson();
    const email = actor.email ?? '';
    const known = await sentBy((ctx) => register(ctx, { name: 'Ravi', email, password }, null));
    expect(known.sent[0]).toMatchObject({ to: email, subject: 'You already have a Haat account' });
    const unknown = await sentBy((ctx) => register(ctx, { name: 'Ravi', email: newEmail(), password }, null));
    expect(unknown.sent[0]?.subject).toBe('Your code to open your Haat account');
    expect((await sentBy((ctx) => forgotPassword(ctx, { email: newEmail() }, null))).sent).toEqual([]);
    const later = { now: NOW + 60 * SECOND };
    expect((await sentBy((ctx) => forgotPassword(ctx, { email }, null), later)).sent).toHaveLength(1);
  });

  test.each([200, 503])('reaches its recipient alone when the provider answers %d', async (status) => {
    const email = newEmail();
    const { sent, log, answer } = await sentBy((ctx) => sendSignInCode(ctx, { email }, null), { status });
    const [code = 'none'] = /\b\d{6}\b/.exec(sent[0]?.text ?? '') ?? [];
    expect(code).toMatch(/^\d{6}$/);
    expect(answer).not.toContain(code);
    expect(log).not.toContain(code);
    expect(log).not.toContain(email);
    if (status !== 200) expect(log).toContain('code not sent');
    for (const table of ['challenges', 'notifications', 'outbox', 'rate_limits']) {
      const { results } = await env.DB.prepare(`SELECT * FROM ${table}`).all();
      expect(JSON.stringify(results).replace(/chl_\w+|\d{10,}|[0-9a-f]{64}/g, ''), table).not.toContain(code);
    }
  });

  test('that cannot be sent names the missing setting in the log', async () => {
    const { SMS_API_KEY: _key, ...rest } = bindings;
    const { log } = await sentBy((ctx) => sendSignInCode(ctx, { phone: '+919845012397' }, null), { env: rest });
    expect(log).toContain('SMS_API_KEY');
    expect(log).not.toContain('9845012397');
  });
});

test('what was typed to register is not kept once the code was right', async () => {
  const recipient = newEmail();
  const { challengeId } = await register(visitor(), { name: 'Ravi Iyer', email: recipient, password }, null);
  const payloadOf = () =>
    env.DB.prepare('SELECT payload FROM challenges WHERE id = ?').bind(challengeId).first<string>('payload');
  const code = await givenCode(challengeId);
  await expect(verifyCode(visitor(), { challengeId, code: '000000' })).rejects.toMatchObject({ code: 'wrong_code' });
  expect(await payloadOf()).toContain('Ravi Iyer');
  const result = await verifyCode(visitor(), { challengeId, code });
  expect(result).toMatchObject({ kind: 'session', session: { user: { name: 'Ravi Iyer' } } });
  expect(await payloadOf()).toBe('{}');
});
