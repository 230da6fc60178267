import { eq } from 'drizzle-orm';
import { placeOrder } from '../../workers/checkout/place-order.ts';
import { orders } from '../../workers/db/schema/orders.ts';
import { payments, refunds } from '../../workers/db/schema/payments.ts';
import type { GatewayName } from '../../workers/payments/gateway.ts';
import { startPayment } from '../../workers/payments/start-payment.ts';
import { givenPincode, givenProduct } from './catalog.ts';
import { givenContext } from './context.ts';
import { givenGateway } from './gateway.ts';
import { checkoutOf, givenKey, givenShopper } from './shopper.ts';

export interface GivenUnpaidOrder {
  readonly stock?: number;
  readonly quantity?: number;
  readonly isStarted?: boolean;
  readonly gateway?: GatewayName;
  readonly pricePaise?: number;
}

/** An order that waits for its money, of a product of its own, with its pieces held and its payment started. */
export async function givenUnpaidOrder({
  stock = 5,
  quantity = 1,
  isStarted = true,
  gateway: name = 'stripe',
  pricePaise = 99_900,
}: GivenUnpaidOrder = {}) {
  await givenPincode('560001');
  const { sku } = await givenProduct({ pricePaise, mrpPaise: 149_900, stock });
  const shopper = await givenShopper({ sku, quantity });
  const checkout = checkoutOf(quantity * pricePaise, { paymentMethod: name });
  const { orderNo, totals } = await placeOrder(shopper, checkout, givenKey());
  const fake = givenGateway(name);
  const gatewayRef = isStarted ? (await startPayment(shopper, orderNo, {}, fake.gateway)).gatewayRef : '';
  const { db } = givenContext();
  const [order] = await db.select({ id: orders.id }).from(orders).where(eq(orders.orderNo, orderNo));
  const orderId = order?.id ?? '';
  const paymentId = `pay_${orderId.slice('ord_'.length)}_${name}` as const;
  const payment = async () => (await db.select().from(payments).where(eq(payments.id, paymentId)))[0];
  const refundsOf = async () => await db.select().from(refunds).where(eq(refunds.orderId, orderId));
  const status = async () =>
    (await db.select({ status: orders.status }).from(orders).where(eq(orders.id, orderId)))[0]?.status;
  return {
    shopper,
    sku,
    orderNo,
    orderId,
    paymentId,
    gatewayRef,
    amountPaise: totals.grandPaise,
    payment,
    refunds: refundsOf,
    status,
    fake,
  };
}
