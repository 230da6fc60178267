import type { PaymentMethod } from '../domain/payment.ts';
import type { Quote, QuoteInput } from '../domain/price.ts';

interface Quoted {
  readonly quoteInput: QuoteInput;
  /** As stored: orders of before there were promotions have no adjustments. */
  readonly quote: Pick<Partial<Quote>, 'adjustments'>;
}

/** Whether the price of an order holds when it is paid so: some of its promotions may be for other ways to pay. */
export function isPriceFor({ quoteInput, quote }: Quoted, method: PaymentMethod): boolean {
  return heldPromotions({ quoteInput, quote }).every(({ eligibility: { paymentMethods } }) => {
    return paymentMethods.length === 0 || paymentMethods.includes(method);
  });
}

/** The same order, quoted for cash: with promotions that it holds already, as far as they go with cash. */
export function inCash(order: Quoted, codFeePaise: number): QuoteInput {
  const { quoteInput } = order;
  if (quoteInput.promotions === undefined) return { ...quoteInput, codFeePaise };
  return { ...quoteInput, promotions: heldPromotions(order), paymentMethod: 'cod', codFeePaise };
}

function heldPromotions({ quoteInput: { promotions = [] }, quote: { adjustments = [] } }: Quoted) {
  return promotions.filter(({ id }) => adjustments.some((each) => each.promotionId === id));
}
