import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { openCodeChallenge } from '../../workers/accounts/challenge.ts';
import { addAddress } from '../../workers/accounts/profile/add-address.ts';
import { proveContact } from '../../workers/accounts/profile/change-contact.ts';
import { changeProfile } from '../../workers/accounts/profile/change-profile.ts';
import { verifyCode } from '../../workers/accounts/verify-code.ts';
import { addItem } from '../../workers/cart/change-cart.ts';
import { placeOrder } from '../../workers/checkout/place-order.ts';
import { keepDeadLetters } from '../../workers/consumers/keep-dead-letters.ts';
import { type Actor, actAs, type Context, createContext, type UserActor } from '../../workers/context.ts';
import { authenticators, identities, passkeys, recoveryCodes } from '../../workers/db/schema/accounts.ts';
import { cancellations, fulfilments, orders } from '../../workers/db/schema/orders.ts';
import { refunds } from '../../workers/db/schema/payments.ts';
import type { PaymentMethod } from '../../workers/domain/payment.ts';
import { handleCarrierWebhook } from '../../workers/fulfilment/handle-carrier-webhook.ts';
import { labelFulfilment } from '../../workers/fulfilment/label-fulfilment.ts';
import { packFulfilment } from '../../workers/fulfilment/pack-fulfilment.ts';
import { keepWebhook } from '../../workers/inbox/keep-webhook.ts';
import { processWebhook } from '../../workers/inbox/process-webhook.ts';
import { sendOrderCancellation } from '../../workers/notifications/send-order-cancellation.ts';
import { sendOrderConfirmation } from '../../workers/notifications/send-order-confirmation.ts';
import { sendParcelUpdate } from '../../workers/notifications/send-parcel-update.ts';
import { cancelOrder } from '../../workers/orders/cancel-order.ts';
import { expireOrder } from '../../workers/orders/end-order.ts';
import { fulfilStock } from '../../workers/orders/fulfil-stock.ts';
import { issueCreditNotes } from '../../workers/orders/issue-credit-notes.ts';
import { issueInvoices } from '../../workers/orders/issue-invoices.ts';
import { sendRefund } from '../../workers/payments/send-refund.ts';
import { startPayment } from '../../workers/payments/start-payment.ts';
import { givenPincode, givenProduct } from './catalog.ts';
import { givenCarrier } from './fulfilment.ts';
import { deliver, deliverRazorpay, eventBody, givenGateway, razorpayBody, razorpayRefundBody } from './gateway.ts';
import { givenStaff } from './staff.ts';

/**
 * A person by words that nobody else in the database has, and everything that a person can leave behind in the shop.
 * Nothing runs in the background: messages of the queue go nowhere, so that a test decides what happens when.
 */
export const PERSON = {
  name: 'Ottoline Xanthopoulos',
  email: 'ottoline@wunderbar.example',
  /** Typed at the checkout, for once. */
  otherEmail: 'office@quixotry.example',
  phone: '+919812345670',
  address: {
    ...{ name: 'Ottoline Xanthopoulos', phone: '9812345670', line: '7 Quagmire Residency', landmark: 'Zephyr cinema' },
    pincode: '560001',
  },
  vpa: 'ottoline@okgargoyle',
  cardHolder: 'O. Xylophon',
} as const;

/** Any of these is a trace of them: whole words, which no layout breaks. */
export const WORDS = [
  ...['Ottoline', 'Xanthopoulos', 'wunderbar', 'quixotry', '9812345670'],
  ...['Quagmire', 'Zephyr', 'okgargoyle', 'Xylophon'],
] as const;

const PRICE = 60_000;
const COD_FEE = 2_000;
const SHOP_ENV: Env = {
  ...env,
  EVENTS: { send: async () => undefined, sendBatch: async () => undefined } as unknown as Env['EVENTS'],
  ...{ DELHIVERY_TOKEN: 'a-token-of-tests', DELHIVERY_WEBHOOK_SECRET: 'a-secret-of-tests' },
};
const mail = { send: async () => undefined };

export function quietContext(actor: Actor = { kind: 'system', name: 'test' }, now?: number): Context {
  return createContext({ env: SHOP_ENV, actor, ...(now === undefined ? {} : { now }) });
}

