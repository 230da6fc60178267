import { sql } from 'drizzle-orm';
import { cartOf } from '../cart/cart-of.ts';
import { selectSellables, sellablesOf } from '../cart/queries.ts';
import { type Context, type OwnerKey, requireOwner } from '../context.ts';
import { publish } from '../db/outbox.ts';
import { idempotencyKeys } from '../db/schema/orders.ts';
import { didHappen, orderStates, transitionWrites } from '../db/transition.ts';
import { violatesUnique } from '../db/unique-violation.ts';
import { requireDestination, selectDestination } from '../delivery/queries.ts';
import { HOLD_SECONDS } from '../domain/order.ts';
import type { PaymentMethod } from '../domain/payment.ts';
import { failpoint } from '../failpoint.ts';
import { requireHuman } from '../http/bot-check.ts';
import { answerSettled, hashBody, selectAttempt, settle } from '../http/idempotency.ts';
import { AppError, fieldError, problemOf } from '../http/problem.ts';
import { gatewaysOf } from '../payments/gateways.ts';
import { holdStock, releaseStock } from '../stock/order-stock.ts';
import { cashWrites } from './cash-payment.ts';
import { selectCodStanding, standingOf } from './cod-standing.ts';
import { decideOrder } from './decide-order.ts';
import { draftOrder, draftWrites, type OrderDraft } from './draft-order.ts';
import type { CheckoutInput, PlacedOrder } from './schemas.ts';

/**
 * Turns the cart of whoever asks into an order. The order's row exists before any stock is held, so whatever dies on
 * the way is found and taken back by the sweep. The same key and body answer the same, however often and at once.
 *
 * Throws `validation_failed`, `cart_empty`, `cart_changed`, `cart_already_ordered`, `price_changed`, `out_of_stock`, `not_serviceable`,
 * `cod_not_allowed`, `idempotency_key_reused`, `request_in_progress`, `checkout_interrupted`, and to guests what
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
  const [cart, rows, destinations, standings, attempts] = await gather(ctx, input, attempt, owner);
  if (attempts[0] !== undefined) return await answerSettled<PlacedOrder>(ctx, attempt, attempts[0]);

  const destination = requireDestination(destinations, input.address.pincode, 'address.pincode');
  const decision = decideOrder(cart, sellablesOf(rows), destination, standingOf(standings), input);
  // A repeat has its answer above. Who has signed in was looked at there.
  if (ctx.actor.kind === 'guest') await requireHuman(ctx, 'checkout', botToken);
  const draft = draftOrder(ctx, { owner, cartVersion: cart.version, input, decision });

  try {
    await ctx.db.batch([
      ctx.db.insert(idempotencyKeys).values({ ...attempt, resourceId: draft.order.id, createdAt: ctx.now }),
      ...draftWrites(ctx, draft),
    ]);
  } catch (error) {
    return await answerLostRace(ctx, error, owner, cart.version, attempt);
  }
  return await holdAndCommit(ctx, draft);
}

function requireConfigured(env: Env, method: PaymentMethod): void {
  if (method === 'cod' || gatewaysOf(env).includes(method)) return;
  throw fieldError('paymentMethod', `This shop does not take payments by ${method}.`);
}

type Attempt = Parameters<typeof selectAttempt>[1] & { readonly bodyHash: string };

async function gather(ctx: Context, input: CheckoutInput, attempt: Attempt, owner: OwnerKey) {
  const cart = await cartOf(ctx).read();
  const skus = cart.entries.map((entry) => entry.sku);
  const results = await ctx.db.batch([
    selectSellables(ctx, skus),
    selectDestination(ctx, input.address.pincode),
    selectCodStanding(ctx, { owner, phone: input.address.phone }),
    selectAttempt(ctx, attempt),
  ]);
  return [cart, ...results] as const;
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
