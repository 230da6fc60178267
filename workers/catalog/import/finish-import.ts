import { and, eq, isNull, sql } from 'drizzle-orm';
import { type Context, requirePermission } from '../../context.ts';
import { auditWrite } from '../../db/audit.ts';
import { imports } from '../../db/schema/catalog.ts';
import { noImport, selectImport, stateOf } from './queries.ts';
import type { ImportState } from './schemas.ts';

/** The file has been sent to its end: importing it again starts from its first line. May be repeated. */
export async function finishImport(ctx: Context, importId: string): Promise<ImportState> {
  requirePermission(ctx, 'catalog.write');
  const isOpen = sql`EXISTS (SELECT 1 FROM ${imports} WHERE id = ${importId} AND finished_at IS NULL)`;
  const [, , [record]] = await ctx.db.batch([
    auditWrite(ctx, { action: 'import.finish', subject: importId }, isOpen),
    ctx.db
      .update(imports)
      .set({ finishedAt: ctx.now, updatedAt: ctx.now })
      .where(and(eq(imports.id, importId), isNull(imports.finishedAt))),
    selectImport(ctx, importId),
  ]);
  if (record === undefined) throw noImport();
  return stateOf(record);
}
