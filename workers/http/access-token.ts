import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Actor } from '../context.ts';
import { signingKeyOf } from './signing-key.ts';

export const ACCESS_SECONDS = 15 * 60;
const ISSUER = 'haat';
const AUDIENCE = 'haat:access';

/** The token carries all that a request needs to know of the user, so that asking costs no database read. */
const claimsSchema = z.object({
  sub: z.templateLiteral(['usr_', z.string()]),
  role: z.enum(['shopper', 'seller', 'staff']),
  name: z.string(),
  email: z.string(),
  sid: z.string(),
});

export type UserActor = Extract<Actor, { kind: 'user' }>;

export type AccessCheck =
  | { readonly ok: true; readonly actor: UserActor /** One sign-in on one device. */; readonly familyId: string }
  | { readonly ok: false; readonly reason: 'expired' | 'invalid' };

/** A JWT (HS256) that is good for 15 minutes from `now`, epoch ms. */
export async function signAccessToken(env: Env, actor: UserActor, familyId: string, now: number): Promise<string> {
  const { key, keyId } = await signingKeyOf(env);
  const issuedAt = Math.floor(now / 1000);
  return await new SignJWT({ role: actor.role, name: actor.name, email: actor.email, sid: familyId })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: keyId })
    .setSubject(actor.userId)
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + ACCESS_SECONDS)
    .sign(key);
}

export async function checkAccessToken(env: Env, token: string, now: number): Promise<AccessCheck> {
  const { key } = await signingKeyOf(env);
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['HS256'],
      issuer: ISSUER,
      audience: AUDIENCE,
      currentDate: new Date(now),
    });
    const claims = claimsSchema.safeParse(payload);
    if (!claims.success) return { ok: false, reason: 'invalid' };
    const { sub: userId, role, name, email, sid } = claims.data;
    return { ok: true, actor: { kind: 'user', userId, role, name, email }, familyId: sid };
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { ok: false, reason: 'expired' };
    if (error instanceof errors.JOSEError) return { ok: false, reason: 'invalid' };
    throw error;
  }
}
