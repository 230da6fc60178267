/** Who may pay in cash. The rules are data; every refusal names its reason, so that the shopper can act on it. */
export interface CodRules {
  /** Above this value a parcel is not handed over against cash. */
  readonly limitPaise: number;
  /** This many parcels that nobody took within `historyDays` end the trust. */
  readonly maxRefusedParcels: number;
  readonly historyDays: number;
}

export interface CodFacts {
  readonly grandPaise: number;
  readonly isPincodeAllowed: boolean;
  /** By the seller of each line. */
  readonly areSellersAllowed: boolean;
  /** By the category and the listing of each line. */
  readonly areItemsAllowed: boolean;
  /** Parcels of this shopper, by account or phone, that came back to their seller within the days of the rules. */
  readonly refusedParcels: number;
}

export const COD_REFUSALS = ['pincode', 'value', 'item', 'seller', 'history'] as const;
export type CodRefusal = (typeof COD_REFUSALS)[number];

export const DEFAULT_COD_RULES: CodRules = { limitPaise: 5_000_000, maxRefusedParcels: 3, historyDays: 180 };

/** Null when cash is possible. */
export function codRefusal(rules: CodRules, facts: CodFacts): CodRefusal | null {
  if (!facts.isPincodeAllowed) return 'pincode';
  if (facts.grandPaise > rules.limitPaise) return 'value';
  if (!facts.areItemsAllowed) return 'item';
  if (!facts.areSellersAllowed) return 'seller';
  return facts.refusedParcels >= rules.maxRefusedParcels ? 'history' : null;
}
