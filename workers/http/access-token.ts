import { decodeProtectedHeader, errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Id } from '../domain/id.ts';
import { signingKeyOf, trustedKeysOf } from './signing-key.ts';

export const ACCESS_SECONDS = 15 * 60;
const ISSUER = 'haat';
const AUDIENCE = 'haat:access';

/** It names a person and a sign-in. What they may do now is looked up, so that a change counts at once. */
const claimsSchema = z.object({
  sub: z.templateLiteral(['usr_', z.string()]),
  sid: z.templateLiteral(['sgn_', z.string()]),
});

export interface AccessClaims {
  readonly userId: Id<'user'>;
  readonly signInId: Id<'signIn'>;
}

export type AccessCheck =
  | ({ readonly ok: true } & AccessClaims)
  | { readonly ok: false; readonly reason: 'expired' | 'invalid' };

/** A JWT (HS256) that is good for 15 minutes from `now`, epoch ms. */
export async function signAccessToken(env: Env, { userId, signInId }: AccessClaims, now: number): Promise<string> {
  const { key, keyId } = await signingKeyOf(env);
  const issuedAt = Math.floor(now / 1000);
  return await new SignJWT({ sid: signInId })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: keyId })
    .setSubject(userId)
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + ACCESS_SECONDS)
    .sign(key);
}

export async function checkAccessToken(env: Env, token: string, now: number): Promise<AccessCheck> {
  try {
    const { kid } = decodeProtectedHeader(token);
    const signer = (await trustedKeysOf(env)).find(({ keyId }) => keyId === kid);
    if (signer === undefined) return { ok: false, reason: 'invalid' };
    const { payload } = await jwtVerify(token, signer.key, {
      algorithms: ['HS256'],
      issuer: ISSUER,
      audience: AUDIENCE,
      currentDate: new Date(now),
    });
    const claims = claimsSchema.safeParse(payload);
    if (!claims.success) return { ok: false, reason: 'invalid' };
    return { ok: true, userId: claims.data.sub, signInId: claims.data.sid };
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { ok: false, reason: 'expired' };
    // A TypeError is what the header of something that is no token gives.
    if (error instanceof errors.JOSEError || error instanceof TypeError) return { ok: false, reason: 'invalid' };
    throw error;
  }
}
