import { paise } from './money.ts';

/**
 * The money ledger: double entry, append-only. A journal is one event's rows; debits are positive, credits negative,
 * and they sum to zero. Mistakes are corrected by another journal.
 */
export type Account =
  /** Assets: captured money at a gateway, cash that buyers owe couriers, cash that couriers owe us, the bank. */
  | `gateway:${string}`
  | 'cod_receivable'
  | 'cod_with_carrier'
  | 'bank'
  /** What sellers are owed, tax apart: theirs to pay to the government, ours to collect. */
  | `seller:${string}`
  | `seller_tax:${string}`
  /** What buyers are owed: refunds that are decided and not yet with them. */
  | 'refunds'
  /** Money that came and fits no order as it is. */
  | 'suspense'
  | 'platform_revenue'
  /** Costs of ours, and the tax on them that we get back. */
  | 'gateway_fees'
  | 'input_tax'
  | 'bank_offers'
  | 'losses';

export interface Entry {
  readonly account: Account;
  /** Positive: debit. Negative: credit. */
  readonly amountPaise: number;
}

export interface Journal {
  /** 'capture:pay_…': the same event has the same key, and is written once. */
  readonly key: string;
  readonly orderId: string;
  readonly entries: readonly Entry[];
}

/** What an order line or a charge is worth to its seller. */
export interface Share {
  readonly sellerId: string;
  readonly taxablePaise: number;
  readonly taxPaise: number;
  /** What the buyer pays; less than taxable + tax when a bank pays a part. */
  readonly paidPaise: number;
}

/** Rows of one account joined, zeros left out. Throws a RangeError when they do not sum to zero: that is a bug. */
export function journal(key: string, orderId: string, entries: readonly Entry[]): Journal {
  const sums = new Map<Account, number>();
  for (const { account, amountPaise } of entries) {
    sums.set(account, paise((sums.get(account) ?? 0) + paise(amountPaise)));
  }
  const joined = [...sums].flatMap(([account, amountPaise]) => (amountPaise === 0 ? [] : [{ account, amountPaise }]));
  const total = joined.reduce((sum, entry) => sum + entry.amountPaise, 0);
  if (total !== 0) throw new RangeError(`journal ${key} is off by ${total} paise`);
  return { key, orderId, entries: joined };
}

/** A sale, against wherever the buyer's money is: 'gateway:stripe', 'cod_receivable'. */
export function saleEntries(money: Account, shares: readonly Share[]): Entry[] {
  return shares.flatMap(({ sellerId, taxablePaise, taxPaise, paidPaise }) => [
    { account: money, amountPaise: paidPaise },
    { account: 'bank_offers' as const, amountPaise: taxablePaise + taxPaise - paidPaise },
    { account: `seller:${sellerId}` as const, amountPaise: -taxablePaise },
    { account: `seller_tax:${sellerId}` as const, amountPaise: -taxPaise },
  ]);
}

/** The same sale taken back: a cancelled line, a parcel that came back. `money` is 'refunds' where it was paid. */
export function reversalEntries(money: Account, shares: readonly Share[]): Entry[] {
  return reversed(saleEntries(money, shares));
}

export function reversed(entries: readonly Entry[]): Entry[] {
  return entries.map(({ account, amountPaise }) => ({ account, amountPaise: -amountPaise }));
}

/** From one account to another: a refund paid out, cash handed over, a fee kept by the gateway. */
export function moveEntries(from: Account, to: Account, amountPaise: number): Entry[] {
  return [
    { account: to, amountPaise },
    { account: from, amountPaise: -amountPaise },
  ];
}
