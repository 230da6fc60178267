import { and, eq, gt, isNull } from 'drizzle-orm';
import type { UserActor } from '../context.ts';
import type { Db } from '../db/client.ts';
import { signIns, users } from '../db/schema/accounts.ts';
import { permissionsOf } from '../domain/role.ts';
import type { AccessClaims } from './access-token.ts';

/**
 * The person behind a sign-in that stands, as they are now: a point read for every request that is signed in, so that
 * a log-out, a suspension and a change of role count from the next request on.
 */
export function selectSignedIn(db: Db, { userId, signInId }: AccessClaims, now: number) {
  return db
    .select({
      // Not users.id: a batch knows a column by its name alone, and `id` is taken.
      userId: signIns.userId,
      signInId: signIns.id,
      name: users.name,
      email: users.email,
      phone: users.phone,
      role: users.role,
      permissions: users.permissions,
      locale: users.locale,
      authenticatedAt: signIns.authenticatedAt,
      secondFactorAt: signIns.secondFactorAt,
    })
    .from(signIns)
    .innerJoin(users, eq(users.id, signIns.userId))
    .where(
      and(
        eq(signIns.id, signInId),
        eq(signIns.userId, userId),
        isNull(signIns.revokedAt),
        gt(signIns.expiresAt, now),
        isNull(users.suspendedAt),
        isNull(users.deletedAt),
      ),
    );
}

type SignedInRow = Awaited<ReturnType<typeof selectSignedIn>>[number];

export function actorOf(row: SignedInRow): UserActor {
  return {
    ...row,
    kind: 'user',
    // Ids in the tables were made by newId().
    userId: row.userId as UserActor['userId'],
    signInId: row.signInId as UserActor['signInId'],
    permissions: permissionsOf(row.permissions),
    hasSecondFactor: row.secondFactorAt !== null,
  };
}
