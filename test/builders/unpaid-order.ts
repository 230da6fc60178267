import { eq } from 'drizzle-orm';
import { placeOrder } from '../../workers/checkout/place-order.ts';
import { orders, payments } from '../../workers/db/schema/orders.ts';
import { startPayment } from '../../workers/payments/start-payment.ts';
import { givenPincode, givenProduct } from './catalog.ts';
import { givenContext } from './context.ts';
import { givenGateway } from './gateway.ts';
import { checkoutOf, givenKey, givenShopper } from './shopper.ts';

const PRICE_PAISE = 99_900;

/** An order that waits for its money, of a product of its own, with its pieces held and its payment started. */
export async function givenUnpaidOrder({ stock = 5, quantity = 1, isStarted = true } = {}) {
  await givenPincode('560001');
  const { sku } = await givenProduct({ pricePaise: PRICE_PAISE, mrpPaise: 149_900, stock });
  const shopper = await givenShopper({ sku, quantity });
  const checkout = checkoutOf(quantity * PRICE_PAISE, { paymentMethod: 'stripe' });
  const { orderNo, totals } = await placeOrder(shopper, checkout, givenKey());
  const { gateway, asked, refunds, known } = givenGateway();
  const gatewayRef = isStarted ? (await startPayment(shopper, orderNo, gateway)).gatewayRef : '';
  const { db } = givenContext();
  const [order] = await db.select({ id: orders.id }).from(orders).where(eq(orders.orderNo, orderNo));
  const orderId = order?.id ?? '';
  const paymentId = `pay_${orderId.slice('ord_'.length)}` as const;
  const payment = async () => (await db.select().from(payments).where(eq(payments.id, paymentId)))[0];
  const status = async () =>
    (await db.select({ status: orders.status }).from(orders).where(eq(orders.id, orderId)))[0]?.status;
  const fake = { gateway, asked, refunds, known };
  return {
    shopper,
    sku,
    orderNo,
    orderId,
    paymentId,
    gatewayRef,
    amountPaise: totals.grandPaise,
    payment,
    status,
    fake,
  };
}
