import { and, eq, isNotNull, sql } from 'drizzle-orm';
import { Secret, TOTP } from 'otpauth';
import type { Context } from '../../context.ts';
import { authenticators } from '../../db/schema/accounts.ts';
import type { Limit } from '../../http/rate-limit.ts';
import { seal, unseal } from '../../http/seal.ts';

/** What every authenticator app understands (RFC 6238); apps ignore other values, or worse, misread them. */
const SETTINGS = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** A clock may be wrong by one step, and a person may be slow by one. */
const WINDOW_STEPS = 1;

/** 160 random bits in base 32, as RFC 4226 wants them. */
export function newAuthenticatorSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** 'otpauth://totp/Haat:asha%40example.in?…': what the QR code says. */
export function authenticatorUri(secret: string, label: string): string {
  return new TOTP({ ...SETTINGS, issuer: 'Haat', label, secret }).toString();
}

/** The 30-second step that a code belongs to; null for a code of no step near `now`. */
export function stepOfCode(secret: string, code: string, now: number): number | null {
  const timestamp = now;
  const delta = TOTP.validate({
    ...SETTINGS,
    token: code,
    secret: Secret.fromBase32(secret),
    timestamp,
    window: WINDOW_STEPS,
  });
  return delta === null ? null : TOTP.counter({ period: SETTINGS.period, timestamp }) + delta;
}

export async function sealSecret(env: Env, userId: string, secret: string): Promise<string> {
  return await seal(env, secret, `authenticator:${userId}`);
}

export async function unsealSecret(env: Env, userId: string, sealed: string) {
  return await unseal(env, sealed, `authenticator:${userId}`);
}

/** A million codes, three of them right: an hour of guessing must not be worth it. */
export function factorLimit(userId: string): Limit {
  return { name: 'second_factor.user', key: userId, max: 20, windowSeconds: 3600 };
}

/** True once for each right code of a person's app, however many send it at once. The caller has counted the try. */
export async function useAuthenticatorCode(ctx: Context, userId: string, code: string): Promise<boolean> {
  const [row] = await ctx.db
    .select({ sealed: authenticators.sealedSecret })
    .from(authenticators)
    .where(and(eq(authenticators.userId, userId), isNotNull(authenticators.confirmedAt)));
  if (row === undefined) return false;
  const { text: secret, isOld } = await unsealSecret(ctx.env, userId, row.sealed);
  const step = stepOfCode(secret, code, ctx.now);
  if (step === null) return false;
  const sealed = isOld ? await sealSecret(ctx.env, userId, secret) : row.sealed;
  const used = await ctx.db.all(sql`
    UPDATE ${authenticators} SET last_step = ${step}, sealed_secret = ${sealed}
    WHERE user_id = ${userId} AND confirmed_at IS NOT NULL AND sealed_secret = ${row.sealed} AND last_step < ${step}
    RETURNING user_id`);
  return used.length === 1;
}
