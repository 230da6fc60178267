import { allocate } from './allocation.ts';
import { paise, share, sum } from './money.ts';
import type { PromotionRule } from './promotion.ts';

/** A line as a promotion finds it: what is left of its price after the promotions before. */
export interface SavingLine {
  readonly quantity: number;
  readonly leftPaise: number;
}

/** What comes off, line by line, and the pieces that are cheaper for it. */
export interface Saving {
  readonly amountsPaise: readonly number[];
  readonly pieces: number;
}

/**
 * What a rule takes off these lines, all of them eligible. Never more than what is left of a line. `maxPieces` bounds
 * the pieces of a flash price. Free shipping takes nothing off lines.
 */
export function savingOn(rule: PromotionRule, lines: readonly SavingLine[], maxPieces: number | null = null): Saving {
  const leftPaise = lines.map((line) => line.leftPaise);
  const wholePaise = sum(leftPaise);
  switch (rule.type) {
    case 'price':
      return priceSaving(rule.pricePaise, lines, maxPieces);
    case 'flat':
      return spread(Math.min(rule.amountPaise, wholePaise), lines);
    case 'percent':
      return spread(Math.min(share(wholePaise, rule.percentBps), rule.maxPaise ?? wholePaise), lines);
    case 'buy_x_get_y':
      return cheapestPieces(rule, lines);
    case 'free_shipping':
      return { amountsPaise: lines.map(() => 0), pieces: 0 };
  }
}

function spread(amountPaise: number, lines: readonly SavingLine[]): Saving {
  const amountsPaise = allocate(
    paise(amountPaise),
    lines.map((line) => line.leftPaise),
  );
  return {
    amountsPaise,
    pieces: sum(lines.filter((_, at) => (amountsPaise[at] ?? 0) > 0).map((line) => line.quantity)),
  };
}

/** As many pieces as are left, in the order of the lines. */
function priceSaving(pricePaise: number, lines: readonly SavingLine[], maxPieces: number | null): Saving {
  let left = maxPieces ?? Number.POSITIVE_INFINITY;
  let pieces = 0;
  const amountsPaise = lines.map(({ quantity, leftPaise }) => {
    const count = Math.min(quantity, left);
    const amount = Math.max(0, Math.floor((leftPaise * count) / quantity) - pricePaise * count);
    if (amount === 0) return 0;
    left -= count;
    pieces += count;
    return amount;
  });
  return { amountsPaise, pieces };
}

/** Of every `buy + get` pieces the `get` cheapest of all; among equals the line that stands first. */
function cheapestPieces(
  { buy, get, percentBps }: Extract<PromotionRule, { type: 'buy_x_get_y' }>,
  lines: readonly SavingLine[],
): Saving {
  const pieces = lines.flatMap(({ quantity, leftPaise }, line) =>
    allocate(paise(leftPaise), Array<number>(quantity).fill(1)).map((pricePaise) => ({ line, pricePaise })),
  );
  const count = Math.floor(pieces.length / (buy + get)) * get;
  const cheapest = pieces.toSorted((a, b) => a.pricePaise - b.pricePaise || a.line - b.line).slice(0, count);
  const amountsPaise = lines.map((_, line) =>
    sum(cheapest.filter((piece) => piece.line === line).map((piece) => share(piece.pricePaise, percentBps))),
  );
  return { amountsPaise, pieces: count };
}
