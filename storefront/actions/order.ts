import type { APIContext } from 'astro';
import { AppError } from '../../workers/http/problem.ts';
import { cancelOrder } from '../../workers/orders/end-order.ts';
import { findOrder } from '../../workers/orders/queries.ts';
import { type Order, orderNoSchema } from '../../workers/orders/schemas.ts';
import { type PaymentStart, startPayment } from '../../workers/payments/start-payment.ts';
import { t } from '../i18n/t.ts';
import { whatIsWrong } from './field-errors.ts';
import { leaveFlash } from './flash.ts';
import { ownPath, readForm, seeOther } from './form.ts';

/** The order number of the address. One that cannot exist is not found, like any other that is not there. */
export function orderNoOf({ params }: Pick<APIContext, 'params'>): string {
  const orderNo = orderNoSchema.safeParse(params.orderNo);
  if (!orderNo.success) throw new AppError('not_found', 'There is no such order.');
  return orderNo.data;
}

/** POST /orders/<no>/cancel {next?}. */
export async function cancel(page: APIContext): Promise<Response> {
  const orderNo = orderNoOf(page);
  const form = await readForm(page.request);
  const order = `/orders/${orderNo}`;
  try {
    await cancelOrder(page.locals.ctx, orderNo);
    leaveFlash(page.cookies, 'good', t('order.cancelled'));
    return seeOther(ownPath(form.get('next'), order));
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') throw error;
    leaveFlash(page.cookies, 'warn', whatIsWrong(error).problem ?? t('problem.title'));
    return seeOther(order);
  }
}

export interface PaymentForm {
  readonly order: Order;
  /** What the gateway's own form needs; null when the gateway does not answer. */
  readonly start: (PaymentStart & { readonly clientSecret: string }) | null;
}

/** GET /orders/<no>/pay: on to the gateway's page, or the form of a gateway that works in ours. */
export async function openPayment(page: APIContext): Promise<PaymentForm | Response> {
  const { ctx } = page.locals;
  const orderNo = orderNoOf(page);
  try {
    const start = await startPayment(ctx, orderNo);
    if (start.payUrl !== null) return seeOther(start.payUrl);
    const { clientSecret } = start;
    return { order: await findOrder(ctx, orderNo), start: clientSecret === null ? null : { ...start, clientSecret } };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'gateway_unavailable') return { order: await findOrder(ctx, orderNo), start: null };
    if (error.code !== 'order_not_payable') throw error;
    leaveFlash(page.cookies, 'warn', error.message);
    return seeOther(`/orders/${orderNo}`);
  }
}
