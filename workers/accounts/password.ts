import Argon2, { Argon2Type } from '@phi-ag/argon2';
import argon2Wasm from '@phi-ag/argon2/argon2.wasm';

/** argon2id as OWASP's password storage cheat sheet asks for: 19 MiB, two passes, one lane; about 50 ms. */
const PARAMETERS = { type: Argon2Type.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1, hashLength: 32 };

/** How a hash made with them begins. */
const CURRENT = `$argon2id$v=19$m=${PARAMETERS.memoryCost},t=${PARAMETERS.timeCost},p=${PARAMETERS.parallelism}$`;

/** Nobody's password, at the same cost as anybody's. */
const NOBODY = `${CURRENT}AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`;

let loading: Promise<Argon2> | null = null;

/** A PHC string with its own salt. */
export async function hashPassword(password: string): Promise<string> {
  return (await load()).hash(measured(password), PARAMETERS).encoded;
}

/** Compares in constant time. Without a hash it works as long and says no, so that time does not tell who has an account. */
export async function isPassword(password: string, passwordHash: string | null): Promise<boolean> {
  const { success } = (await load()).tryVerify(passwordHash ?? NOBODY, measured(password));
  return success && passwordHash !== null;
}

/** Whether a hash was made with other parameters than today's. */
export function isOutdated(passwordHash: string): boolean {
  return !passwordHash.startsWith(CURRENT);
}

function load(): Promise<Argon2> {
  loading ??= WebAssembly.instantiate(argon2Wasm).then((instance) => new Argon2(instance));
  return loading;
}

/**
 * The library hashes as many UTF-8 bytes as the string has UTF-16 units, so it would drop the end of a Hindi password.
 * NULs make the string as long as its bytes; they themselves lie behind the end and are not hashed.
 */
function measured(password: string): string {
  const normal = password.normalize('NFKC');
  return normal + '\0'.repeat(new TextEncoder().encode(normal).length - normal.length);
}
