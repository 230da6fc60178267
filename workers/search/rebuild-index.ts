import { sql } from 'drizzle-orm';
import type { BatchItem } from 'drizzle-orm/batch';
import { forgetRecent } from '../catalog/recent.ts';
import { type Context, requirePermission } from '../context.ts';
import { auditWrite } from '../db/audit.ts';
import { violatesUnique } from '../db/unique-violation.ts';
import { AppError } from '../http/problem.ts';
import { type DocumentRow, selectDocuments } from './documents.ts';
import { INDEX_VERSION } from './index-version.ts';
import { namesOf, putDocuments } from './put-documents.ts';
import type { RebuildState } from './rebuild-schemas.ts';

/** Cards of one step. */
const PAGE = 250;
/** A card that is edited while its page is written is read again; more often than this it waits for the next call. */
const ATTEMPTS = 4;

/**
 * Begins to rebuild the index of products in the spare tables, or takes up the rebuild that is open. Searches go on in
 * the index that is there; edits from now on go into both.
 */
export async function startRebuild(ctx: Context): Promise<RebuildState> {
  requirePermission(ctx, 'search.write');
  const open = await readOpenRebuild(ctx);
  if (open !== null) return open;
  const id = ctx.newId('rebuild');
  try {
    await ctx.db.batch([
      ctx.db.run(sql`
        INSERT INTO search_rebuilds (id, version, started_at, updated_at)
        VALUES (${id}, ${INDEX_VERSION}, ${ctx.now}, ${ctx.now})`),
      ...emptySpare(ctx),
      auditWrite(ctx, { action: 'search.rebuild', subject: id }),
    ]);
  } catch (error) {
    // Somebody else has begun at the same moment: theirs is the one.
    if (!violatesUnique(error, 'search_rebuilds')) throw error;
  }
  const begun = await readOpenRebuild(ctx);
  if (begun === null) throw new AppError('not_found', 'The rebuild has ended already.');
  return begun;
}

/**
 * Rebuilds the next cards; behind the last of them the new tables take the place of the old ones, all in one
 * transaction. Each call goes on where the last one was, whoever made it. Throws `not_found`.
 */
export async function continueRebuild(ctx: Context, id: string): Promise<RebuildState> {
  requirePermission(ctx, 'search.write');
  const state = await readRebuild(ctx, id);
  if (state === null) throw new AppError('not_found', `There is no rebuild ${id}.`);
  if (state.isFinished) return state;
  const rows = await ctx.db.all<DocumentRow>(selectDocuments(sql`k.id > ${state.cursor}`, PAGE));
  const last = rows.at(-1)?.cardId ?? state.cursor;
  if (rows.length === 0) await switchTables(ctx, id);
  else if (await fillPage(ctx, state.cursor, last, rows)) {
    await ctx.db.batch([
      ctx.db.run(sql`
        UPDATE search_rebuilds SET cursor = MAX(cursor, ${last}), updated_at = ${ctx.now}
        WHERE id = ${id} AND switched_at IS NULL`),
      auditWrite(ctx, { action: 'search.rebuild_page', subject: id, after: { cursor: last } }),
    ]);
  }
  return (await readRebuild(ctx, id)) ?? state;
}

/** True when every card of the page stands in the spare tables as it is now. */
async function fillPage(ctx: Context, after: number, last: number, rows: readonly DocumentRow[]): Promise<boolean> {
  let missing = rows;
  for (let attempt = 1; attempt <= ATTEMPTS && missing.length > 0; attempt++) {
    await putDocuments(ctx, missing, ['spare']);
    missing = await ctx.db.all<DocumentRow>(
      selectDocuments(
        sql`k.id > ${after} AND k.id <= ${last} AND NOT EXISTS (
          SELECT 1 FROM search_rows_spare r WHERE r.card_id = k.id AND r.revision = k.revision)`,
        PAGE,
      ),
    );
  }
  return missing.length === 0;
}

const TABLES = ['search_text', 'search_rows', 'search_names', 'search_words', 'search_word_keys'];

/** The CHECK on `switch_count` lets this happen once: a second switch would bring the old index back. */
async function switchTables(ctx: Context, id: string): Promise<void> {
  const rename = (from: string, to: string) => ctx.db.run(sql.raw(`ALTER TABLE ${from} RENAME TO ${to}`));
  try {
    await ctx.db.batch([
      ctx.db.run(sql`
        UPDATE search_rebuilds SET switched_at = ${ctx.now}, updated_at = ${ctx.now}, switch_count = switch_count + 1
        WHERE id = ${id}`),
      ...TABLES.flatMap((table) => [
        rename(table, `${table}_aside`),
        rename(`${table}_spare`, table),
        rename(`${table}_aside`, `${table}_spare`),
      ]),
      ...emptySpare(ctx),
      auditWrite(ctx, { action: 'search.switch', subject: id }),
    ]);
  } catch (error) {
    const state = await readRebuild(ctx, id);
    if (state?.isFinished !== true) throw error;
  }
  forgetRecent();
}

function emptySpare(ctx: Context): readonly BatchItem<'sqlite'>[] {
  const { rows, names, text, words, keys } = namesOf('spare');
  return [
    sql`INSERT INTO ${text} (${text}) VALUES ('delete-all')`,
    ...[rows, names, words, keys].map((table) => sql`DELETE FROM ${table}`),
  ].map((statement) => ctx.db.run(statement));
}

const columns = sql`
  r.id AS rebuildId, r.cursor, r.updated_at AS updatedAt, r.switched_at IS NOT NULL AS isFinished,
  (SELECT COUNT(*) FROM product_cards WHERE id <= r.cursor) AS doneCount,
  (SELECT COUNT(*) FROM product_cards) AS totalCount`;

type Row = Omit<RebuildState, 'isFinished'> & { readonly isFinished: number };

export async function readOpenRebuild(ctx: Context): Promise<RebuildState | null> {
  return stateOf(await ctx.db.all<Row>(sql`SELECT ${columns} FROM search_rebuilds r WHERE switched_at IS NULL`));
}

async function readRebuild(ctx: Context, id: string): Promise<RebuildState | null> {
  return stateOf(await ctx.db.all<Row>(sql`SELECT ${columns} FROM search_rebuilds r WHERE id = ${id}`));
}

function stateOf([row]: readonly Row[]): RebuildState | null {
  return row === undefined ? null : { ...row, isFinished: row.isFinished === 1 };
}
