import { asc, eq, sql } from 'drizzle-orm';
import { cashWrites } from '../../workers/checkout/cash-payment.ts';
import type { Context } from '../../workers/context.ts';
import { postJournal } from '../../workers/db/journal.ts';
import { sellerMembers } from '../../workers/db/schema/accounts.ts';
import { fulfilments, orderEvents, outbox } from '../../workers/db/schema/orders.ts';
import { ledgerEntries, payments, refunds } from '../../workers/db/schema/payments.ts';
import { auditLog } from '../../workers/db/schema/system.ts';
import type { BookedParcel, Carrier, CarrierEvent, ParcelBooking } from '../../workers/delivery/carrier.ts';
import type { FulfilmentStatus } from '../../workers/domain/fulfilment.ts';
import { journal, saleEntries } from '../../workers/domain/ledger.ts';
import { sharesOf } from '../../workers/domain/order-shares.ts';
import { AppError } from '../../workers/http/problem.ts';
import { givenContext } from './context.ts';
import { givenUserActor } from './person.ts';
import { type GivenPlacedOrder, type GivenSupplier, givenPlacedOrder, givenSupplier } from './placed-order.ts';

let gstinDigits = 6000;
let awbDigits = 10_000_000;

export interface GivenParcels extends GivenPlacedOrder {
  readonly sellers?: number;
  /** Where the parcels are; those that are on their way have AWB numbers of delhivery. */
  readonly parcelStatus?: FulfilmentStatus;
  readonly suppliers?: readonly GivenSupplier[];
}

/** An order with a parcel for each seller, its payment and its sale in the books. */
export async function givenParcels({ sellers = 1, parcelStatus = 'pending', ...options }: GivenParcels = {}) {
  const ctx = givenContext();
  const suppliers =
    options.suppliers ??
    (await Promise.all(Array.from({ length: sellers }, () => givenSupplier(String(++gstinDigits)))));
  const order = await givenPlacedOrder(suppliers, options);
  const paymentId = await givenPayment(ctx, order);
  const rows = await parcelsOf(order.id);
  if (parcelStatus !== 'pending') await ctx.db.batch([moved(ctx, order.id, parcelStatus)]);
  if (!['pending', 'cancelled'].includes(parcelStatus)) for (const { id } of rows) await givenAwb(id);
  const parcel = async (index = 0) => {
    const found = (await parcelsOf(order.id))[index];
    if (found === undefined) throw new Error(`there is no parcel ${index}`);
    return found;
  };
  return {
    order,
    suppliers,
    ids: rows.map(({ id }) => id),
    id: rows[0]?.id ?? '',
    sellerId: rows[0]?.sellerId ?? '',
    parcel,
    payment: async () => (await ctx.db.select().from(payments).where(eq(payments.id, paymentId)))[0],
    refunds: () => ctx.db.select().from(refunds).where(eq(refunds.orderId, order.id)),
    log: (id = rows[0]?.id ?? '') =>
      ctx.db
        .select({
          event: orderEvents.event,
          to: orderEvents.toStatus,
          actor: orderEvents.actor,
          note: orderEvents.note,
        })
        .from(orderEvents)
        .where(eq(orderEvents.subjectId, id))
        .orderBy(asc(orderEvents.id)),
    balances: () => balancesOf(order.id),
  };
}

/** The number under which carriers know a parcel. */
export async function givenAwb(fulfilmentId: string, awb = `AWB${++awbDigits}`): Promise<string> {
  const set = { carrier: 'delhivery', awb, trackingUrl: `https://carrier.test/${awb}` };
  await givenContext().db.update(fulfilments).set(set).where(eq(fulfilments.id, fulfilmentId));
  return awb;
}

/** Somebody who acts for a seller. */
export async function givenMember(
  sellerId: string,
  { role = 'packer', now }: { readonly role?: 'owner' | 'manager' | 'packer'; readonly now?: number } = {},
): Promise<Context> {
  const userId = givenContext().newId('user');
  await givenContext().db.insert(sellerMembers).values({ userId, sellerId, role });
  return givenContext({
    actor: givenUserActor({ userId, role: 'seller', name: 'Member' }),
    ...(now === undefined ? {} : { now }),
  });
}

