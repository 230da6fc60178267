import { eq, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { auditWrite } from '../db/audit.ts';
import { listings, pincodes, sellers, variants } from '../db/schema/catalog.ts';
import { fulfilments } from '../db/schema/orders.ts';
import { violatesUnique } from '../db/unique-violation.ts';
import type { BookedParcel, Carrier, ParcelBooking } from '../delivery/carrier.ts';
import { bookingCarrier } from '../delivery/carriers.ts';
import { STATES } from '../domain/gst.ts';
import { paise, sum } from '../domain/money.ts';
import { isPlaced } from '../domain/order.ts';
import { failpoint } from '../failpoint.ts';
import { AppError } from '../http/problem.ts';
import { refusedMove } from './move-parcel.ts';
import type { ParcelPaper } from './parcel-paper.ts';
import { cashDue, gatherParcelSale, type ParcelSale } from './parcel-sale.ts';
import { type Parcel, requireParcel } from './require-parcel.ts';
import { DAY_MS } from './ship-fulfilment.ts';
import { storePapers } from './store-papers.ts';

/** Lines may be cancelled while the carrier is asked; each of them ends. */
const MAX_RACES = 5;

/**
 * Books a packed parcel with the carrier and prints its label and packing slip. The carrier knows the parcel by our
 * id, so that a repeat, also of a call whose reply was lost, books nothing anew; it prints again, as lines may have
 * been cancelled since. Throws `illegal_transition`, `carrier_refused`, `carrier_unavailable`.
 */
export async function labelFulfilment(ctx: Context, fulfilmentId: string, carrierGiven?: Carrier): Promise<void> {
  const parcel = await requireParcel(ctx, fulfilmentId, 'parcels.pack');
  for (let race = 0; race < MAX_RACES; race++) {
    const printed = await bookAndPrint(ctx, parcel, carrierGiven);
    // A cancellation before the label was there has found none to make anew; one from now on will (refresh-labels.ts).
    const { lines } = await gatherParcelSale(ctx, parcel);
    if (lines.length === printed.lines.length) return;
  }
  throw await refusedMove(ctx, fulfilmentId, 'label');
}

/** Returns what was printed. */
async function bookAndPrint(ctx: Context, parcel: Parcel, carrierGiven: Carrier | undefined): Promise<ParcelSale> {
  const { id: fulfilmentId } = parcel;
  const sale = await gatherParcelSale(ctx, parcel);
  const { status } = sale.parcel;
  if (status !== 'packed' || sale.lines.length === 0 || !isPlaced(sale.order.status)) {
    throw await refusedMove(ctx, fulfilmentId, 'label');
  }
  const carrier = carrierGiven ?? bookingCarrier(ctx.env);
  const freight = await gatherFreight(ctx, sale);
  const booked = await carrier.book(bookingOf(sale, freight));
  await failpoint(ctx, 'label.booked');
  await storeBooking(ctx, sale, carrier.name, booked);
  await storePapers(ctx, fulfilmentId, paperOf(ctx, sale, freight, { carrier: carrier.name, awb: booked.awb }));
  return sale;
}

type Freight = Awaited<ReturnType<typeof gatherFreight>>;

/** Who sends it, and how heavy it is. */
async function gatherFreight(ctx: Context, { parcel, lines }: ParcelSale) {
  const skus = JSON.stringify(lines.map((line) => line.sku));
  const [[seller], weights] = await ctx.db.batch([
    ctx.db
      .select({
        slug: sellers.slug,
        name: sellers.name,
        address: sellers.address,
        pincode: sellers.pincode,
        stateCode: sellers.stateCode,
        district: pincodes.district,
      })
      .from(sellers)
      .leftJoin(pincodes, eq(pincodes.pincode, sellers.pincode))
      .where(eq(sellers.id, parcel.sellerId)),
    ctx.db
      .select({ sku: listings.sku, grams: variants.weightGrams })
      .from(listings)
      .innerJoin(variants, eq(variants.id, listings.variantId))
      .where(sql`${listings.sku} IN (SELECT value FROM json_each(${skus}))`),
  ]);
  if (seller === undefined) throw new Error(`parcel ${parcel.id} has no seller`);
  const gramsOf = new Map(weights.map(({ sku, grams }) => [sku, grams]));
  const weightGrams = sum(lines.map((line) => (gramsOf.get(line.sku) ?? DEFAULT_GRAMS) * line.quantity));
  return { seller: { ...seller, state: STATES[seller.stateCode] ?? seller.stateCode }, weightGrams };
}

/** Of a piece that has left the catalogue. */
const DEFAULT_GRAMS = 500;

function bookingOf(sale: ParcelSale, { seller, weightGrams }: Freight): ParcelBooking {
  const { parcel, order, lines } = sale;
  const { name, phone, line, landmark, pincode, district, stateCode } = order.address;
  return {
    id: parcel.id,
    orderNo: order.orderNo,
    pickup: { ...seller, district: seller.district ?? '' },
    consignee: {
      name,
      phone,
      address: [line, landmark].filter((part) => part !== '').join(', '),
      pincode,
      district,
      state: STATES[stateCode] ?? stateCode,
    },
    contents: (lines[0]?.title ?? '').slice(0, 100),
    quantity: sum(lines.map((each) => each.quantity)),
    weightGrams,
    valuePaise: sum(lines.map((each) => each.grossPaise)),
    codPaise: cashDue(sale),
  };
}

/**
 * The number belongs to the parcel even if its order was cancelled while the carrier was asked: what the carrier says of
 * it must find its parcel. A number of the seller's own, written meanwhile, stays.
 */
async function storeBooking(
  ctx: Context,
  { parcel }: ParcelSale,
  carrier: string,
  { awb, trackingUrl }: BookedParcel,
): Promise<void> {
  const isOurs = sql`EXISTS (SELECT 1 FROM ${fulfilments} WHERE id = ${parcel.id} AND carrier = ${carrier} AND awb = ${awb})`;
  const set = ctx.db.run(sql`
    UPDATE ${fulfilments} SET carrier = ${carrier}, awb = ${awb}, tracking_url = ${trackingUrl},
      track_at = ${ctx.now + DAY_MS}
    WHERE id = ${parcel.id} AND awb IS NULL`);
  const audit = auditWrite(
    ctx,
    { action: 'fulfilment.label', subject: parcel.id, before: { awb: parcel.awb }, after: { carrier, awb } },
    isOurs,
  );
  try {
    await ctx.db.batch([set, ...(ctx.actor.kind === 'user' ? [audit] : [])]);
  } catch (error) {
    if (!violatesUnique(error, 'fulfilments.awb')) throw error;
    throw new AppError('awb_taken', `${carrier} ${awb} is the number of another parcel.`);
  }
  const [now] = await ctx.db
    .select({ status: fulfilments.status, awb: fulfilments.awb })
    .from(fulfilments)
    .where(eq(fulfilments.id, parcel.id));
  if (now?.status !== 'packed' || now.awb !== awb) throw await refusedMove(ctx, parcel.id, 'label');
}

function paperOf(
  ctx: Context,
  sale: ParcelSale,
  { seller, weightGrams }: Freight,
  { carrier, awb }: { readonly carrier: string; readonly awb: string },
): ParcelPaper {
  const { stateCode, ...buyer } = sale.order.address;
  return {
    orderNo: sale.order.orderNo,
    carrier: carrier.charAt(0).toUpperCase() + carrier.slice(1),
    awb,
    cashPaise: paise(cashDue(sale)),
    weightGrams,
    printedAt: ctx.now,
    shop: { name: seller.name, address: seller.address, pincode: seller.pincode, state: seller.state },
    buyer: { ...buyer, state: STATES[stateCode] ?? stateCode },
    lines: sale.lines.map(({ sku, title, variantLabel, quantity }) => ({ sku, title, variantLabel, quantity })),
  };
}
