import type { Id } from '../domain/id.ts';
import { isSignature, signingKeyOf } from './signing-key.ts';

/** 32 bytes are 42 characters and four bits: a last character with more bits than those would be a second spelling. */
const GUEST_TOKEN = /^(gst_[0-9A-HJKMNP-TV-Z]{26})\.([\w-]{42}[AEIMQUYcgkosw048])$/;

/** '<guestId>.<HMAC-SHA256, base64url>'. */
export async function signGuestId(env: Env, guestId: Id<'guest'>): Promise<string> {
  const { key } = await signingKeyOf(env);
  const signature = await crypto.subtle.sign('HMAC', key, messageOf(guestId));
  return `${guestId}.${new Uint8Array(signature).toBase64({ alphabet: 'base64url', omitPadding: true })}`;
}

/** The guest that the token names, in constant time; null when we did not sign it. */
export async function guestIdOf(env: Env, token: string): Promise<Id<'guest'> | null> {
  const [, guestId, signature] = GUEST_TOKEN.exec(token) ?? [];
  if (guestId === undefined || signature === undefined) return null;
  const bytes = Uint8Array.fromBase64(signature, { alphabet: 'base64url' });
  return (await isSignature(env, bytes, messageOf(guestId))) ? (guestId as Id<'guest'>) : null;
}

/** A prefix that no access token and no link can have: one key signs them all. */
function messageOf(guestId: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`guest:${guestId}`);
}
