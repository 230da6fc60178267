import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Context, UserActor } from '../../context.ts';
import { authenticators } from '../../db/schema/accounts.ts';
import { AppError } from '../../http/problem.ts';
import { authenticatorUri, newAuthenticatorSecret, sealSecret, unsealSecret } from './authenticator.ts';
import { requireFreshProof } from './require-fresh-proof.ts';

export interface Enrolment {
  /** Base 32, for typing in. */
  readonly secret: string;
  /** otpauth://…, for a QR code or a link. */
  readonly uri: string;
}

/**
 * A secret for the authenticator app of whoever asks; it counts for nothing until its first code is shown. Asked for
 * again it is a new one. Throws `already_enrolled` while an app counts, and what `requireFreshProof` throws.
 */
export async function enrolAuthenticator(ctx: Context): Promise<Enrolment> {
  const user = await requireFreshProof(ctx);
  const secret = newAuthenticatorSecret();
  const sealed = await sealSecret(ctx.env, user.userId, secret);
  const written = await ctx.db.all(sql`
    INSERT INTO ${authenticators} (user_id, sealed_secret, last_step, created_at)
    VALUES (${user.userId}, ${sealed}, 0, ${ctx.now})
    ON CONFLICT (user_id) DO UPDATE SET sealed_secret = excluded.sealed_secret, created_at = excluded.created_at
      WHERE confirmed_at IS NULL
    RETURNING user_id`);
  if (written.length === 0) throw alreadyEnrolled();
  return enrolmentOf(user, secret);
}

/** The secret that waits for its first code, for a page that is opened again; null when none does. */
export async function findEnrolment(ctx: Context): Promise<Enrolment | null> {
  const user = await requireFreshProof(ctx);
  const [row] = await ctx.db
    .select({ sealed: authenticators.sealedSecret })
    .from(authenticators)
    .where(and(eq(authenticators.userId, user.userId), isNull(authenticators.confirmedAt)));
  if (row === undefined) return null;
  return enrolmentOf(user, (await unsealSecret(ctx.env, user.userId, row.sealed)).text);
}

export function alreadyEnrolled(): AppError {
  return new AppError('already_enrolled', 'An authenticator app is set up already. Remove it first.');
}

function enrolmentOf({ email, phone, name }: UserActor, secret: string): Enrolment {
  return { secret, uri: authenticatorUri(secret, email ?? phone ?? name) };
}
