import { and, eq, sql } from 'drizzle-orm';
import { forgetRecent } from '../catalog/recent.ts';
import type { Context } from '../context.ts';
import { auditMark, auditWrite } from '../db/audit.ts';
import { searchSynonyms } from '../db/schema/search.ts';
import { findSynonyms } from './list-synonyms.ts';

/** Throws `not_found`, also when somebody else removed it first. */
export async function removeSynonyms(ctx: Context, id: string): Promise<void> {
  const { from, words } = await findSynonyms(ctx, id);
  const { id: auditId, happened } = auditMark(ctx);
  await ctx.db.batch([
    auditWrite(
      ctx,
      { id: auditId, action: 'synonyms.remove', subject: id, before: { from, words } },
      sql`EXISTS (SELECT 1 FROM ${searchSynonyms} WHERE id = ${id})`,
    ),
    ctx.db.delete(searchSynonyms).where(and(eq(searchSynonyms.id, id), happened)),
  ]);
  forgetRecent();
}
