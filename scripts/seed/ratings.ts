import type { InferInsertModel } from 'drizzle-orm';
import type { productRatings } from '../../workers/db/schema/catalog.ts';

/** Shares of one to five stars as shops see them: most are glad, some are not, few say 'so-so'. */
const SHAPE = [0.06, 0.04, 0.1, 0.27, 0.53] as const;

/**
 * How many gave how many stars, so that count and mean are exactly those of the product: the usual shape, and then
 * ratings moved up or down a star until the sum fits.
 */
export function histogramOf(ratingTenths: number, ratingCount: number): readonly number[] {
  const counts = SHAPE.map((share) => Math.floor(share * ratingCount));
  counts[4] = (counts[4] ?? 0) + ratingCount - sum(counts);
  const wanted = Math.round((ratingTenths * ratingCount) / 10);
  let missing = wanted - counts.reduce((total, count, index) => total + count * (index + 1), 0);
  while (missing !== 0) {
    const step = Math.sign(missing);
    // Down from the top for a better mean, up from the bottom for a worse one: neighbours keep the shape.
    const order = step > 0 ? [3, 2, 1, 0] : [1, 2, 3, 4];
    for (const from of order) {
      // At most a third of a bar at a time, so that none is emptied while others are full.
      const moved = Math.min(Math.abs(missing), Math.ceil((counts[from] ?? 0) / 3));
      counts[from] = (counts[from] ?? 0) - moved;
      counts[from + step] = (counts[from + step] ?? 0) + moved;
      missing -= step * moved;
    }
  }
  return counts;
}

/** The rows of all products that somebody has rated. */
export function ratingRows(
  products: readonly { readonly id: string; readonly ratingTenths?: number; readonly ratingCount?: number }[],
): InferInsertModel<typeof productRatings>[] {
  return products.flatMap(({ id, ratingTenths = 0, ratingCount = 0 }) => {
    if (ratingCount === 0) return [];
    const [one = 0, two = 0, three = 0, four = 0, five = 0] = histogramOf(ratingTenths, ratingCount);
    return [{ productId: id, one, two, three, four, five }];
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
