import { AppError } from './problem.ts';

export interface SigningKey {
  /** Names the secret without telling it: tokens signed with an older one are recognised as such. */
  readonly keyId: string;
  readonly key: CryptoKey;
}

const MIN_SECRET_LENGTH = 32;
let latest: { readonly secret: string; readonly signingKey: Promise<SigningKey> } | null = null;

/** The HMAC-SHA256 key made of APP_SECRET; kept for the life of the isolate. Throws `misconfigured`. */
export async function signingKeyOf(env: Env): Promise<SigningKey> {
  const secret: unknown = env.APP_SECRET;
  if (typeof secret !== 'string' || secret.length < MIN_SECRET_LENGTH) {
    throw new AppError('misconfigured', `Set the secret APP_SECRET to at least ${MIN_SECRET_LENGTH} characters.`);
  }
  if (latest?.secret !== secret) latest = { secret, signingKey: importSecret(secret) };
  return await latest.signingKey;
}

async function importSecret(secret: string): Promise<SigningKey> {
  const bytes = new TextEncoder().encode(secret);
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
  const fingerprint = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode('key id'));
  return { key, keyId: new Uint8Array(fingerprint).slice(0, 6).toBase64({ alphabet: 'base64url', omitPadding: true }) };
}
