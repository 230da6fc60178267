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
import { wishlistItems } from '../../db/schema/lists.ts';
import { promotionPeople } from '../../db/schema/promotions.ts';

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
  return [
    ...ACCOUNT_TABLES.map((table) => ctx.db.run(sql`DELETE FROM ${table} WHERE user_id = ${userId} AND ${onlyIf}`)),
    ctx.db.run(sql`DELETE FROM ${wishlistItems} WHERE owner_key = ${`user:${userId}`} AND ${onlyIf}`),
    // By the promotions of their orders: the table is not read by person. Digests of phones stay, so that a welcome is
    // given once, and tell nobody who it was.
    ctx.db.run(sql`
      DELETE FROM ${promotionPeople} WHERE person_key = ${`user:${userId}`} AND ${onlyIf}
        AND promotion_id IN (
          SELECT u.promotion_id FROM orders o JOIN promotion_uses u ON u.order_id = o.id
          WHERE o.owner_key = ${`user:${userId}`})`),
  ];
}
