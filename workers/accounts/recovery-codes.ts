import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { authenticators, passkeys, recoveryCodes } from '../db/schema/accounts.ts';

export const RECOVERY_CODES = 10;
/** Crockford's base 32 has no I, L, O and U: 12 characters are 60 bits. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CHARACTERS = 12;

export interface RecoveryCodes {
  /** 'ABCD-EFGH-JKMN', for the person's eyes, once. */
  readonly shown: readonly string[];
  readonly hashes: readonly string[];
}

export async function draftRecoveryCodes(userId: string): Promise<RecoveryCodes> {
  const shown = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
  return { shown, hashes: await Promise.all(shown.map((code) => hashOf(userId, code))) };
}

/** For a batch: these codes instead of those of before, if `condition` holds once the statements before are done. */
export function replaceRecoveryCodes(ctx: Context, userId: string, { hashes }: RecoveryCodes, condition: SQL) {
  return [
    ctx.db.run(sql`DELETE FROM ${recoveryCodes} WHERE user_id = ${userId} AND ${condition}`),
    ctx.db.run(sql`
      INSERT INTO ${recoveryCodes} (user_id, code_hash)
      SELECT ${userId}, value FROM json_each(${JSON.stringify(hashes)}) WHERE ${condition}`),
  ] as const;
}

/** For a batch: codes that stand in for nothing any more. */
export function forgetIdleRecoveryCodes(ctx: Context, userId: string) {
  return ctx.db.run(sql`DELETE FROM ${recoveryCodes} WHERE user_id = ${userId} AND NOT ${hasFactor(userId)}`);
}

/** Whether anything is set up that a recovery code could stand in for. */
export function hasFactor(userId: string): SQL {
  return sql`(EXISTS (SELECT 1 FROM ${authenticators} WHERE user_id = ${userId} AND confirmed_at IS NOT NULL)
    OR EXISTS (SELECT 1 FROM ${passkeys} WHERE user_id = ${userId}))`;
}

/** True once for each code. The caller has counted the try. */
export async function useRecoveryCode(ctx: Context, userId: string, code: string): Promise<boolean> {
  const used = await ctx.db.all(sql`
    UPDATE ${recoveryCodes} SET used_at = ${ctx.now}
    WHERE user_id = ${userId} AND code_hash = ${await hashOf(userId, code)} AND used_at IS NULL RETURNING user_id`);
  return used.length === 1;
}

/** 256 letters fall evenly on 32. */
function newRecoveryCode(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(CHARACTERS));
  const text = Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return text.replace(/(.{4})(?=.)/g, '$1-');
}

/** Read as it is meant: without dashes and spaces, and with the letters that Crockford's alphabet takes for digits. */
async function hashOf(userId: string, code: string): Promise<string> {
  const plain = code.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${userId}:${plain}`));
  return new Uint8Array(digest).toHex();
}
