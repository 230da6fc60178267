import type { Share } from './ledger.ts';
import { type Paise, sum } from './money.ts';
import type { Quote, QuoteCharge, QuoteLine } from './price.ts';

/** A part of an order: lines by their position in the quote, and the charges (shipping, COD fee) of sellers. */
export interface OrderPart {
  readonly positions: readonly number[];
  readonly chargeSellerIds: readonly string[];
}

/** What a part of an order is worth, seller by seller; without a part, the whole order. */
export function sharesOf(quote: Quote, part?: OrderPart): Share[] {
  const lines = part === undefined ? quote.lines : quote.lines.filter((_, index) => part.positions.includes(index));
  const charges =
    part === undefined
      ? quote.charges
      : quote.charges.filter((charge) => part.chargeSellerIds.includes(charge.sellerId));
  return [
    ...lines.map((line) => shareOf(line, line.paidPaise)),
    ...charges.map((charge) => shareOf(charge, charge.grossPaise)),
  ];
}

/** What the buyer pays for them. */
export function paidFor(shares: readonly Share[]): Paise {
  return sum(shares.map((share) => share.paidPaise));
}

function shareOf(
  { sellerId, taxablePaise, cgstPaise, sgstPaise, igstPaise }: QuoteLine | QuoteCharge,
  paidPaise: number,
): Share {
  return { sellerId, taxablePaise, taxPaise: cgstPaise + sgstPaise + igstPaise, paidPaise };
}
