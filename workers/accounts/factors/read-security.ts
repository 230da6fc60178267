import { and, asc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { type Context, requireUser } from '../../context.ts';
import { authenticators, identities, passkeys, recoveryCodes, users } from '../../db/schema/accounts.ts';

export interface PasskeyView {
  readonly id: string;
  readonly name: string;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  /** Whether it is on other devices of the person too. */
  readonly isBackedUp: boolean;
}

export interface LinkedAccount {
  readonly provider: 'google';
  /** Epoch ms. */
  readonly linkedAt: number;
}

export interface Security {
  readonly hasPassword: boolean;
  /** Proved ones: codes can be sent there. */
  readonly email: string | null;
  readonly phone: string | null;
  /** Epoch ms; null without an authenticator app. */
  readonly authenticatorSince: number | null;
  readonly recoveryCodesLeft: number;
  readonly passkeys: readonly PasskeyView[];
  /** Accounts elsewhere that sign in to this one. */
  readonly linkedAccounts: readonly LinkedAccount[];
}

/** How whoever asks signs in. */
export async function readSecurity(ctx: Context): Promise<Security> {
  const { userId } = requireUser(ctx);
  const [[user], [authenticator], [codes], keys, linkedAccounts] = await ctx.db.batch([
    ctx.db
      .select({
        hasPassword: sql<number>`password_hash IS NOT NULL`,
        email: sql<string | null>`CASE WHEN email_verified_at IS NOT NULL THEN email END`,
        phone: users.phone,
      })
      .from(users)
      .where(eq(users.id, userId)),
    ctx.db
      .select({ since: authenticators.confirmedAt })
      .from(authenticators)
      .where(and(eq(authenticators.userId, userId), isNotNull(authenticators.confirmedAt))),
    ctx.db
      .select({ left: sql<number>`COUNT(*)` })
      .from(recoveryCodes)
      .where(and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt))),
    ctx.db
      .select({
        ...{ id: passkeys.id, name: passkeys.name, createdAt: passkeys.createdAt },
        ...{ lastUsedAt: passkeys.lastUsedAt, isBackedUp: passkeys.isBackedUp },
      })
      .from(passkeys)
      .where(eq(passkeys.userId, userId))
      .orderBy(asc(passkeys.createdAt)),
    ctx.db
      .select({ provider: identities.provider, linkedAt: identities.createdAt })
      .from(identities)
      .where(eq(identities.userId, userId))
      .orderBy(asc(identities.createdAt)),
  ]);
  return {
    hasPassword: user?.hasPassword === 1,
    email: user?.email ?? null,
    phone: user?.phone ?? null,
    authenticatorSince: authenticator?.since ?? null,
    recoveryCodesLeft: codes?.left ?? 0,
    passkeys: keys,
    linkedAccounts,
  };
}
