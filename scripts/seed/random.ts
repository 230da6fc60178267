import { createHash } from 'node:crypto';
import { type Id, type IdKind, idOf } from '../../workers/domain/id.ts';

/** When the demo shop was set up: everything in it is as old as that or younger, on every machine. */
export const SEEDED_AT = Date.UTC(2026, 0, 5, 4, 30);

/** The same name gives the same id on every machine, so that a seed that was killed can be run again. */
export function seedId<Kind extends IdKind>(kind: Kind, name: string): Id<Kind> {
  return idOf(kind, SEEDED_AT, digest(`${kind}:${name}`).subarray(0, 10));
}

/** A number in [0, 1) that depends on nothing but the name. */
export function chance(name: string): number {
  return digest(name).readUInt32BE(0) / 2 ** 32;
}

/** A whole number from `from` to `to`, both included. */
export function between(from: number, to: number, name: string): number {
  return from + Math.floor(chance(name) * (to - from + 1));
}

/** The members in an order of their own. */
export function shuffled<Member>(members: readonly Member[], name: string): Member[] {
  return members
    .map((member, index) => ({ member, rank: chance(`${name}#${index}`) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ member }) => member);
}

/** Upper-case letters and digits, for SKUs and model numbers. */
export function code(name: string, length: number): string {
  return BigInt(`0x${digest(name).toString('hex')}`)
    .toString(36)
    .toUpperCase()
    .slice(-length);
}

function digest(name: string): Buffer {
  return createHash('sha256').update(name).digest();
}
