import { understand } from '../domain/search/understand.ts';
import { type Found, findAny, findFirst, hitCount } from './find-hits.ts';
import { hasNamed } from './rank-candidates.ts';
import { readHits } from './read-hits.ts';
import type { SearchIndex, SearchPage } from './search-index.ts';
import { partialPlans, planFor } from './search-plan.ts';
import { readSynonymBook } from './synonym-book.ts';
import { correctionOf, finished } from './words-asked.ts';

/** With fewer hits than this, what has only some of the words is shown below them. */
const FEW = 10;

/**
 * SQLite's full text. Two round trips: what matches, then the cards of the page. Where little or nothing has all the
 * words there is one between them, which asks for what may have been meant.
 */
export const ftsIndex: SearchIndex = {
  async search(ctx, filter, page) {
    const book = await readSynonymBook(ctx);
    const concepts = understand(filter.text, book);
    const { found, asked } = await findFirst(ctx, filter, page, planFor(concepts));
    const isEnough = concepts.length === 0 || (hitCount(found) >= FEW && isNamed(found));
    if (isEnough) return await readHits(ctx, filter, page, { found, asked });

    const correction = filter.isVerbatim ? null : correctionOf(filter.text, asked);
    const corrected = correction === null ? [] : [planFor(understand(correction, book), correction)];
    const whole = filter.isVerbatim ? null : finished(concepts, asked);
    const unfinished = whole === null ? [] : [planFor(whole)];
    const partial = partialPlans(corrected[0]?.concepts ?? concepts, correction);
    if (hitCount(found) > 0) {
      // What stands in a description in passing is no answer when another word was likely meant.
      const better = isNamed(found) ? null : await findAny(ctx, filter, page, corrected);
      if (better !== null) return await readHits(ctx, filter, page, { found: better, asked });
      const close = isFirst(page) ? await findAny(ctx, filter, page, [...corrected, ...partial]) : null;
      return await readHits(ctx, filter, page, { found, asked, close, didYouMean: correction });
    }
    const other = await findAny(ctx, filter, page, [...unfinished, ...corrected, ...partial]);
    return await readHits(ctx, filter, page, { found: other ?? found, asked });
  },
};

function isNamed({ candidates, plan }: Found): boolean {
  return candidates === null || hasNamed(candidates, plan);
}

function isFirst({ page, sort }: SearchPage): boolean {
  return page === 1 && sort === 'relevance';
}