export interface Life {
  readonly ctx: Context & { readonly actor: UserActor };
  readonly userId: string;
  /** Of a cash order that arrived, a paid one that was cancelled, and one that was never paid. */
  readonly orderIds: { readonly delivered: string; readonly cancelled: string; readonly expired: string };
  /** What gateways said last, to be said again later. */
  readonly refundBody: string;
}

export async function givenLife(): Promise<Life> {
  await givenPincode('560001');
  const system = quietContext();
  const guest = quietContext({ kind: 'guest', guestId: system.newId('guest') });
  const delivered = await order(guest, 'cod', PRICE + COD_FEE);
  await fulfilStock(system, delivered.id);
  const ctx = await signUp(guest);
  await settleIn(ctx);
  await arrive(system, delivered.id);
  const cancelled = await payAndCancel(ctx, system);
  const expired = await order(ctx, 'stripe', PRICE, PERSON.email);
  await fail(ctx, expired.orderNo, system);
  await expireOrder(quietContext(undefined, Date.now() + 3_600_000), expired.id);
  await addItem(ctx, { sku: (await givenProduct({ pricePaise: PRICE })).sku, quantity: 2 });
  await leftovers(system, ctx.actor, delivered.id);
  return {
    ...{ ctx, userId: ctx.actor.userId, refundBody: cancelled.refundBody },
    orderIds: { delivered: delivered.id, cancelled: cancelled.id, expired: expired.id },
  };
}

async function order(ctx: Context, paymentMethod: PaymentMethod, total: number, email: string = PERSON.otherEmail) {
  const { sku } = await givenProduct({ pricePaise: PRICE, stock: 5 });
  await addItem(ctx, { sku, quantity: 1 });
  const input = { email, address: PERSON.address, paymentMethod, expectedGrandPaise: total };
  const { orderNo } = await placeOrder(ctx, input, crypto.randomUUID());
  const [row] = await ctx.db.select({ id: orders.id }).from(orders).where(eq(orders.orderNo, orderNo));
  return { id: row?.id ?? '', orderNo };
}

/** By the code to the phone; the guest's order comes along. Then the e-mail address. */
async function signUp(guest: Context): Promise<Life['ctx']> {
  const phone = { purpose: 'sign_in', channel: 'sms', recipient: PERSON.phone } as const;
  const result = await verifyCode(guest, await openCodeChallenge(guest, phone));
  if (result.kind !== 'session') throw new Error('a new account has no second factor');
  const asUser = (actor: UserActor) => ({ ...quietContext(actor), actor });
  const email = { purpose: 'change_email', channel: 'email', recipient: PERSON.email } as const;
  const { userId } = result.session.user;
  const challenge = await openCodeChallenge(guest, { ...email, userId });
  await proveContact(asUser(result.session.user), 'email', challenge);
  // The app that they set up next counts for this sign-in, as it does for everybody who sets one up.
  const shown = { hasSecondFactor: true, secondFactorAt: result.session.user.authenticatedAt };
  return asUser({ ...result.session.user, email: PERSON.email, ...shown });
}

async function settleIn(ctx: Life['ctx']): Promise<void> {
  const { userId } = ctx.actor;
  const at = { createdAt: ctx.now };
  await changeProfile(ctx, { name: PERSON.name });
  await addAddress(ctx, { ...PERSON.address, type: 'home' });
  await ctx.db.batch([
    ctx.db.insert(passkeys).values({
      ...{
        id: `key-${userId}`,
        userId,
        publicKey: 'a-public-key',
        counter: 1,
        transports: ['internal'],
        isBackedUp: true,
      },
      ...{ name: `${PERSON.name}'s phone`, ...at },
    }),
    ctx.db.insert(authenticators).values({ userId, sealedSecret: 'a-sealed-secret', ...at, confirmedAt: ctx.now }),
    ctx.db.insert(recoveryCodes).values({ userId, codeHash: 'a-hash-of-a-code' }),
    ctx.db.insert(identities).values({ provider: 'google', subject: `sub-${userId}`, userId, ...at }),
  ]);
}

