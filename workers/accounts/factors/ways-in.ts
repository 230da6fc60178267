import { type SQL, sql } from 'drizzle-orm';
import { identities, passkeys, users } from '../../db/schema/accounts.ts';

/**
 * For a WHERE clause, as the two below, so that nobody takes away the last way in that they have: a password, or a proved
 * address that codes can be sent to.
 */
export function hasAddress(userId: string): SQL {
  return sql`EXISTS (SELECT 1 FROM ${users} WHERE id = ${userId}
    AND (password_hash IS NOT NULL OR email_verified_at IS NOT NULL OR phone IS NOT NULL))`;
}

export function hasGoogle(userId: string): SQL {
  return sql`EXISTS (SELECT 1 FROM ${identities} WHERE user_id = ${userId})`;
}

export function hasPasskey(userId: string): SQL {
  return sql`EXISTS (SELECT 1 FROM ${passkeys} WHERE user_id = ${userId})`;
}
