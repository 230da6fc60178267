import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import {
  addresses,
  authenticators,
  identities,
  passkeys,
  recoveryCodes,
  signIns,
  users,
} from '../db/schema/accounts.ts';

/**
 * Statements for the batch of whoever has just proved an e-mail address. On an account of before addresses were proved
 * somebody else may have set the password, and by it everything after: all ways in but this proof are dropped, with the
 * address book, and all sign-ins ended. On a proved account, and on none, they change nothing.
 */
export function emailProof(ctx: Context, email: string) {
  const unproved = sql`(SELECT id FROM ${users} WHERE email = ${email} AND email_verified_at IS NULL)`;
  return [
    ctx.db.run(sql`UPDATE ${signIns} SET revoked_at = ${ctx.now} WHERE user_id = ${unproved} AND revoked_at IS NULL`),
    ...[authenticators, recoveryCodes, passkeys, identities, addresses].map((table) =>
      ctx.db.run(sql`DELETE FROM ${table} WHERE user_id = ${unproved}`),
    ),
    // Last: it is what the others look at.
    ctx.db.run(sql`
      UPDATE ${users} SET password_hash = NULL, phone = NULL, email_verified_at = ${ctx.now}
      WHERE email = ${email} AND email_verified_at IS NULL`),
  ] as const;
}