/** Packed, labelled, carried and delivered, with the carrier's words about who took it. */
async function arrive(system: Context, orderId: string): Promise<void> {
  const staff = givenStaff();
  await issueInvoices(system, orderId);
  await sendOrderConfirmation(system, orderId, mail);
  const [parcel] = await system.db.select().from(fulfilments).where(eq(fulfilments.orderId, orderId));
  const id = parcel?.id ?? '';
  const quietStaff = actAs(system, staff.actor);
  await packFulfilment(quietStaff, id);
  const { carrier, bookings } = givenCarrier();
  await labelFulfilment(quietStaff, id, carrier);
  const awb = bookings.get(id)?.awb ?? '';
  for (const [StatusType, status] of [
    ['UD', 'In Transit'],
    ['DL', 'Delivered'],
  ]) {
    const Status = {
      Status: status,
      StatusType,
      StatusDateTime: new Date().toISOString(),
      Instructions: `to ${PERSON.name}`,
    };
    const rawBody = JSON.stringify({ Shipment: { AWB: awb, Consignee: PERSON.address, Status, ReferenceNo: id } });
    const kept = {
      gateway: 'carrier:delhivery',
      eventId: `${awb}:${status}`,
      eventType: `${StatusType}:${status}`,
      rawBody,
    };
    const { outcome } = await processWebhook(system, await keepWebhook(system, kept), handleCarrierWebhook);
    if (outcome !== 'applied') throw new Error(`the carrier's word was ${outcome}`);
  }
  await sendParcelUpdate(system, id, 'parcel.shipped', mail);
  await sendParcelUpdate(system, id, 'parcel.delivered', mail);
}

/** Paid by UPI, invoiced, cancelled, credited and given back, as Razorpay tells it. */
async function payAndCancel(ctx: Context, system: Context) {
  const { id, orderNo } = await order(ctx, 'razorpay', PRICE);
  const { gateway } = givenGateway('razorpay');
  const { gatewayRef } = await startPayment(ctx, orderNo, {}, gateway);
  await deliverRazorpay(withPerson(razorpayBody({ gatewayRef, amountPaise: PRICE })), system);
  await fulfilStock(system, id);
  await issueInvoices(system, id);
  await sendOrderConfirmation(system, id, mail);
  await cancelOrder(ctx, orderNo);
  await issueCreditNotes(system, id);
  const [cancellation] = await system.db.select().from(cancellations).where(eq(cancellations.orderId, id));
  await sendOrderCancellation(system, cancellation?.id ?? '', mail);
  const [refund] = await system.db.select().from(refunds).where(eq(refunds.orderId, id));
  const refundId = refund?.id ?? '';
  await sendRefund(system, refundId, gateway);
  const refundBody = withPerson(razorpayRefundBody(gatewayRef, PRICE, { refundId }));
  await deliverRazorpay(refundBody, system);
  await system.db
    .update(refunds)
    .set({ note: `${PERSON.name} called` })
    .where(eq(refunds.id, refundId));
  return { id, refundBody };
}

async function fail(ctx: Context, orderNo: string, system: Context): Promise<void> {
  const { gateway } = givenGateway('stripe');
  const { gatewayRef } = await startPayment(ctx, orderNo, {}, gateway);
  const body = JSON.parse(eventBody({ type: 'payment_intent.payment_failed', gatewayRef, amountPaise: PRICE }));
  const billing = { name: PERSON.cardHolder, email: PERSON.email, phone: PERSON.phone };
  Object.assign(body.data.object, { receipt_email: PERSON.email, last_payment_error: { billing_details: billing } });
  await deliver(JSON.stringify(body), system);
}

/** Razorpay's entities say who paid, and with what. */
function withPerson(body: string): string {
  const event = JSON.parse(body) as { payload: { payment: { entity: Record<string, unknown> } } };
  Object.assign(event.payload.payment.entity, {
    ...{ email: PERSON.email, contact: PERSON.phone, vpa: PERSON.vpa, description: `for ${PERSON.name}` },
    ...{ card: { id: 'card_1', name: PERSON.cardHolder, last4: '1111' }, upi: { vpa: PERSON.vpa } },
  });
  return JSON.stringify(event);
}

/** A code on its way, and a message that died. */
async function leftovers(system: Context, { email }: UserActor, orderId: string): Promise<void> {
  await openCodeChallenge(system, { purpose: 'sign_in', channel: 'email', recipient: email ?? '' });
  const body = { type: 'order.placed', orderId, eventId: system.newId('event') };
  await keepDeadLetters(system, [{ body, attempts: 5, ack: () => undefined }]);
}
