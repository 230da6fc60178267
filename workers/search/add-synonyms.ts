import { sql } from 'drizzle-orm';
import { forgetRecent } from '../catalog/recent.ts';
import { type Context, requirePermission } from '../context.ts';
import { auditMark, auditWrite } from '../db/audit.ts';
import { searchSynonyms } from '../db/schema/search.ts';
import { AppError } from '../http/problem.ts';
import { findSynonyms, MAX_SYNONYM_SETS } from './list-synonyms.ts';
import type { SynonymSet, SynonymSetInput } from './staff-schemas.ts';

/** Adds a set. The same set again adds nothing, and gives the one that is there. Throws `too_many_synonyms`. */
export async function addSynonyms(ctx: Context, { from, words }: SynonymSetInput): Promise<SynonymSet> {
  requirePermission(ctx, 'search.write');
  const synonymId = ctx.newId('synonym');
  const text = JSON.stringify(words);
  const isSame = sql`"from" IS ${from} AND words = ${text}`;
  const { id, happened } = auditMark(ctx);
  await ctx.db.batch([
    auditWrite(
      ctx,
      { id, action: 'synonyms.add', subject: synonymId, after: { from, words } },
      sql`NOT EXISTS (SELECT 1 FROM ${searchSynonyms} WHERE ${isSame})
        AND (SELECT COUNT(*) FROM ${searchSynonyms}) < ${MAX_SYNONYM_SETS}`,
    ),
    ctx.db.run(sql`
      INSERT INTO ${searchSynonyms} (id, "from", words, updated_at)
      SELECT ${synonymId}, ${from}, ${text}, ${ctx.now} WHERE ${happened}`),
  ]);
  forgetRecent();
  const [kept] = await ctx.db.all<{ readonly id: string }>(sql`
    SELECT id FROM ${searchSynonyms} WHERE ${isSame} ORDER BY id LIMIT 1`);
  if (kept === undefined)
    throw new AppError('too_many_synonyms', `There are ${MAX_SYNONYM_SETS} sets already. Remove one first.`);
  return await findSynonyms(ctx, kept.id);
}
