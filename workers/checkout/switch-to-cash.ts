import { type SQL, sql } from 'drizzle-orm';
import { cartOf } from '../cart/cart-of.ts';
import { selectSellables, sellablesOf } from '../cart/queries.ts';
import type { Context } from '../context.ts';
import { publish } from '../db/outbox.ts';
import { orderLines } from '../db/schema/orders.ts';
import { didHappen, orderStates, transitionWrites } from '../db/transition.ts';
import { requireDestination, selectDestination } from '../delivery/queries.ts';
import { deliveryRulesOf, selectDeliveryRules } from '../delivery/rules.ts';
import { isPlaced } from '../domain/order.ts';
import { type Quote, quote } from '../domain/price.ts';
import { failpoint } from '../failpoint.ts';
import { AppError } from '../http/problem.ts';
import { findOwnOrder, isWaiting, notPayable, type OwnOrder } from '../payments/find-waiting-order.ts';
import { inCash } from '../promotions/payment-bound.ts';
import { requoteUses } from '../promotions/uses.ts';
import { cashWrites } from './cash-payment.ts';
import { selectCodStanding, standingOf } from './cod-standing.ts';
import { cashRefusal, requireCod } from './decide-order.ts';
import type { PlacedOrder } from './schemas.ts';

/**
 * The shopper gives up on paying an order online and pays its courier. The order is certain from then on; money that a
 * gateway captures afterwards is given back. An order that is paid in cash already answers the same again.
 *
 * Throws `not_found`, `order_not_payable`, `cod_not_allowed`, `price_changed`.
 */
export async function switchToCash(ctx: Context, orderNo: string, expectedGrandPaise: number): Promise<PlacedOrder> {
  const order = await findOwnOrder(ctx, orderNo);
  const already = answerOf(order);
  if (already !== null) return already;
  if (!isWaiting(order, ctx.now)) throw notPayable();
  const offer = await findCashOffer(ctx, order);
  requireCod(offer.refusal, 'method');
  if (offer.grandPaise !== expectedGrandPaise) throw movedTotal(expectedGrandPaise, offer.grandPaise);

  const { id: orderId } = order;
  const { quoteInput, quote: quoted, grandPaise } = offer;
  const { statements, happened, announcements } = transitionWrites(ctx, orderStates, {
    id: orderId,
    event: 'cod_accepted',
    from: 'payment_pending',
    guard: sql`due_at > ${ctx.now}`,
    set: [
      sql`due_at = NULL`,
      sql`payment_method = 'cod'`,
      sql`grand_paise = ${grandPaise}`,
      sql`quote_input = ${JSON.stringify(quoteInput)}`,
      sql`quote = ${JSON.stringify(quoted)}`,
    ],
    announces: [{ type: 'order.placed', orderId }],
  });
  const cash = cashWrites(ctx, { id: orderId, grandPaise, currency: order.currency, quote: quoted }, happened);
  const uses = requoteUses(ctx, orderId, quoted.adjustments, happened);
  const results = await ctx.db.batch([...statements, relined(ctx, orderId, quoted, happened), ...uses, ...cash]);
  if (!didHappen(results)) return await answerLostRace(ctx, orderNo);
  await failpoint(ctx, 'cod.switched');
  ctx.later(publish(ctx, announcements));
  const taken = quoteInput.lines.map(({ sku, quantity }) => ({ sku, quantity }));
  ctx.later(cartOf(ctx).takeOrdered(orderId, taken));
  return { orderNo, status: 'confirmed', totals: quoted.totals, payUrl: null };
}

/** An offer for another way to pay may have fallen away: the lines say what they cost now. */
function relined(ctx: Context, orderId: string, { lines }: Quote, happened: SQL) {
  const columns = lines.map((line, position) => ({
    ...line,
    position,
    discountPaise: line.promotionPaise + line.couponPaise,
  }));
  return ctx.db.run(sql`
    UPDATE ${orderLines} SET
      discount_paise = line.value ->> 'discountPaise', gross_paise = line.value ->> 'grossPaise',
      paid_paise = line.value ->> 'paidPaise', gst_bps = line.value ->> 'gstBps',
      taxable_paise = line.value ->> 'taxablePaise', cgst_paise = line.value ->> 'cgstPaise',
      sgst_paise = line.value ->> 'sgstPaise', igst_paise = line.value ->> 'igstPaise'
    FROM json_each(${JSON.stringify(columns)}) line
    WHERE order_id = ${orderId} AND position = line.value ->> 'position' AND ${happened}`);
}

/** What an order that waits would cost in cash, or why cash is refused. */
export async function findCashOffer(ctx: Context, order: OwnOrder) {
  const { ownerKey, address } = order;
  const [rows, destinations, standings, rules] = await ctx.db.batch([
    selectSellables(
      ctx,
      order.quoteInput.lines.map((line) => line.sku),
    ),
    selectDestination(ctx, address.pincode),
    selectCodStanding(ctx, { owner: ownerKey, phone: address.phone }),
    selectDeliveryRules(ctx),
  ]);
  const { codFeePaise } = deliveryRulesOf(rules);
  const quoteInput = inCash(order, codFeePaise);
  const quoted = quote(quoteInput);
  const { grandPaise } = quoted.totals;
  const lines = [...sellablesOf(rows).values()].map((listing) => ({ listing }));
  const destination = requireDestination(destinations, address.pincode);
  const refusal = cashRefusal(lines, destination, standingOf(standings), grandPaise);
  return { refusal, feePaise: codFeePaise, grandPaise, quoteInput, quote: quoted };
}

/** Somebody else was faster: another tab with the same wish, the gateway, or the time. */
async function answerLostRace(ctx: Context, orderNo: string): Promise<PlacedOrder> {
  const answer = answerOf(await findOwnOrder(ctx, orderNo));
  if (answer === null) throw notPayable();
  return answer;
}

function answerOf({ orderNo, status, paymentMethod, quote: { totals } }: OwnOrder): PlacedOrder | null {
  return paymentMethod === 'cod' && isPlaced(status) ? { orderNo, status, totals, payUrl: null } : null;
}

function movedTotal(expectedGrandPaise: number, grandPaise: number): AppError {
  const detail = 'In cash the order costs another total than you saw. Look at it again before you confirm it.';
  return new AppError('price_changed', detail, { expectedGrandPaise, grandPaise, lines: [] });
}
