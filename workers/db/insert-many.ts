import { getTableColumns, getTableName, type InferInsertModel, sql } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Db } from './client.ts';

/**
 * One INSERT for any number of rows: D1 binds at most 100 parameters a statement, so the rows travel as one JSON text
 * (2 MB at most). Every row has the same members; JSON columns take their value as it is. With `ignore`, rows that meet
 * a unique key stay as they are.
 */
export function insertMany<Table extends SQLiteTable>(
  db: Db,
  table: Table,
  rows: readonly InferInsertModel<Table>[],
  onConflict: 'fail' | 'ignore' = 'fail',
) {
  const insert = sql.raw(onConflict === 'ignore' ? 'INSERT OR IGNORE' : 'INSERT');
  const keys = Object.keys(getTableColumns(table)).filter((key) => key in (rows[0] ?? {}));
  const columns = sql.join(
    keys.map((key) => sql.identifier(toSnakeCase(key))),
    sql`, `,
  );
  const values = sql.join(
    keys.map((key) => sql`value ->> ${sql.raw(`'$.${key}'`)}`),
    sql`, `,
  );
  return db.run(
    sql`${insert} INTO ${sql.identifier(getTableName(table))} (${columns})
        SELECT ${values} FROM json_each(${JSON.stringify(rows)})`,
  );
}

/** The same rule as drizzle's `casing: 'snake_case'`. */
function toSnakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
