import { env } from 'cloudflare:workers';
import { type Context, createContext, type UserActor } from '../../workers/context.ts';
import { openDb } from '../../workers/db/client.ts';
import { signIns, users } from '../../workers/db/schema/accounts.ts';
import { PERMISSIONS } from '../../workers/domain/role.ts';
import { signAccessToken } from '../../workers/http/access-token.ts';

/** Somebody signed in, as the actor of a context; nothing of them is in the database. */
export function givenUserActor(changes: Partial<UserActor> = {}): UserActor {
  const { newId, now } = createContext({ env, actor: { kind: 'anonymous' } });
  const userId = changes.userId ?? newId('user');
  const hasSecondFactor = changes.hasSecondFactor ?? changes.role === 'staff';
  return {
    kind: 'user',
    userId,
    signInId: newId('signIn'),
    name: 'Asha Rao',
    email: `${userId.toLowerCase()}@haat.test`,
    phone: null,
    role: 'shopper',
    permissions: changes.role === 'staff' ? PERMISSIONS : [],
    hasSecondFactor,
    locale: 'en',
    authenticatedAt: now,
    secondFactorAt: hasSecondFactor ? (changes.authenticatedAt ?? now) : null,
    ...changes,
  };
}

export interface Person {
  readonly actor: UserActor;
  readonly ctx: Context;
  /** What a client of the API sends to be this person. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The same, with the rows behind it: somebody whom the API knows by their headers. */
export async function givenPerson(
  changes: Partial<UserActor> = {},
  row: Partial<typeof users.$inferInsert> = {},
): Promise<Person> {
  const actor = givenUserActor(changes);
  const ctx = createContext({ env, actor });
  await givenRowsOf(actor, row);
  return { actor, ctx, headers: await bearerOf(actor) };
}

/** Puts the person and the sign-in behind an actor into the database. */
export async function givenRowsOf(actor: UserActor, row: Partial<typeof users.$inferInsert> = {}): Promise<void> {
  const db = openDb(env.DB);
  const { userId, signInId, name, email, phone, role, permissions, locale, authenticatedAt, secondFactorAt } = actor;
  const at = Date.now();
  await db.batch([
    db
      .insert(users)
      .values({
        ...{ id: userId, name, email, phone, role, permissions, locale, createdAt: at },
        ...{ emailVerifiedAt: email === null ? null : at, ...row },
      })
      .onConflictDoNothing(),
    db
      .insert(signIns)
      .values({
        ...{ id: signInId, userId, device: 'Chrome on Android', method: 'password' as const, createdAt: at },
        ...{ lastUsedAt: at, authenticatedAt, secondFactorAt },
        expiresAt: at + 7 * 86_400_000,
      })
      .onConflictDoNothing(),
  ]);
}

/** The headers of an actor who was made without rows. */
export async function headersOf(actor: UserActor): Promise<Readonly<Record<string, string>>> {
  await givenRowsOf(actor);
  return await bearerOf(actor);
}

/** Good for 15 minutes from now, and only while the sign-in behind it stands. */
export async function bearerOf(actor: UserActor): Promise<Readonly<Record<string, string>>> {
  return { authorization: `Bearer ${await signAccessToken(env, actor, Date.now())}` };
}
