import { and, eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { givenPerson } from '../../test/builders/person.ts';
import type { Context } from '../context.ts';
import { identities, signIns, users } from '../db/schema/accounts.ts';
import type { GoogleIdentity } from './google.ts';
import { signInWithGoogle } from './sign-in-with-google.ts';

const anybody = () => givenContext({ actor: { kind: 'anonymous' } });
let serial = 0;

function givenIdentity(changes: Partial<GoogleIdentity> = {}): GoogleIdentity {
  const n = ++serial;
  return { subject: `g-${n}`, email: `g-${n}@haat.test`, isEmailVerified: true, name: 'Meera Iyer', ...changes };
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
