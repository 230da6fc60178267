import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import {
  addresses,
  authenticators,
  challenges,
  identities,
  passkeys,
  recoveryCodes,
  sessions,
  signIns,
} from '../../db/schema/accounts.ts';

/** What hangs on an account and on nothing else: every way in, every device, every address. */
export const ACCOUNT_TABLES = [
  addresses,
  authenticators,
  challenges,
  identities,
  passkeys,
  recoveryCodes,
  sessions,
  signIns,
] as const;

/** Empties them of one person, for a batch. Who is signed in is nobody from then on. */
export function forgetAccount(ctx: Context, userId: string, onlyIf: SQL = sql`TRUE`) {
  return ACCOUNT_TABLES.map((table) => ctx.db.run(sql`DELETE FROM ${table} WHERE user_id = ${userId} AND ${onlyIf}`));
}
