import { type Account, type Journal, journal, moveEntries, saleEntries } from '../domain/ledger.ts';
import { sharesOf } from '../domain/order-shares.ts';
import type { Quote } from '../domain/price.ts';

interface Captured {
  readonly id: string;
  readonly orderId: string;
  readonly gateway: string;
}

/** Money that pays its order: the sellers' from now on. */
export function paidJournal({ id, orderId, gateway }: Captured, quote: Quote): Journal {
  return journal(`capture:${id}`, orderId, saleEntries(`gateway:${gateway}`, sharesOf(quote)));
}

/** Money that pays nothing: owed back to the buyer, or kept apart until a person decides. */
export function unspentJournal(
  { id, orderId, gateway }: Captured,
  owedTo: Extract<Account, 'refunds' | 'suspense'>,
  amountPaise: number,
): Journal {
  return journal(`capture:${id}`, orderId, moveEntries(owedTo, `gateway:${gateway}`, amountPaise));
}

/** What the gateway keeps of the money. Empty when it does not say, or keeps nothing. */
export function feeJournals(
  { id, orderId, gateway }: Captured,
  { feePaise, feeTaxPaise }: { readonly feePaise: number; readonly feeTaxPaise: number },
): Journal[] {
  if (feePaise === 0) return [];
  const entries = [
    { account: 'gateway_fees' as const, amountPaise: feePaise - feeTaxPaise },
    { account: 'input_tax' as const, amountPaise: feeTaxPaise },
    { account: `gateway:${gateway}` as const, amountPaise: -feePaise },
  ];
  return [journal(`fee:${id}`, orderId, entries)];
}
