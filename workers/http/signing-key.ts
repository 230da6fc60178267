import { AppError } from './problem.ts';

export interface SigningKey {
  /** Names the secret without telling it. */
  readonly keyId: string;
  readonly key: CryptoKey;
  /** HKDF: keys for another use than signing are derived from it. */
  readonly root: CryptoKey;
}

export const MIN_SECRET_LENGTH = 32;
const imported = new Map<string, Promise<SigningKey>>();

/** The HMAC-SHA256 key made of APP_SECRET; kept for the life of the isolate. Throws `misconfigured`. */
export async function signingKeyOf(env: Env): Promise<SigningKey> {
  const secret: unknown = env.APP_SECRET;
  if (typeof secret !== 'string' || secret.length < MIN_SECRET_LENGTH) {
    throw new AppError('misconfigured', `Set the secret APP_SECRET to at least ${MIN_SECRET_LENGTH} characters.`);
  }
  return await keyOf(secret);
}

/**
 * The keys whose signatures are believed: of APP_SECRET, and of APP_SECRET_PREVIOUS while a secret is being replaced.
 * Tokens name theirs by `keyId`.
 */
export async function trustedKeysOf(env: Env): Promise<readonly SigningKey[]> {
  const current = await signingKeyOf(env);
  const previous = env.APP_SECRET_PREVIOUS;
  return previous === undefined || previous.length < MIN_SECRET_LENGTH ? [current] : [current, await keyOf(previous)];
}

/** Whether one of the trusted keys made the signature; in constant time for each. */
export async function isSignature(
  env: Env,
  signature: Uint8Array<ArrayBuffer>,
  message: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  for (const { key } of await trustedKeysOf(env)) {
    if (await crypto.subtle.verify('HMAC', key, signature, message)) return true;
  }
  return false;
}

/** HMAC-SHA256 in hex: names something in the database that must not stand there itself. */
export async function keyedHash(env: Env, text: string): Promise<string> {
  const { key } = await signingKeyOf(env);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(`hash:${text}`))).toHex();
}

function keyOf(secret: string): Promise<SigningKey> {
  const known = imported.get(secret);
  if (known !== undefined) return known;
  const importing = importSecret(secret);
  imported.set(secret, importing);
  return importing;
}

async function importSecret(secret: string): Promise<SigningKey> {
  const bytes = new TextEncoder().encode(secret);
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
  const root = await crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveKey']);
  const fingerprint = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode('key id'));
  const keyId = new Uint8Array(fingerprint).slice(0, 6).toBase64({ alphabet: 'base64url', omitPadding: true });
  return { key, keyId, root };
}
