import { and, eq, isNull, sql } from 'drizzle-orm';
import { type Context, requirePermission } from '../../context.ts';
import { auditWrite } from '../../db/audit.ts';
import { imports } from '../../db/schema/catalog.ts';
import { violatesUnique } from '../../db/unique-violation.ts';
import { AppError, fieldError } from '../../http/problem.ts';
import { countStock } from '../../stock/count-stock.ts';
import { projectProducts } from '../project-product.ts';
import { formatOf } from './columns.ts';
import { announceBatch, catalogueStatements, rejectionStatements, type Statement, takeBack } from './commit-batch.ts';
import { type Candidate, candidateOf, gatherBatch } from './gather-batch.ts';
import { type BatchPlan, planBatch } from './plan-batch.ts';
import { type ImportRecord, noImport, selectImport } from './queries.ts';
import { readRow } from './read-row.ts';
import { type BatchResult, type ImportBatch, type ImportRow, MAX_BATCH_BYTES, type Rejection } from './schemas.ts';

const ATTEMPTS = 4;

/**
 * Imports the rows of a batch that are right, all in one transaction, and names the others. Repeats change nothing, so
 * a batch whose answer was lost may be sent again. Throws `not_found`, `import_out_of_step`, `validation_failed`,
 * `body_too_large`, and `forbidden` to staff who count shelves without `stock.write`.
 */
export async function importBatch(ctx: Context, importId: string, batch: ImportBatch): Promise<BatchResult> {
  requirePermission(ctx, 'catalog.write');
  requireRows(batch);
  const [record] = await selectImport(ctx, importId);
  if (record === undefined) throw noImport();
  requireStep(record, batch);
  const { candidates, rejected } = readRows(batch.rows, record.sellerSlug);
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptBatch(ctx, record, batch.rows, candidates, rejected);
    } catch (error) {
      // Somebody else has made one of these products, brands or categories in the meantime: look again.
      if (attempt === ATTEMPTS || !violatesUnique(error, '')) throw error;
    }
  }
}

async function attemptBatch(
  ctx: Context,
  record: ImportRecord,
  rows: readonly ImportRow[],
  candidates: readonly Candidate[],
  unreadable: readonly Rejection[],
): Promise<BatchResult> {
  const state = await gatherBatch(ctx, record, candidates);
  if (state.seller === null && !record.isDryRun) throw fieldError('sellerSlug', 'The seller is gone.');
  const plan = planBatch(candidates, state, { defaultStock: record.defaultStock, now: ctx.now });
  // Counting a shelf that is there is a change of stock, whoever carries the list.
  if (!record.isDryRun && plan.counts.length > 0) requirePermission(ctx, 'stock.write');
  const rejected = [...unreadable, ...plan.rejected].sort((a, b) => a.line - b.line);
  const lastLine = Math.max(record.lastLine, rows.at(-1)?.line ?? 0);
  const changed = record.isDryRun ? [] : changedProducts(plan);
  const announced = announceBatch(ctx, changed, record.isDryRun ? [] : plan.counts, record.id);
  const progress: readonly [Statement, ...Statement[]] = [
    progressStatement(ctx, record, lastLine, { ...plan, rejected }),
    ...rejectionStatements(ctx, record.id, rejected),
    ...auditStatements(ctx, record, lastLine, plan),
  ];
  await ctx.db.batch([
    ...progress,
    ...(record.isDryRun ? [] : catalogueStatements(ctx, plan, record.id)),
    ...announced.statements,
  ]);
  await showProducts(ctx, announced.products);
  const refusedCounts = await countShelves(ctx, announced.counted);
  return {
    lastLine,
    created: plan.created.length,
    updated: plan.updated.length,
    unchanged: plan.unchanged.length,
    rejected: [...rejected, ...refusedCounts].sort((a, b) => a.line - b.line),
  };
}

type Announced = ReturnType<typeof announceBatch>;

async function showProducts(ctx: Context, announced: Announced['products']): Promise<void> {
  if (announced.length === 0) return;
  await projectProducts(
    ctx,
    announced.map(({ event }) => event.productId),
  );
  await takeBack(
    ctx,
    announced.map(({ id }) => id),
  );
}

