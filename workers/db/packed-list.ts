import { type SQL, sql } from 'drizzle-orm';

/**
 * Several lists in one statement: each becomes a column of JSON, in its order. For a page that wants many small lists,
 * where every statement more is work for the database. A list must stay far below 2 MB.
 */
export function packedList(query: SQL, columns: readonly string[]): SQL {
  return sql`(SELECT json_group_array(json_array(${sql.raw(columns.join(', '))})) FROM (${query}))`;
}

/** The rows again. The columns are those that it was packed with. */
export function unpackedList<Row>(packed: string, columns: readonly (keyof Row & string)[]): Row[] {
  const rows = JSON.parse(packed) as readonly (readonly unknown[])[];
  return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])) as Row);
}
