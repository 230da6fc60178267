import type { Quote } from '../domain/price.ts';
import type { CartLine, CartParcel } from './schemas.ts';

/** Whether a line gets to the shopper's pincode, and when. */
export interface Reach {
  /** ISO date, IST; null when it does not get there. */
  readonly promisedOn: string | null;
}

/** One parcel a seller, in the order of the lines; what is no longer on sale is in it, and counts for nothing. */
export function parcelsOf(
  lines: readonly CartLine[],
  quoted: Quote,
  freeFromPaise: number,
  reach: ReadonlyMap<string, Reach>,
): CartParcel[] {
  return [...Map.groupBy(lines, (line) => line.sellerId)].map(([sellerId, own]) => {
    const valuePaise = quoted.lines
      .filter((line) => line.sellerId === sellerId)
      .reduce((sum, line) => sum + line.grossPaise, 0);
    const shippingPaise = quoted.charges
      .filter((charge) => charge.sellerId === sellerId && charge.kind === 'shipping')
      .reduce((sum, charge) => sum + charge.grossPaise, 0);
    return {
      sellerId,
      sellerName: own[0]?.sellerName ?? '',
      skus: own.map(({ sku }) => sku),
      ...{ valuePaise, shippingPaise, freeFromPaise },
      missingForFreePaise: shippingPaise === 0 ? 0 : Math.max(0, freeFromPaise - valuePaise),
      ...reachOf(own, reach),
    };
  });
}

/** A parcel is as late as its latest line, and gets where all of its lines get. */
function reachOf(
  lines: readonly CartLine[],
  reach: ReadonlyMap<string, Reach>,
): Pick<CartParcel, 'isServiceable' | 'promisedOn'> {
  const known = lines.flatMap(({ sku }) => reach.get(sku) ?? []);
  const days = known.flatMap(({ promisedOn }) => promisedOn ?? []);
  if (known.length === 0) return { isServiceable: null, promisedOn: null };
  const isServiceable = days.length === known.length;
  return { isServiceable, promisedOn: isServiceable ? (days.toSorted().at(-1) ?? null) : null };
}