/** Returns the counts that were refused; an object that does not answer hears its count from the outbox. */
async function countShelves(ctx: Context, announced: Announced['counted']): Promise<readonly Rejection[]> {
  if (announced.length === 0) return [];
  const outcomes = await Promise.allSettled(announced.map(({ id, event }) => countStock(ctx, event, id)));
  const told = announced.filter((_, index) => outcomes[index]?.status === 'fulfilled');
  await takeBack(
    ctx,
    told.map(({ id }) => id),
  );
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') ctx.log.error('count failed', { error: outcome.reason });
  }
  return outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? (outcome.value ?? []) : []));
}

/** Counts each line once: a repeat of a batch finds `lastLine` behind it, a twin at the same time finds it moved. */
function progressStatement(
  ctx: Context,
  record: ImportRecord,
  lastLine: number,
  { created, updated, unchanged, rejected }: Pick<BatchPlan, 'created' | 'updated' | 'unchanged' | 'rejected'>,
) {
  const isNew = (line: number) => line > record.lastLine;
  const rejectedLines = new Set(rejected.map(({ line }) => line));
  return ctx.db
    .update(imports)
    .set({
      lastLine,
      createdCount: sql`${imports.createdCount} + ${created.filter(isNew).length}`,
      updatedCount: sql`${imports.updatedCount} + ${updated.filter(isNew).length}`,
      unchangedCount: sql`${imports.unchangedCount} + ${unchanged.filter(isNew).length}`,
      rejectedCount: sql`${imports.rejectedCount} + ${[...rejectedLines].filter(isNew).length}`,
      updatedAt: ctx.now,
    })
    .where(and(eq(imports.id, record.id), eq(imports.lastLine, record.lastLine), isNull(imports.finishedAt)));
}

/** What staff have written by it. A repeat, which changes nothing, leaves no row. */
function auditStatements(
  ctx: Context,
  { id, lastLine, isDryRun }: ImportRecord,
  nextLine: number,
  { created, updated }: Pick<BatchPlan, 'created' | 'updated'>,
): readonly Statement[] {
  if (nextLine === lastLine && created.length + updated.length === 0) return [];
  const after = { lastLine: nextLine, created: created.length, updated: updated.length, isDryRun };
  return [auditWrite(ctx, { action: 'import.batch', subject: id, before: { lastLine }, after })];
}

function changedProducts(plan: BatchPlan): readonly string[] {
  return [
    ...new Set([...plan.listings.map(({ productId }) => productId), ...plan.updates.map(({ product }) => product.id)]),
  ];
}

function readRows(rows: readonly ImportRow[], sellerSlug: string) {
  const candidates: Candidate[] = [];
  const rejected: Rejection[] = [];
  for (const { line, fields, problem } of rows) {
    if (problem !== undefined) {
      rejected.push({ line, ...problem });
      continue;
    }
    const read = readRow(fields);
    if (read.ok) candidates.push(candidateOf(line, read.item, sellerSlug));
    else rejected.push(...read.problems.map((each) => ({ line, field: each.field, reason: each.reason })));
  }
  return { candidates, rejected };
}

/** Bounds and columns that hold for all rows: wrong ones are the sender's fault, not the row's. */
function requireRows({ afterLine, rows }: ImportBatch): void {
  let above = afterLine;
  let bytes = 0;
  const encoder = new TextEncoder();
  for (const [index, { line, fields, problem }] of rows.entries()) {
    if (line <= above) throw fieldError(`rows.${index}.line`, `Lines go up from ${afterLine + 1}.`);
    above = line;
    for (const text of Object.values(fields)) bytes += encoder.encode(text).length;
    if (problem !== undefined) continue;
    const format = formatOf(Object.keys(fields));
    if (!format.ok) throw fieldError(`rows.${index}.fields`, `Not a known set of columns: ${format.reason}`);
  }
  if (bytes > MAX_BATCH_BYTES) throw new AppError('body_too_large', `Send at most ${MAX_BATCH_BYTES} bytes of text.`);
}

function requireStep(record: ImportRecord, { afterLine }: ImportBatch): void {
  if (record.finishedAt !== null) {
    throw new AppError('import_out_of_step', 'This import is finished. Begin a new one.', {
      lastLine: record.lastLine,
    });
  }
  if (afterLine > record.lastLine) {
    throw new AppError('import_out_of_step', `Rows after line ${record.lastLine} are missing.`, {
      lastLine: record.lastLine,
    });
  }
}
