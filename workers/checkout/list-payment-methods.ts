import type { Context } from '../context.ts';
import { findWaitingOrder } from '../payments/find-waiting-order.ts';
import { gatewaysOf } from '../payments/gateways.ts';
import { METHODS } from '../payments/methods.ts';
import { isPriceFor } from '../promotions/payment-bound.ts';
import type { PaymentMethods } from './schemas.ts';
import { findCashOffer } from './switch-to-cash.ts';

/**
 * How an order of whoever asks can be paid while it waits: what the gateways of the shop offer that its
 * price is for, and cash, or why not.
 * Throws `not_found`, `order_not_payable`.
 */
export async function listPaymentMethods(ctx: Context, orderNo: string): Promise<PaymentMethods> {
  const order = await findWaitingOrder(ctx, orderNo);
  const { refusal, feePaise, grandPaise } = await findCashOffer(ctx, order);
  return {
    grandPaise: order.grandPaise,
    online: gatewaysOf(ctx.env)
      .filter((gateway) => isPriceFor(order, gateway))
      .flatMap((gateway) => METHODS[gateway].map((method) => ({ gateway, method }))),
    cash: { refusal, feePaise, grandPaise },
  };
}
