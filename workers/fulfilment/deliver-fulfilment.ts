import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { postJournal } from '../db/journal.ts';
import { payments } from '../db/schema/payments.ts';
import { fulfilmentMachine } from '../domain/fulfilment.ts';
import { journal, moveEntries } from '../domain/ledger.ts';
import { transition } from '../domain/machine.ts';
import { settleCashWrites } from '../orders/take-back.ts';
import { type Consequences, moveParcel, refusedMove } from './move-parcel.ts';
import { cashDue, gatherParcelSale, type ParcelSale } from './parcel-sale.ts';
import { type Parcel, requireParcelAsStaff } from './require-parcel.ts';

/** Staff know that a parcel has arrived. Throws `illegal_transition`, `forbidden`. */
export async function deliverFulfilment(ctx: Context, fulfilmentId: string): Promise<void> {
  const parcel = await requireParcelAsStaff(ctx, fulfilmentId);
  if (!(await deliverParcel(ctx, parcel))) throw await refusedMove(ctx, fulfilmentId, 'deliver');
}

/** The transition itself: the parcel is with the buyer and, for cash, its price with the courier. */
export async function deliverParcel(ctx: Context, { id, orderId }: Pick<Parcel, 'id' | 'orderId'>, note?: string) {
  const sale = await gatherParcelSale(ctx, { id, orderId });
  // While it is with the seller a line may still be cancelled, and the sum would not be the one that is collected.
  if (!transition(fulfilmentMachine, sale.parcel.status, 'deliver').ok) return false;
  return await moveParcel(ctx, sale.parcel, {
    event: 'deliver',
    set: [sql`delivered_at = ${ctx.now}, due_at = NULL, track_at = NULL`],
    announces: [{ type: 'parcel.delivered', orderId, fulfilmentId: id }],
    consequences: (happened) => cashWrites(ctx, sale, happened),
    after: { status: 'delivered', cashPaise: cashDue(sale) },
    failpoint: 'deliver.applied',
    ...(note === undefined ? {} : { note }),
  });
}

function cashWrites(ctx: Context, sale: ParcelSale, happened: SQL): Consequences {
  const { parcel, payment } = sale;
  const amountPaise = cashDue(sale);
  if (payment === null || amountPaise === 0) return { statements: [] };
  const entries = moveEntries('cod_receivable', 'cod_with_carrier', amountPaise);
  return {
    statements: [
      postJournal(ctx, journal(`cash:${parcel.id}`, parcel.orderId, entries), happened),
      ctx.db.run(sql`
        UPDATE ${payments} SET captured_paise = captured_paise + ${amountPaise}, updated_at = ${ctx.now}
        WHERE id = ${payment.id} AND ${happened}`),
      ...settleCashWrites(ctx, payment.id, happened),
    ],
  };
}
