import { parse } from 'hono/utils/cookie';
import { decodeProtectedHeader, errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { isSecure } from '../../http/session-cookies.ts';
import { signingKeyOf, trustedKeysOf } from '../../http/signing-key.ts';

/** A sign-in that went to Google and is not back yet. */
const attemptSchema = z.object({
  state: z.string().regex(/^[\w-]{43}$/),
  nonce: z.string().min(1).max(100),
  codeVerifier: z.string().min(43).max(128),
  /** Where the person wanted to go: a path of the shop. */
  next: z.string().startsWith('/').max(2000),
});

export type GoogleAttempt = z.infer<typeof attemptSchema>;

const ATTEMPT_SECONDS = 600;
/** No access token and no link has it: one key signs them all. */
const AUDIENCE = 'haat:google';

/** Set-Cookie that keeps the attempt in this browser for ten minutes; `now` in epoch ms. */
export async function attemptCookie(env: Env, request: Request, attempt: GoogleAttempt, now: number): Promise<string> {
  const { key, keyId } = await signingKeyOf(env);
  const issuedAt = Math.floor(now / 1000);
  const token = await new SignJWT({ ...attempt })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: keyId })
    .setAudience(AUDIENCE)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + ATTEMPT_SECONDS)
    .sign(key);
  return cookie(env, request, attempt.state, token, ATTEMPT_SECONDS);
}

/** The attempt that this browser began with this state; null when it did not, or too long ago. */
export async function readAttempt(
  env: Env,
  request: Request,
  state: string | null,
  now: number,
): Promise<GoogleAttempt | null> {
  if (state === null || !isState(state)) return null;
  const name = nameOf(env, request, state);
  const token = parse(request.headers.get('cookie') ?? '', name)[name];
  if (token === undefined || token === '') return null;
  const attempt = attemptSchema.safeParse(await payloadOf(env, token, now));
  return attempt.success && attempt.data.state === state ? attempt.data : null;
}

/** Whether it can be the state of an attempt: part of it names the cookie. */
export function isState(text: string): boolean {
  return attemptSchema.shape.state.safeParse(text).success;
}

/** Set-Cookie that ends the attempt, however it went. */
export function endedAttemptCookie(env: Env, request: Request, { state }: Pick<GoogleAttempt, 'state'>): string {
  return cookie(env, request, state, '', 0);
}

async function payloadOf(env: Env, token: string, now: number): Promise<unknown> {
  try {
    const { kid } = decodeProtectedHeader(token);
    const signer = (await trustedKeysOf(env)).find(({ keyId }) => keyId === kid);
    if (signer === undefined) return null;
    const options = { algorithms: ['HS256'], audience: AUDIENCE, currentDate: new Date(now) };
    return (await jwtVerify(token, signer.key, options)).payload;
  } catch (error) {
    // A TypeError is what the header of something that is no token gives.
    if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
    throw error;
  }
}

/** Lax, not Strict: it has to come along when Google sends the browser back. */
function cookie(env: Env, request: Request, state: string, value: string, maxAgeSeconds: number): string {
  const secure = isSecure(env, request) ? '; Secure' : '';
  const name = nameOf(env, request, state);
  return `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`;
}

/** One per attempt: two tabs that sign in at once do not overwrite each other. */
function nameOf(env: Env, request: Request, state: string): string {
  return `${isSecure(env, request) ? '__Host-' : ''}haat_google_${state.slice(0, 12)}`;
}