/** Those who may not touch a parcel, by what they are told. */
export async function givenStrangers() {
  const other = await givenSupplier(String(++gstinDigits));
  const { newId } = givenContext();
  return [
    { who: 'nobody', ctx: givenContext({ actor: { kind: 'anonymous' } }), code: 'unauthenticated' },
    {
      who: 'a guest',
      ctx: givenContext({ actor: { kind: 'guest', guestId: newId('guest') } }),
      code: 'unauthenticated',
    },
    { who: 'a shopper', ctx: givenContext({ actor: givenUserActor() }), code: 'not_found' },
    { who: "another seller's owner", ctx: await givenMember(other.id, { role: 'owner' }), code: 'not_found' },
  ] as const;
}

/** A carrier without a network: books once by our id, as the real one does. */
export function givenCarrier() {
  const bookings = new Map<string, ParcelBooking & BookedParcel>();
  const scans = new Map<string, CarrierEvent[]>();
  const state = { calls: 0, isReplyLost: false, tracked: [] as string[] };
  const unused = () => {
    throw new Error('webhooks go through the real adapter');
  };
  const carrier: Carrier = {
    name: 'delhivery',
    async book(parcel) {
      state.calls += 1;
      const awb = bookings.get(parcel.id)?.awb ?? `AWB${++awbDigits}`;
      bookings.set(parcel.id, { ...parcel, awb, trackingUrl: `https://carrier.test/${awb}` });
      if (state.isReplyLost) throw new AppError('carrier_unavailable', 'The connection broke.');
      return { awb, trackingUrl: `https://carrier.test/${awb}` };
    },
    parseWebhook: unused,
    readEvent: unused,
    async track(awb) {
      state.tracked.push(awb);
      return scans.get(awb) ?? [];
    },
  };
  return { carrier, bookings, scans, state };
}

/** Writes that a refused call must not leave behind: all rows of log, outbox, audit and books. */
export async function countWrites(): Promise<number> {
  const [row] = await givenContext().db.all<{ total: number }>(sql`
    SELECT (SELECT COUNT(*) FROM ${orderEvents}) + (SELECT COUNT(*) FROM ${outbox}) + (SELECT COUNT(*) FROM ${auditLog})
      + (SELECT COUNT(*) FROM ${ledgerEntries}) + (SELECT COUNT(*) FROM ${refunds}) AS total`);
  return row?.total ?? 0;
}

async function givenPayment(ctx: Context, order: Awaited<ReturnType<typeof givenPlacedOrder>>): Promise<string> {
  const { id, grandPaise, quote, paymentMethod, status } = order;
  if (paymentMethod === 'cod') {
    const [first, ...rest] = cashWrites(ctx, { id, grandPaise, currency: 'INR', quote }, sql`TRUE`);
    if (first !== undefined) await ctx.db.batch([first, ...rest]);
    return `pay_${id.slice('ord_'.length)}_cod`;
  }
  const paymentId = `pay_${id.slice('ord_'.length)}_${paymentMethod}`;
  const isPaid = status === 'paid';
  await ctx.db.batch([
    ctx.db.insert(payments).values({
      ...{ id: paymentId, orderId: id, gateway: paymentMethod, gatewayRef: `ref_${id}`, currency: 'INR' },
      ...{ status: isPaid ? ('captured' as const) : ('pending' as const), amountPaise: grandPaise },
      ...{ capturedPaise: isPaid ? grandPaise : 0, createdAt: ctx.now, updatedAt: ctx.now },
    }),
    postJournal(
      ctx,
      journal(`capture:${paymentId}`, id, saleEntries(`gateway:${paymentMethod}`, sharesOf(quote))),
      isPaid ? sql`TRUE` : sql`FALSE`,
    ),
  ]);
  return paymentId;
}

function parcelsOf(orderId: string) {
  const { db } = givenContext();
  return db.select().from(fulfilments).where(eq(fulfilments.orderId, orderId)).orderBy(asc(fulfilments.id));
}

function moved(ctx: Context, orderId: string, status: FulfilmentStatus) {
  return ctx.db.update(fulfilments).set({ status }).where(eq(fulfilments.orderId, orderId));
}

/** The books of an order: each account, and `total`, which is 0 whatever happened. */
async function balancesOf(orderId: string): Promise<Readonly<Record<string, number>>> {
  const rows = await givenContext().db.all<{ account: string; paise: number }>(sql`
    SELECT account, SUM(amount_paise) AS paise FROM ${ledgerEntries} WHERE order_id = ${orderId} GROUP BY account`);
  const total = rows.reduce((sum, row) => sum + row.paise, 0);
  return { ...Object.fromEntries(rows.map((row) => [row.account, row.paise])), total };
}
