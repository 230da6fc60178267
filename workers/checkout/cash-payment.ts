import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { postJournal } from '../db/journal.ts';
import { payments } from '../db/schema/payments.ts';
import { journal, saleEntries } from '../domain/ledger.ts';
import { sharesOf } from '../domain/order-shares.ts';
import { paymentIdOf } from '../domain/payment.ts';
import type { Quote } from '../domain/price.ts';

interface CashOrder {
  readonly id: string;
  readonly grandPaise: number;
  readonly currency: string;
  readonly quote: Quote;
}

/** The cash that is due on delivery, and the sale in the books, for the batch that makes the order certain. */
export function cashWrites(ctx: Context, { id, grandPaise, currency, quote }: CashOrder, happened: SQL) {
  const paymentId = paymentIdOf(id, 'cod');
  const sale = journal(`sale:${id}`, id, saleEntries('cod_receivable', sharesOf(quote)));
  return [
    ctx.db.run(sql`
      INSERT INTO ${payments}
        (id, order_id, gateway, gateway_ref, status, amount_paise, currency, created_at, updated_at)
      SELECT ${paymentId}, ${id}, 'cod', ${id}, 'cod_due', ${grandPaise}, ${currency}, ${ctx.now}, ${ctx.now}
      WHERE ${happened} ON CONFLICT DO NOTHING`),
    postJournal(ctx, sale, happened),
  ];
}
