import { and, count, eq, gt, isNotNull, isNull, max, sql } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { authenticators, identities, passkeys, sellerMembers, signIns, users } from '../db/schema/accounts.ts';
import { sellers } from '../db/schema/catalog.ts';
import { isoOrNull } from '../http/iso.ts';
import { AppError } from '../http/problem.ts';
import { personColumns, presentPerson } from './list-people.ts';
import type { Person } from './people-schemas.ts';

/** A person as staff see them: how they stand and how they sign in, never with what. Throws `not_found`. */
export async function findPerson(ctx: Context, userId: string): Promise<Person> {
  requirePermission(ctx, 'people.read');
  return await readPerson(ctx, userId);
}

/** The same for verbs that have asked who may already. */
export async function readPerson(ctx: Context, userId: string): Promise<Person> {
  const [[row], [seller], [devices], [authenticator], [keys], [google]] = await ctx.db.batch([
    ctx.db
      .select({
        ...personColumns,
        emailVerifiedAt: users.emailVerifiedAt,
        hasPassword: sql<number>`${isNotNull(users.passwordHash)}`.as('has_password'),
      })
      .from(users)
      .where(eq(users.id, userId)),
    ctx.db
      // In a batch columns are told apart by their names alone.
      .select({ id: sellerMembers.sellerId, role: sellerMembers.role, name: sellers.name })
      .from(sellerMembers)
      .innerJoin(sellers, eq(sellers.id, sellerMembers.sellerId))
      .where(eq(sellerMembers.userId, userId)),
    ctx.db
      .select({ signInCount: count(), lastUsedAt: max(signIns.lastUsedAt) })
      .from(signIns)
      .where(and(eq(signIns.userId, userId), isNull(signIns.revokedAt), gt(signIns.expiresAt, ctx.now))),
    ctx.db
      .select({ userId: authenticators.userId })
      .from(authenticators)
      .where(and(eq(authenticators.userId, userId), isNotNull(authenticators.confirmedAt))),
    ctx.db.select({ passkeyCount: count() }).from(passkeys).where(eq(passkeys.userId, userId)),
    ctx.db.select({ provider: identities.provider }).from(identities).where(eq(identities.userId, userId)).limit(1),
  ]);
  if (row === undefined) throw noPerson(userId);
  const { emailVerifiedAt, hasPassword, ...person } = row;
  return {
    ...presentPerson(person),
    emailVerifiedAt: isoOrNull(emailVerifiedAt),
    seller: seller ?? null,
    signInCount: devices?.signInCount ?? 0,
    lastUsedAt: isoOrNull(devices?.lastUsedAt ?? null),
    factors: {
      password: Boolean(hasPassword),
      authenticator: authenticator !== undefined,
      passkeys: keys?.passkeyCount ?? 0,
      google: google !== undefined,
    },
  };
}

export function noPerson(userId: string): AppError {
  return new AppError('not_found', `There is no person ${userId}.`);
}
