import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { authenticators, passkeys, recoveryCodes, signIns } from '../../db/schema/accounts.ts';

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

/**
 * For a batch, once nothing is set up any more: codes that stand in for nothing, and what sign-ins have shown of it. A
 * factor that is gone must not count for somebody who becomes staff later.
 */
export function forgetIdleFactors(ctx: Context, userId: string) {
  const isIdle = sql`user_id = ${userId} AND NOT ${hasFactor(userId)}`;
  return [
    ctx.db.run(sql`DELETE FROM ${recoveryCodes} WHERE ${isIdle}`),
    ctx.db.run(sql`UPDATE ${signIns} SET second_factor_at = NULL WHERE ${isIdle} AND second_factor_at IS NOT NULL`),
  ] as const;
}

/** Whether anything is set up that a recovery code could stand in for. */
export function hasFactor(userId: string): SQL {
  return sql`(EXISTS (SELECT 1 FROM ${authenticators} WHERE user_id = ${userId} AND confirmed_at IS NOT NULL)
    OR EXISTS (SELECT 1 FROM ${passkeys} WHERE user_id = ${userId}))`;
}

export interface RecoveryCode {
  /** A condition: it is one of theirs, and not used. */
  readonly isGood: SQL;
  /** For the batch of what it was shown for, so that none is used up for nothing. */
  use(ctx: Context, condition: SQL): ReturnType<Context['db']['run']>;
}

/** One that somebody typed in. The caller has counted the try. */
export async function readRecoveryCode(userId: string, code: string): Promise<RecoveryCode> {
  const isIt = sql`user_id = ${userId} AND code_hash = ${await hashOf(userId, code)} AND used_at IS NULL`;
  return {
    isGood: sql`EXISTS (SELECT 1 FROM ${recoveryCodes} WHERE ${isIt})`,
    use: (ctx, condition) =>
      ctx.db.run(sql`UPDATE ${recoveryCodes} SET used_at = ${ctx.now} WHERE ${isIt} AND ${condition}`),
  };
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
