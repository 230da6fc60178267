import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { changeSuggestions, type Suggestion } from './change-suggestions.ts';
import { keysOf, roundedWeight, tierOf } from './suggestion-keys.ts';

/** A title is looked for by its first words: brand, family, model. */
const STARTS = 3;

interface Named {
  readonly productId: string;
  readonly title: string;
  readonly categoryName: string;
  readonly ratingCount: number;
  readonly isInStock: number;
}

/**
 * Makes the suggestions of some products those of their cards; a product without a card has none. After the cards have
 * been written, and as often as one likes: what is right already is not written again.
 */
export async function projectSuggestions(ctx: Context, productIds: readonly string[]): Promise<void> {
  const ids = JSON.stringify(productIds);
  const [cards, kept] = await ctx.db.batch([
    ctx.db.all<Named>(sql`
      SELECT cards.product_id AS productId, cards.title, shelf.name AS categoryName,
        cards.rating_count AS ratingCount, cards.is_in_stock AS isInStock
      FROM product_cards cards JOIN categories shelf ON shelf.id = cards.category_id
      WHERE cards.product_id IN (SELECT value FROM json_each(${ids}))`),
    ctx.db.all<Suggestion>(sql`
      SELECT kind, tier, key, ref, weight FROM suggestions
      WHERE kind = 'product' AND ref IN (SELECT value FROM json_each(${ids}))`),
  ]);
  await changeSuggestions(ctx, kept, cards.flatMap(suggestionsOf));
}

function suggestionsOf({ productId, title, categoryName, ratingCount, isInStock }: Named): readonly Suggestion[] {
  const weight = roundedWeight(ratingCount);
  const tier = tierOf(weight, isInStock === 0);
  return keysOf(title, STARTS, categoryName).map((key) => ({ kind: 'product', tier, key, ref: productId, weight }));
}
