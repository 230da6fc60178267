/**
 * Money is a whole number of paise. Rates are basis points (1800 = 18 %).
 * Rupees exist only in the parser and the formatter below.
 */
declare const paiseBrand: unique symbol;
export type Paise = number & { readonly [paiseBrand]: true };

/** Brands a whole number as paise. Throws a RangeError on anything else: a fraction here is a bug, not bad input. */
export function paise(amount: number): Paise {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not a whole number of paise: ${amount}`);
  return amount as Paise;
}

export const ZERO = paise(0);

export function sum(amounts: Iterable<number>): Paise {
  let total = 0;
  for (const amount of amounts) total += amount;
  return paise(total);
}

/** numerator / denominator rounded half-up, for non-negative whole numbers. */
export function divideHalfUp(numerator: number, denominator: number): number {
  return Math.floor((2 * numerator + denominator) / (2 * denominator));
}

/** `bps` basis points of an amount, rounded half-up to the paisa. */
export function share(amountPaise: number, bps: number): Paise {
  return paise(divideHalfUp(amountPaise * bps, 10_000));
}

const RUPEES = /^(\d{1,9})(?:\.(\d{1,2}))?$/;

/** "1,299.50" → 129950; null when the text is not a plain non-negative rupee amount. */
export function parseRupees(text: string): Paise | null {
  const match = RUPEES.exec(text.trim().replaceAll(',', ''));
  if (!match) return null;
  return paise(Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')));
}

/** 12995000 → "₹1,29,950"; paise are shown only when there are any: 129950 → "₹1,299.50". */
export function formatRupees(amountPaise: number): string {
  const sign = amountPaise < 0 ? '−' : '';
  const absolute = Math.abs(amountPaise);
  const fraction = absolute % 100;
  const digits = String(Math.floor(absolute / 100));
  const head = digits.slice(0, -3).replace(/\B(?=(\d{2})+$)/g, ',');
  const whole = head === '' ? digits : `${head},${digits.slice(-3)}`;
  return `${sign}₹${whole}${fraction === 0 ? '' : `.${String(fraction).padStart(2, '0')}`}`;
}

/** 129950 → "1299.50": for machines, such as schema.org data. Non-negative amounts. */
export function decimalRupees(amountPaise: number): string {
  return `${Math.floor(amountPaise / 100)}.${String(amountPaise % 100).padStart(2, '0')}`;
}
