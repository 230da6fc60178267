import { drizzle } from 'drizzle-orm/d1';

export type Db = ReturnType<typeof drizzle>;

/** Drizzle over a D1 binding; columns are snake_case of their names in the schema. */
export function openDb(binding: D1Database): Db {
  const db = drizzle(binding, { casing: 'snake_case' });
  const { run, all } = db;
  return Object.assign(db, {
    run: ((query) => batchable(binding, run.call(db, query))) as Db['run'],
    all: ((query) => batchable(binding, all.call(db, query))) as Db['all'],
  });
}

/** drizzle 0.45 gives `run` and `all` no D1 statement, and its `batch` fails on those that have parameters. */
function batchable<Raw extends { getQuery(): { sql: string } }>(binding: D1Database, raw: Raw): Raw {
  return Object.defineProperty(raw, 'stmt', { get: () => binding.prepare(raw.getQuery().sql) });
}
