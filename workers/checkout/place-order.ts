import { sql } from 'drizzle-orm';
import { cartOf } from '../cart/cart-of.ts';
import { selectSellables, sellablesOf } from '../cart/queries.ts';
import { type Context, type OwnerKey, requireOwner } from '../context.ts';
import { publish } from '../db/outbox.ts';
import { idempotencyKeys } from '../db/schema/orders.ts';
import { didHappen, orderStates, transitionWrites } from '../db/transition.ts';
import { violatesCheck, violatesUnique } from '../db/unique-violation.ts';
import { requireDestination, selectDestination } from '../delivery/queries.ts';
import { deliveryRulesOf, selectDeliveryRules } from '../delivery/rules.ts';
import { HOLD_SECONDS } from '../domain/order.ts';
import type { PaymentMethod } from '../domain/payment.ts';
import { failpoint } from '../failpoint.ts';
import { requireHuman } from '../http/bot-check.ts';
import { answerSettled, hashBody, selectAttempt, settle } from '../http/idempotency.ts';
import { AppError, fieldError, problemOf } from '../http/problem.ts';
import { gatewaysOf } from '../payments/gateways.ts';
import { type Person, personOf } from '../promotions/person.ts';
import { promotionsOf, selectPromotions } from '../promotions/queries.ts';
import { returnUses, takeUses } from '../promotions/uses.ts';
import { holdStock, releaseStock } from '../stock/order-stock.ts';
import { cashWrites } from './cash-payment.ts';
import { selectCodStanding, standingOf } from './cod-standing.ts';
import { decideOrder } from './decide-order.ts';
import { draftOrder, draftWrites, type OrderDraft } from './draft-order.ts';
import type { CheckoutInput, PlacedOrder } from './schemas.ts';

/** Each look finds other promotions than the one before: what is left of them, or nothing. */
const MAX_RACES = 5;

/**
 * Turns the cart of whoever asks into an order. The order's row exists before any stock is held, so whatever dies on
 * the way is found and taken back by the sweep. The same key and body answer the same, however often and at once.
 *
 * Throws `validation_failed`, `cart_empty`, `cart_changed`, `cart_already_ordered`, `price_changed`, `coupon_used_up`,
 * `flash_sold_out`, `out_of_stock`, `not_serviceable`, `cod_not_allowed`, `idempotency_key_reused`, `request_in_progress`, `checkout_interrupted`, and to guests what
 * `requireHuman` throws.
 */
export async function placeOrder(
  ctx: Context,
  input: CheckoutInput,
  idempotencyKey: string,
  botToken: string | null = null,
): Promise<PlacedOrder> {
  const owner = requireOwner(ctx);
  requireConfigured(ctx.env, input.paymentMethod);
  const attempt = { scope: `checkout:${owner}`, key: idempotencyKey, bodyHash: await hashBody(input) };
  const person = await personOf(ctx, input.address.phone);
  for (let race = 0; race < MAX_RACES; race++) {
    const facts = await gather(ctx, input, attempt, person);
    if (facts.attempt !== null) return await answerSettled<PlacedOrder>(ctx, attempt, facts.attempt);
    const decision = decideOrder(facts, input);
    // A repeat has its answer above. Who has signed in was looked at there.
    if (ctx.actor.kind === 'guest' && race === 0) await requireHuman(ctx, 'checkout', botToken);
    const draft = draftOrder(ctx, { owner, cartVersion: facts.cart.version, input, decision });
    try {
      await ctx.db.batch([
        ctx.db.insert(idempotencyKeys).values({ ...attempt, resourceId: draft.order.id, createdAt: ctx.now }),
        ...draftWrites(ctx, draft),
        ...takeUses(ctx, { ...draft, orderId: draft.order.id, personKeys: person.keys }),
      ]);
    } catch (error) {
      // Somebody took the last use of a promotion: the next look says so, or finds one that came back.
      if (violatesCheck(error, 'promotion')) continue;
      return await answerLostRace(ctx, error, owner, facts.cart.version, attempt);
    }
    return await holdAndCommit(ctx, draft);
  }
  throw new AppError('checkout_interrupted', 'Too many want the same offer right now. Try again.');
}

function requireConfigured(env: Env, method: PaymentMethod): void {
  if (method === 'cod' || gatewaysOf(env).includes(method)) return;
  throw fieldError('paymentMethod', `This shop does not take payments by ${method}.`);
}

type Attempt = Parameters<typeof selectAttempt>[1] & { readonly bodyHash: string };

