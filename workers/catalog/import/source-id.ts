import { createHash } from 'node:crypto';
import { type Id, type IdKind, idOf } from '../../domain/id.ts';

/**
 * Ids of imported records follow from their names in the source: whoever imports a row, and however often, means the
 * same product. They look like any other id.
 */
export function sourceId<Kind extends IdKind>(kind: Kind, name: string): Id<Kind> {
  const digest = createHash('sha256').update(`${kind}:${name}`).digest();
  return idOf(kind, digest.readUIntBE(0, 6), digest.subarray(6, 16));
}

/** Some characters that tell equal texts apart in a slug or an SKU: lower case and digits. */
export function shortHash(text: string, length: number): string {
  return BigInt(`0x${digestOf(text)}`)
    .toString(36)
    .slice(0, length);
}

/** Changes with anything of a value: SHA-256 of its JSON, the first half, hexadecimal. */
export function contentHash(value: unknown): string {
  return digestOf(JSON.stringify(value)).slice(0, 32);
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
