import { and, eq, sql } from 'drizzle-orm';
import { forgetRecent } from '../catalog/recent.ts';
import type { Context } from '../context.ts';
import { auditMark, auditWrite } from '../db/audit.ts';
import { searchSynonyms } from '../db/schema/search.ts';
import { findSynonyms } from './list-synonyms.ts';
import type { SynonymSet, SynonymSetInput } from './staff-schemas.ts';

/** Puts other words into a set. A repeat changes nothing. Throws `not_found`. */
export async function changeSynonyms(ctx: Context, id: string, { from, words }: SynonymSetInput): Promise<SynonymSet> {
  const before = await findSynonyms(ctx, id);
  const { id: auditId, happened } = auditMark(ctx);
  await ctx.db.batch([
    auditWrite(
      ctx,
      {
        ...{ id: auditId, action: 'synonyms.change', subject: id },
        before: { from: before.from, words: before.words },
        after: { from, words },
      },
      sql`EXISTS (
        SELECT 1 FROM ${searchSynonyms}
        WHERE id = ${id} AND ("from" IS NOT ${from} OR words <> ${JSON.stringify(words)}))`,
    ),
    ctx.db
      .update(searchSynonyms)
      .set({ from, words, updatedAt: ctx.now })
      .where(and(eq(searchSynonyms.id, id), happened)),
  ]);
  forgetRecent();
  return await findSynonyms(ctx, id);
}
