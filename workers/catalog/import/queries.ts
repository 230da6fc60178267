import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { type Context, requirePermission } from '../../context.ts';
import { importRejections, imports } from '../../db/schema/catalog.ts';
import { AppError } from '../../http/problem.ts';
import type { ImportState, Rejections } from './schemas.ts';

export type ImportRecord = typeof imports.$inferSelect;

const PAGE = 500;

export async function findImport(ctx: Context, importId: string): Promise<ImportState> {
  requirePermission(ctx, 'catalog.write');
  const [record] = await selectImport(ctx, importId);
  if (record === undefined) throw noImport();
  return stateOf(record);
}

/** Rows that were not imported, by line; `nextCursor` is null on the last page. */
export async function listRejections(ctx: Context, importId: string, cursor?: string): Promise<Rejections> {
  const { importId: id } = await findImport(ctx, importId);
  const [line = '0', field = ''] = cursor?.split('.') ?? [];
  const rows = await ctx.db
    .select({ line: importRejections.line, field: importRejections.field, reason: importRejections.reason })
    .from(importRejections)
    .where(
      and(
        eq(importRejections.importId, id),
        sql`(${importRejections.line}, ${importRejections.field}) > (${Number(line)}, ${field})`,
      ),
    )
    .orderBy(asc(importRejections.line), asc(importRejections.field))
    .limit(PAGE);
  const last = rows.at(-1);
  return {
    rejections: rows,
    nextCursor: rows.length < PAGE || last === undefined ? null : `${last.line}.${last.field}`,
  };
}

export function selectImport(ctx: Context, importId: string) {
  return ctx.db.select().from(imports).where(eq(imports.id, importId));
}

/** The unfinished import of a file: there is one at most. */
export function selectOpenImport(ctx: Context, fileKey: string, isDryRun: boolean) {
  return ctx.db
    .select()
    .from(imports)
    .where(and(eq(imports.fileKey, fileKey), eq(imports.isDryRun, isDryRun), isNull(imports.finishedAt)));
}

export function stateOf(record: ImportRecord): ImportState {
  return {
    importId: record.id,
    isDryRun: record.isDryRun,
    sellerSlug: record.sellerSlug,
    defaultStock: record.defaultStock,
    lastLine: record.lastLine,
    created: record.createdCount,
    updated: record.updatedCount,
    unchanged: record.unchangedCount,
    rejected: record.rejectedCount,
    createdAt: new Date(record.createdAt).toISOString(),
    finishedAt: record.finishedAt === null ? null : new Date(record.finishedAt).toISOString(),
  };
}

export function noImport(): AppError {
  return new AppError('not_found', 'There is no such import.');
}
