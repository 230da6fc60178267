import type { APIContext } from 'astro';
import { z } from 'zod';
import { listPaymentMethods } from '../../workers/checkout/list-payment-methods.ts';
import type { PaymentMethods } from '../../workers/checkout/schemas.ts';
import { switchToCash } from '../../workers/checkout/switch-to-cash.ts';
import { formatRupees } from '../../workers/domain/money.ts';
import { AppError } from '../../workers/http/problem.ts';
import { findOrder } from '../../workers/orders/queries.ts';
import type { Order } from '../../workers/orders/schemas.ts';
import { paymentChoiceSchema } from '../../workers/payments/schemas.ts';
import { type PaymentStart, startPayment } from '../../workers/payments/start-payment.ts';
import { problemText } from '../i18n/problem-text.ts';
import { t } from '../i18n/t.ts';
import { leaveFlash } from './flash.ts';
import { numberOf, readForm, seeOther } from './form.ts';
import { orderNoOf } from './order.ts';

/** The page of a payment: the ways to choose from, the form of a gateway that works inside ours, or why there is none. */
export type PaymentPage = { readonly order: Order } & (
  | { readonly kind: 'choice'; readonly methods: PaymentMethods; readonly notice: string | null }
  | { readonly kind: 'form'; readonly start: PaymentStart & { readonly clientSecret: string } }
  | { readonly kind: 'unavailable' }
);

const CASH = 'cod';

/**
 * GET /orders/<no>/pay shows the ways to pay; with `?with=razorpay:upi_qr` it goes on to that one. POST {choice} does the
 * same, and takes `cod` for cash at the price that was seen.
 */
export async function payment(page: APIContext): Promise<PaymentPage | Response> {
  const orderNo = orderNoOf(page);
  try {
    if (page.request.method === 'POST') return await choose(page, orderNo, await readForm(page.request));
    const chosen = page.url.searchParams.get('with');
    return chosen === null ? await choices(page, orderNo, null) : await start(page, orderNo, chosen);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'gateway_unavailable') return await unavailable(page, orderNo);
    if (error.code !== 'order_not_payable') throw error;
    leaveFlash(page.cookies, 'warn', problemText(error));
    return seeOther(`/orders/${orderNo}`);
  }
}

async function choose(page: APIContext, orderNo: string, form: URLSearchParams): Promise<PaymentPage | Response> {
  const choice = form.get('choice') ?? '';
  if (choice !== CASH) return await start(page, orderNo, choice);
  const seenPaise = z
    .number()
    .int()
    .safeParse(numberOf(form.get('seenCashPaise')));
  if (!seenPaise.success) return await choices(page, orderNo, null);
  try {
    await switchToCash(page.locals.ctx, orderNo, seenPaise.data);
    return seeOther(`/orders/${orderNo}?placed=1`);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'price_changed') {
      const amount = formatRupees(Number(error.extra.grandPaise));
      return await choices(page, orderNo, t('pay.cashMoved', { amount }));
    }
    if (error.code === 'cod_not_allowed') return await choices(page, orderNo, problemText(error));
    throw error;
  }
}

async function choices(page: APIContext, orderNo: string, notice: string | null): Promise<PaymentPage> {
  const { ctx } = page.locals;
  const [methods, order] = await Promise.all([listPaymentMethods(ctx, orderNo), findOrder(ctx, orderNo)]);
  return { kind: 'choice', order, methods, notice };
}

/** On to the gateway's page, or its form in ours. A choice that is none leads back to the choices. */
async function start(page: APIContext, orderNo: string, chosen: string): Promise<PaymentPage | Response> {
  const { ctx } = page.locals;
  const [gateway, method] = chosen.split(':');
  const choice = paymentChoiceSchema.safeParse({ gateway, method });
  if (!choice.success) return await choices(page, orderNo, null);
  try {
    const started = await startPayment(ctx, orderNo, choice.data);
    if (started.payUrl !== null) return seeOther(started.payUrl);
    // A reload of the form asks again by GET.
    if (page.request.method === 'POST') return seeOther(`/orders/${orderNo}/pay?with=${encodeURIComponent(chosen)}`);
    const { clientSecret } = started;
    const order = await findOrder(ctx, orderNo);
    return clientSecret === null
      ? { kind: 'unavailable', order }
      : { kind: 'form', order, start: { ...started, clientSecret } };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'validation_failed') throw error;
    return await choices(page, orderNo, problemText(error));
  }
}

async function unavailable(page: APIContext, orderNo: string): Promise<PaymentPage> {
  return { kind: 'unavailable', order: await findOrder(page.locals.ctx, orderNo) };
}
