import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import type { Journal } from '../domain/ledger.ts';
import { ledgerEntries } from './schema/payments.ts';

/**
 * The rows of a journal, for the batch of what it records. Only where `onlyIf` holds, and once: a journal that is there
 * already stays as it is.
 */
export function postJournal(ctx: Context, { key, orderId, entries }: Journal, onlyIf: SQL = sql`TRUE`) {
  return ctx.db.run(sql`
    INSERT INTO ${ledgerEntries} (journal, account, amount_paise, order_id, at)
    SELECT ${key}, value ->> 'account', value ->> 'amountPaise', ${orderId}, ${ctx.now}
    FROM json_each(${JSON.stringify(entries)})
    WHERE NOT EXISTS (SELECT 1 FROM ${ledgerEntries} WHERE journal = ${key}) AND ${onlyIf}`);
}
