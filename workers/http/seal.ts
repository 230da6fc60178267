import { AppError } from './problem.ts';
import { type SigningKey, signingKeyOf, trustedKeysOf } from './signing-key.ts';

const IV_BYTES = 12;
const BASE64URL = { alphabet: 'base64url', omitPadding: true } as const;

export interface Unsealed {
  readonly text: string;
  /** Sealed under APP_SECRET_PREVIOUS: seal it again before that one goes. */
  readonly isOld: boolean;
}

/**
 * Text that the database may keep and only this shop can read: '<key id>.<AES-GCM, base64url>', under a key derived
 * from APP_SECRET. `place` ('authenticator:usr_…') is sealed in: put into another place it does not open.
 */
export async function seal(env: Env, text: string, place: string): Promise<string> {
  const signer = await signingKeyOf(env);
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const bytes = await crypto.subtle.encrypt(cipherOf(iv, place), await sealingKeyOf(signer), bytesOf(text));
  const sealed = new Uint8Array(IV_BYTES + bytes.byteLength);
  sealed.set(iv);
  sealed.set(new Uint8Array(bytes), IV_BYTES);
  return `${signer.keyId}.${sealed.toBase64(BASE64URL)}`;
}

/** Throws `misconfigured` for what neither secret opens: one was taken away too early, or the row was tampered with. */
export async function unseal(env: Env, sealed: string, place: string): Promise<Unsealed> {
  const [keyId, body = ''] = sealed.split('.');
  const keys = await trustedKeysOf(env);
  const signer = keys.find((key) => key.keyId === keyId);
  const text = signer === undefined ? null : await opened(signer, body, place);
  if (text !== null) return { text, isOld: signer !== keys[0] };
  throw new AppError('misconfigured', 'Neither APP_SECRET nor APP_SECRET_PREVIOUS opens what was sealed.');
}

async function opened(signer: SigningKey, body: string, place: string): Promise<string | null> {
  try {
    const bytes = Uint8Array.fromBase64(body, { alphabet: 'base64url' });
    const cipher = cipherOf(bytes.slice(0, IV_BYTES), place);
    const text = await crypto.subtle.decrypt(cipher, await sealingKeyOf(signer), bytes.slice(IV_BYTES));
    return new TextDecoder().decode(text);
  } catch (error) {
    // What a changed byte gives, by what it changed.
    if (error instanceof SyntaxError || error instanceof DOMException) return null;
    throw error;
  }
}

function cipherOf(iv: Uint8Array<ArrayBuffer>, place: string): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: bytesOf(place) };
}

/** A key of its own: what signs tokens never encrypts. */
async function sealingKeyOf({ root }: SigningKey): Promise<CryptoKey> {
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: bytesOf('haat:seal') };
  return await crypto.subtle.deriveKey(derivation, root, { name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
