import { type Paise, paise, sum } from './money.ts';

/**
 * Splits `totalPaise` over `weightsPaise` by largest remainder, ties by order.
 * The shares always sum to the total and, for a total within the sum of the weights, no share exceeds its weight.
 * Rules and cases: vectors/allocation.json.
 */
export function allocate(totalPaise: Paise, weightsPaise: readonly number[]): Paise[] {
  const whole = BigInt(sum(weightsPaise));
  if (whole === 0n || totalPaise === 0) return weightsPaise.map(() => paise(0));
  const exact = weightsPaise.map((weight) => BigInt(totalPaise) * BigInt(weight));
  const shares = exact.map((product) => Number(product / whole));
  const byRemainder = exact
    .map((product, index) => ({ index, remainder: product % whole }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  const left = totalPaise - sum(shares);
  for (const { index } of byRemainder.slice(0, left)) shares[index] = (shares[index] ?? 0) + 1;
  return shares.map(paise);
}
