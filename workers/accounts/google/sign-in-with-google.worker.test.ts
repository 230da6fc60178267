import { env } from 'cloudflare:workers';
import { and, eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { askApi } from '../../../test/builders/api-routes.ts';
import { givenCode } from '../../../test/builders/code.ts';
import { givenContext } from '../../../test/builders/context.ts';
import { givenPerson } from '../../../test/builders/person.ts';
import { type Context, createContext } from '../../context.ts';
import { identities, signIns, users } from '../../db/schema/accounts.ts';
import { removePasskey } from '../factors/remove-passkey.ts';
import { askForContact, proveContact } from '../profile/change-contact.ts';
import { removeContact } from '../profile/remove-contact.ts';
import type { GoogleIdentity } from './google.ts';
import { signInWithGoogle } from './sign-in-with-google.ts';
import { unlinkGoogle } from './unlink-google.ts';

const anybody = () => givenContext({ actor: { kind: 'anonymous' } });
let serial = 0;

function givenIdentity(changes: Partial<GoogleIdentity> = {}): GoogleIdentity {
  const n = ++serial;
  return {
    subject: `g-${n}`,
    email: `g-${n}@haat.test`,
    isEmailVerified: true,
    isAuthoritative: true,
    name: 'Meera Iyer',
    ...changes,
  };
}

async function userOf(ctx: Context, identity: GoogleIdentity): Promise<string> {
  const result = await signInWithGoogle(ctx, identity);
  if (result.kind !== 'session') throw new Error(result.kind);
  return result.session.user.userId;
}

test('opens an account, and finds it again by the subject when the address has changed', async () => {
  const identity = givenIdentity();
  const userId = await userOf(anybody(), identity);
  expect(await userOf(anybody(), { ...identity, email: 'moved@haat.test', isEmailVerified: false })).toBe(userId);
  const [row] = await anybody().db.select().from(users).where(eq(users.id, userId));
  expect(row).toMatchObject({ email: identity.email, name: 'Meera Iyer', passwordHash: null, role: 'shopper' });
});

test('signs in to the account that has proved the same address', async () => {
  const { actor } = await givenPerson();
  expect(await userOf(anybody(), givenIdentity({ email: actor.email ?? '' }))).toBe(actor.userId);
});

test('an address that Google has not verified opens nothing and links nothing', async () => {
  const { actor } = await givenPerson();
  const refused = givenIdentity({ email: actor.email ?? '', isEmailVerified: false });
  await expect(signInWithGoogle(anybody(), refused)).rejects.toMatchObject({ code: 'sign_in_failed' });
  const links = await anybody().db.select().from(identities).where(eq(identities.subject, refused.subject));
  expect(links).toEqual([]);
});

test('on an account that never proved its address, whoever had set a password is out', async () => {
  const { actor } = await givenPerson({}, { emailVerifiedAt: null, passwordHash: 'of somebody' });
  const { db } = anybody();
  expect(await userOf(anybody(), givenIdentity({ email: actor.email ?? '' }))).toBe(actor.userId);
  const [row] = await db.select().from(users).where(eq(users.id, actor.userId));
  expect(row).toMatchObject({ passwordHash: null });
  const [old] = await db.select().from(signIns).where(eq(signIns.id, actor.signInId));
  expect(old?.revokedAt).not.toBeNull();
});

test('ten tabs at once are one account with one link', async () => {
  const identity = givenIdentity();
  const ids = await Promise.all(Array.from({ length: 10 }, () => userOf(anybody(), identity)));
  expect(new Set(ids).size).toBe(1);
  const { db } = anybody();
  expect(await db.select().from(users).where(eq(users.email, identity.email))).toHaveLength(1);
  const ofSubject = and(eq(identities.provider, 'google'), eq(identities.subject, identity.subject));
  expect(await db.select().from(identities).where(ofSubject)).toHaveLength(1);
});

test('a suspended account lets nobody in', async () => {
  const { actor } = await givenPerson({}, { suspendedAt: 1 });
  const identity = givenIdentity({ email: actor.email ?? '' });
  await expect(signInWithGoogle(anybody(), identity)).rejects.toMatchObject({ code: 'account_closed' });
});

async function linksOf(userId: string) {
  return await anybody().db.select().from(identities).where(eq(identities.userId, userId));
}

describe('an address whose mailbox is not Google’s to give', () => {
  const unsure = (email: string) => givenIdentity({ email, isAuthoritative: false });

  test('opens no account that is there; whoever has the address uses a code', async () => {
    const proved = await givenPerson();
    const old = await givenPerson({}, { emailVerifiedAt: null, passwordHash: 'of somebody' });
    for (const { actor, headers } of [proved, old]) {
      const refused = signInWithGoogle(anybody(), unsure(actor.email ?? ''));
      await expect(refused).rejects.toMatchObject({ code: 'sign_in_failed', extra: { reason: 'use_code' } });
      expect(await linksOf(actor.userId)).toEqual([]);
      expect((await askApi('/auth/me', { headers })).status).toBe(200);
    }
    const [row] = await anybody().db.select().from(users).where(eq(users.id, old.actor.userId));
    expect(row).toMatchObject({ emailVerifiedAt: null, passwordHash: 'of somebody' });
  });

  test('opens a new one, once, and is found again', async () => {
    const identity = unsure(`g-new-${++serial}@haat.test`);
    const ids = await Promise.all([1, 2, 3].map(() => userOf(anybody(), identity)));
    expect(new Set(ids).size).toBe(1);
    expect(await userOf(anybody(), identity)).toBe(ids[0]);
  });
});

describe('a linked account', () => {
  let sent: { to: string; subject?: string }[] = [];

  beforeEach(() => {
    sent = [];
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (_url, init) => {
      sent.push(JSON.parse(String(init?.body)) as (typeof sent)[number]);
      return new Response('{}');
    });
    return () => vi.restoreAllMocks();
  });

  const settings = {
    ...{ EMAIL_API_URL: 'http://mail.test/', EMAIL_API_KEY: 'k', EMAIL_FROM: 'shop@haat.test' },
    ...{ SMS_API_URL: 'http://sms.test/', SMS_API_KEY: 'k', SMS_SENDER: 'HAATIN' },
  };

  function told(ctx: Context) {
    const works: Promise<unknown>[] = [];
    const later = (work: Promise<unknown>) => void works.push(work);
    const heard = createContext({ env: { ...env, ...settings }, actor: ctx.actor, later });
    return { ctx: heard, settle: () => Promise.all(works.splice(0)) };
  }

  async function givenLinked(changes: Parameters<typeof givenPerson>[0] = {}) {
    const person = await givenPerson(changes);
    const identity = givenIdentity({ email: person.actor.email ?? '' });
    await userOf(anybody(), identity);
    return { ...person, identity, ...told(person.ctx) };
  }

  test('is told to its owner when it is linked, not when it opens the account, nor later', async () => {
    const { actor } = await givenPerson();
    const { ctx, settle } = told(anybody());
    const identity = givenIdentity({ email: actor.email ?? '' });
    await userOf(ctx, identity);
    await settle();
    expect(sent).toMatchObject([{ to: actor.email, subject: 'A Google account signs in to your Haat account now' }]);
    await userOf(ctx, identity);
    await userOf(ctx, givenIdentity());
    await settle();
    expect(sent).toHaveLength(1);
    // Whoever has that address today hears that another has opened an account with it.
    const unsure = givenIdentity({ isAuthoritative: false });
    await userOf(ctx, unsure);
    await settle();
    expect(sent[1]).toMatchObject({ to: unsure.email });
  });

  test('is shown, and unlinked by its owner, who hears of it', async () => {
    const { actor, headers, ctx, settle, identity } = await givenLinked();
    const shown = JSON.parse((await askApi('/account/security', { headers })).text);
    expect(shown.linkedAccounts).toEqual([{ provider: 'google', linkedAt: expect.stringMatching(/^\d{4}-/) }]);
    const stale = { ...ctx, actor: { ...actor, authenticatedAt: ctx.now - 11 * 60_000 } };
    await expect(unlinkGoogle(stale)).rejects.toMatchObject({ code: 'reauthentication_required' });
    const other = await givenPerson();
    await expect(unlinkGoogle(other.ctx)).rejects.toMatchObject({ code: 'not_found' });
    expect(await linksOf(actor.userId)).toHaveLength(1);

    const ends = await Promise.allSettled([1, 2, 3].map(() => unlinkGoogle(ctx)));
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await settle();
    expect(sent).toMatchObject([{ to: actor.email, subject: 'Google was unlinked from your Haat account' }]);
    expect((await askApi('/account/google', { method: 'DELETE', headers })).status).toBe(404);
    expect(await userOf(anybody(), identity)).toBe(actor.userId);
    expect((await askApi('/account/google', { method: 'DELETE', headers })).status).toBe(204);
  });

  test('stays when it is the last way in, also when the other one goes at the same moment', async () => {
    const { actor, ctx } = await givenPerson({ email: null });
    const { userId } = actor;
    await env.DB.batch([
      env.DB.prepare(
        "INSERT INTO identities (provider, subject, user_id, created_at) VALUES ('google', ?1, ?1, 0)",
      ).bind(userId),
      env.DB.prepare(
        `INSERT INTO passkeys (id, user_id, public_key, counter, transports, is_backed_up, name, created_at)
         VALUES (?1, ?1, 'k', 0, '[]', 0, 'Phone', 1)`,
      ).bind(userId),
    ]);
    const ends = await Promise.allSettled([removePasskey(ctx, userId), unlinkGoogle(ctx)]);
    const codes = ends.map((end) => (end.status === 'fulfilled' ? 'done' : String(end.reason.code)));
    expect(codes.toSorted()).toEqual(['done', 'last_way_in']);

    const alone = await givenPerson({ email: null });
    await env.DB.prepare("INSERT INTO identities (provider, subject, user_id, created_at) VALUES ('google', ?1, ?1, 0)")
      .bind(alone.actor.userId)
      .run();
    await expect(unlinkGoogle(alone.ctx)).rejects.toMatchObject({ code: 'last_way_in' });
    expect(await linksOf(alone.actor.userId)).toHaveLength(1);
  });

  test('goes with the e-mail address, changed or taken off', async () => {
    const changed = await givenLinked();
    const { challengeId } = await askForContact(
      changed.ctx,
      'email',
      `new-${changed.actor.userId}@haat.test`.toLowerCase(),
    );
    await changed.settle();
    await proveContact(changed.ctx, 'email', { challengeId, code: await givenCode(challengeId) });
    const removed = await givenLinked({ phone: `+9196${String(Date.now()).slice(-8)}` });
    await removeContact(removed.ctx, 'email');
    for (const { actor, identity } of [changed, removed]) {
      expect(await linksOf(actor.userId)).toEqual([]);
      expect(await userOf(anybody(), identity)).not.toBe(actor.userId);
    }
  });

  test('does not go when the address stays: proved again, taken by another, or the last way in', async () => {
    const { actor, ctx, settle } = await givenLinked();
    const taken = (await givenPerson()).actor.email ?? '';
    for (const [wanted, outcome] of [
      [actor.email ?? '', 'fulfilled'],
      [taken, 'rejected'],
    ] as const) {
      const { challengeId } = await askForContact(ctx, 'email', wanted);
      await settle();
      const answer = { challengeId, code: await givenCode(challengeId) };
      const [end] = await Promise.allSettled([proveContact(ctx, 'email', answer)]);
      expect(end.status).toBe(outcome);
    }
    await expect(removeContact(ctx, 'email')).rejects.toMatchObject({ code: 'last_way_in' });
    expect(await linksOf(actor.userId)).toHaveLength(1);
  });
});

test('by the API, the attempt is over also when it failed', async () => {
  const query = `state=${'s'.repeat(43)}&error=access_denied`;
  const finish = (said: string) =>
    askApi('/auth/google/finish', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: said }),
    });
  const answer = await finish(query);
  expect(answer.status).toBe(401);
  expect(answer.headers.getSetCookie()).toContain(
    '__Host-haat_google_ssssssssssss=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure',
  );
  expect((await finish('state=x%3B+Domain%3Devil.example')).headers.getSetCookie()).toEqual([]);
});
