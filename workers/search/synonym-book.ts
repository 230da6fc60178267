import { sql } from 'drizzle-orm';
import { rememberRecent } from '../catalog/recent.ts';
import type { Context } from '../context.ts';
import { BUILT_IN_SYNONYMS } from '../domain/search/synonyms.ts';
import { SynonymBook } from '../domain/search/understand.ts';

interface Row {
  readonly from: string | null;
  readonly words: string;
}

const recent = rememberRecent<SynonymBook>({ seconds: 60, entries: 1 });

/** The shop's own synonyms on top of those that every shop has; a minute old at most. */
export async function readSynonymBook(ctx: Context): Promise<SynonymBook> {
  const known = recent.get('book', ctx.now);
  if (known !== undefined) return known;
  const rows = await ctx.db.all<Row>(sql`SELECT "from", words FROM search_synonyms ORDER BY id`);
  const own = rows.map(({ from, words }) => ({ from, words: JSON.parse(words) as readonly string[] }));
  const book = new SynonymBook([...own, ...BUILT_IN_SYNONYMS]);
  recent.set('book', book, ctx.now);
  return book;
}
