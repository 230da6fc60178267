import type { InferInsertModel } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../workers/db/client.ts';
import { insertMany } from '../../workers/db/insert-many.ts';
import { repeated } from './repeat.ts';

/** D1 takes a text of 2 MB at most as a parameter. */
const MAX_JSON_CHARACTERS = 1_000_000;

/**
 * Puts rows in, as many a statement as fit into one JSON parameter. Rows that are there already stay as they are, so
 * that a seed that was killed can be run again. Members that the first row lacks take the column's default.
 */
export async function insertRows<Table extends SQLiteTable>(
  db: Db,
  table: Table,
  rows: readonly InferInsertModel<Table>[],
): Promise<void> {
  for (const chunk of chunksOf(rows)) {
    await repeated(() => Promise.resolve(insertMany(db, table, chunk, 'ignore')));
  }
}

/** Runs of rows whose JSON fits in one parameter. */
function* chunksOf<Row>(rows: readonly Row[]): Generator<Row[]> {
  let chunk: Row[] = [];
  let length = 0;
  for (const row of rows) {
    const more = JSON.stringify(row).length + 1;
    if (length + more > MAX_JSON_CHARACTERS) {
      yield chunk;
      chunk = [];
      length = 0;
    }
    chunk.push(row);
    length += more;
  }
  if (chunk.length > 0) yield chunk;
}