async function gather(ctx: Context, input: CheckoutInput, attempt: Attempt, person: Person) {
  const cart = await cartOf(ctx).read();
  const skus = cart.entries.map((entry) => entry.sku);
  const { pincode, phone } = input.address;
  const [rows, promotions, destinations, standings, rules, [first]] = await ctx.db.batch([
    selectSellables(ctx, skus),
    selectPromotions(ctx, { skus, couponCode: cart.couponCode, person }),
    selectDestination(ctx, pincode),
    selectCodStanding(ctx, { owner: requireOwner(ctx), phone }),
    selectDeliveryRules(ctx),
    selectAttempt(ctx, attempt),
  ]);
  return {
    cart,
    listings: sellablesOf(rows),
    promotions: promotionsOf(promotions),
    destination: requireDestination(destinations, pincode, 'address.pincode'),
    standing: standingOf(standings),
    delivery: deliveryRulesOf(rules),
    attempt: first ?? null,
  };
}

/** The intent was refused by a unique key: the same request runs already, or another tab has ordered this cart. */
async function answerLostRace(
  ctx: Context,
  error: unknown,
  owner: OwnerKey,
  cartVersion: number,
  attempt: Attempt,
): Promise<PlacedOrder> {
  if (violatesUnique(error, 'idempotency_keys.key')) {
    const [first] = await selectAttempt(ctx, attempt);
    if (first !== undefined) return await answerSettled<PlacedOrder>(ctx, attempt, first);
  }
  if (!violatesUnique(error, 'orders.cart_version')) throw error;
  const [order] = await ctx.db.all<{ orderNo: string }>(sql`
    SELECT order_no AS orderNo FROM orders
    WHERE owner_key = ${owner} AND cart_version = ${cartVersion} AND status NOT IN ('cancelled', 'expired')`);
  throw new AppError(
    'cart_already_ordered',
    'This cart is already an order. Pay it, or cancel it to change the cart.',
    {
      orderNo: order?.orderNo ?? null,
    },
  );
}

async function holdAndCommit(ctx: Context, draft: OrderDraft): Promise<PlacedOrder> {
  const { id: orderId } = draft.order;
  try {
    await failpoint(ctx, 'checkout.intended');
    await holdStock(ctx, orderId, draft.held, ctx.now);
    await failpoint(ctx, 'checkout.held');
  } catch (error) {
    return await takeBack(ctx, draft, error);
  }
  const answer = answerOf(draft);
  const isCod = draft.order.paymentMethod === 'cod';
  const dueAt = isCod ? null : ctx.now + HOLD_SECONDS * 1000;
  const transition = transitionWrites(ctx, orderStates, {
    id: orderId,
    from: 'created',
    event: isCod ? 'cod_accepted' : 'hold_succeeded',
    set: [sql`due_at = ${dueAt}`],
    announces: isCod ? [{ type: 'order.placed', orderId }] : [],
  });
  const results = await ctx.db.batch([
    ...transition.statements,
    settle(ctx, orderId, 201, answer, transition.happened),
    ...(isCod ? cashWrites(ctx, draft.order, transition.happened) : []),
  ]);
  if (!didHappen(results)) {
    // The sweep took this order for dead while it was slow.
    await releaseStock(ctx, orderId, draft.held);
    throw new AppError('checkout_interrupted', 'The checkout took too long. Nothing was ordered: try again.');
  }
  await failpoint(ctx, 'checkout.committed');
  ctx.later(publish(ctx, transition.announcements));
  // An unpaid order leaves the cart alone; a certain one empties it now, and its consumer makes sure.
  if (isCod) ctx.later(cartOf(ctx).takeOrdered(orderId, draft.lines.map(toCartItem)));
  return answer;
}

/** A hold was refused or its object did not answer: everything is given back and the answer is kept for repeats. */
async function takeBack(ctx: Context, draft: OrderDraft, error: unknown): Promise<never> {
  const { id: orderId } = draft.order;
  await releaseStock(ctx, orderId, draft.held);
  const refusal =
    error instanceof AppError
      ? error
      : new AppError('checkout_interrupted', 'The stock could not be reached. Try again.');
  const transition = transitionWrites(ctx, orderStates, {
    id: orderId,
    event: 'hold_refused',
    set: [sql`due_at = NULL`],
  });
  await ctx.db.batch([
    ...transition.statements,
    ...returnUses(ctx, orderId, transition.happened),
    settle(ctx, orderId, refusal.status, problemOf(refusal, ctx.requestId), transition.happened),
  ]);
  if (!(error instanceof AppError)) ctx.log.error('hold failed', { orderId, error });
  throw refusal;
}

function toCartItem({ sku, quantity }: OrderDraft['lines'][number]) {
  return { sku, quantity };
}

function answerOf({ order }: OrderDraft): PlacedOrder {
  const isCod = order.paymentMethod === 'cod';
  return {
    orderNo: order.orderNo,
    status: isCod ? 'confirmed' : 'payment_pending',
    totals: order.quote.totals,
    payUrl: isCod ? null : `/orders/${order.orderNo}/pay`,
  };
}
