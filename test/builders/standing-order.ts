import { eq, sql } from 'drizzle-orm';
import { placeOrder } from '../../workers/checkout/place-order.ts';
import { actAs, type Context } from '../../workers/context.ts';
import { postJournal } from '../../workers/db/journal.ts';
import { cancellations, creditNotes, fulfilments, orderLines, orders } from '../../workers/db/schema/orders.ts';
import { ledgerEntries, payments, refunds } from '../../workers/db/schema/payments.ts';
import { didHappen, fulfilmentStates, orderStates, transitionWrites } from '../../workers/db/transition.ts';
import type { FulfilmentEvent } from '../../workers/domain/fulfilment.ts';
import { journal, saleEntries } from '../../workers/domain/ledger.ts';
import { sharesOf } from '../../workers/domain/order-shares.ts';
import { fulfilStock } from '../../workers/orders/fulfil-stock.ts';
import { givenPincode, givenProduct } from './catalog.ts';
import { givenContext } from './context.ts';
import { checkoutOf, givenKey, givenShopper } from './shopper.ts';

export interface GivenStandingOrder {
  readonly paymentMethod?: 'stripe' | 'cod';
  /** Lines of each seller: [2, 1] is two of the first and one of the second. */
  readonly lines?: readonly number[];
  readonly quantity?: number;
  readonly stock?: number;
  readonly pricePaise?: number;
  /** Whether the pieces have left the shelf already. */
  readonly isFulfilled?: boolean;
}

const SHIPPING_PAISE = 4_000;
const FREE_FROM_PAISE = 50_000;
const COD_FEE_PAISE = 2_000;
let counter = 0;

/** An order that is paid, or confirmed for cash, with real stock: below the limit of free shipping unless priced so. */
export async function givenStandingOrder({
  paymentMethod = 'stripe',
  lines = [1],
  quantity = 1,
  stock = 10,
  pricePaise = 9_900,
  isFulfilled = true,
}: GivenStandingOrder = {}) {
  await givenPincode('560001');
  const skus: string[] = [];
  let grandPaise = paymentMethod === 'cod' ? COD_FEE_PAISE : 0;
  for (const count of lines) {
    const seller = `Stall ${++counter}`;
    for (let line = 0; line < count; line++) {
      skus.push((await givenProduct({ seller, pricePaise, stock })).sku);
    }
    const goods = count * quantity * pricePaise;
    grandPaise += goods + (goods < FREE_FROM_PAISE ? SHIPPING_PAISE : 0);
  }
  const shopper = await givenShopper(...skus.map((sku) => ({ sku, quantity })));
  const { orderNo } = await placeOrder(shopper, checkoutOf(grandPaise, { paymentMethod }), givenKey());
  const system = givenContext();
  const [order] = await system.db.select().from(orders).where(eq(orders.orderNo, orderNo));
  if (order === undefined) throw new Error(`${orderNo} was not placed`);
  if (paymentMethod === 'stripe') await capture(system, order);
  if (isFulfilled) await fulfilStock(system, order.id);
  return { ...handlesOf(system, order.id), order, orderNo, shopper, skus, system };
}

async function capture(ctx: Context, order: typeof orders.$inferSelect): Promise<void> {
  const paymentId = `pay_${order.id.slice('ord_'.length)}_stripe`;
  const transition = transitionWrites(ctx, orderStates, {
    id: order.id,
    event: 'payment_captured',
    set: [sql`due_at = NULL`],
  });
  const sale = journal(`capture:${paymentId}`, order.id, saleEntries('gateway:stripe', sharesOf(order.quote)));
  await ctx.db.batch([
    ...transition.statements,
    ctx.db.insert(payments).values({
      ...{ id: paymentId, orderId: order.id, gateway: 'stripe', gatewayRef: `pi_${order.id}`, status: 'captured' },
      ...{ amountPaise: order.grandPaise, capturedPaise: order.grandPaise, currency: 'INR' },
      ...{ createdAt: ctx.now, updatedAt: ctx.now },
    }),
    postJournal(ctx, sale),
  ]);
}

function handlesOf(ctx: Context, orderId: string) {
  const { db } = ctx;
  return {
    status: async () => (await db.select().from(orders).where(eq(orders.id, orderId)))[0]?.status,
    parcels: () => db.select().from(fulfilments).where(eq(fulfilments.orderId, orderId)).orderBy(fulfilments.id),
    lines: () => db.select().from(orderLines).where(eq(orderLines.orderId, orderId)).orderBy(orderLines.position),
    cancellations: () => db.select().from(cancellations).where(eq(cancellations.orderId, orderId)),
    refunds: () => db.select().from(refunds).where(eq(refunds.orderId, orderId)),
    payment: async () => (await db.select().from(payments).where(eq(payments.orderId, orderId)))[0],
    creditNotes: () => db.select().from(creditNotes).where(eq(creditNotes.orderId, orderId)),
    /** The sums of its journals: every one is 0. */
    journals: async () => {
      const rows = await db.select().from(ledgerEntries).where(eq(ledgerEntries.orderId, orderId));
      return Map.groupBy(rows, (row) => row.journal);
    },
    balance: async (account: string) => {
      const rows = await db.select().from(ledgerEntries).where(eq(ledgerEntries.orderId, orderId));
      return rows.filter((row) => row.account === account).reduce((sum, row) => sum + row.amountPaise, 0);
    },
  };
}

/** Moves a parcel as its seller or carrier would; the tests of fulfilment have the verbs. Returns whether it moved. */
export async function moveGivenParcel(ctx: Context, fulfilmentId: string, event: FulfilmentEvent): Promise<boolean> {
  const system = actAs(ctx, { kind: 'system', name: 'seller' });
  const { statements } = transitionWrites(system, fulfilmentStates, { id: fulfilmentId, event });
  return didHappen(await system.db.batch([...statements]));
}
