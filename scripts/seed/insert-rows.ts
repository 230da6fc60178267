import { getTableColumns, getTableName, type InferInsertModel, sql } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../workers/db/client.ts';
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
  const keys = Object.keys(getTableColumns(table)).filter((key) => key in (rows[0] ?? {}));
  const columns = keys.map((key) => sql.identifier(key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)));
  const values = keys.map((key) => sql`value ->> ${sql.raw(`'$.${key}'`)}`);
  for (const json of jsonChunks(rows)) {
    const insert = sql`
      INSERT OR IGNORE INTO ${sql.identifier(getTableName(table))} (${sql.join(columns, sql`, `)})
      SELECT ${sql.join(values, sql`, `)} FROM json_each(${json})`;
    await repeated(() => Promise.resolve(db.run(insert)));
  }
}

function* jsonChunks(rows: readonly unknown[]): Generator<string> {
  let members: string[] = [];
  let length = 0;
  for (const row of rows) {
    const member = JSON.stringify(row);
    if (length + member.length > MAX_JSON_CHARACTERS) {
      yield `[${members.join()}]`;
      members = [];
      length = 0;
    }
    members.push(member);
    length += member.length + 1;
  }
  if (members.length > 0) yield `[${members.join()}]`;
}
