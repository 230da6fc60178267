import { asc, eq } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { searchSynonyms } from '../db/schema/search.ts';
import { iso } from '../http/iso.ts';
import { AppError } from '../http/problem.ts';
import type { SynonymSet } from './staff-schemas.ts';

/** A search reads all of them: more would make it slow, and nobody could keep them in order. */
export const MAX_SYNONYM_SETS = 2000;

export async function listSynonyms(ctx: Context): Promise<readonly SynonymSet[]> {
  requirePermission(ctx, 'search.write');
  const rows = await ctx.db.select().from(searchSynonyms).orderBy(asc(searchSynonyms.id)).limit(MAX_SYNONYM_SETS);
  return rows.map(presentSet);
}

/** Throws `not_found`. */
export async function findSynonyms(ctx: Context, id: string): Promise<SynonymSet> {
  requirePermission(ctx, 'search.write');
  const [row] = await ctx.db.select().from(searchSynonyms).where(eq(searchSynonyms.id, id));
  if (row === undefined) throw new AppError('not_found', `There are no synonyms ${id}.`);
  return presentSet(row);
}

function presentSet({ updatedAt, words, ...row }: typeof searchSynonyms.$inferSelect): SynonymSet {
  return { ...row, words: [...words], updatedAt: iso(updatedAt) };
}
