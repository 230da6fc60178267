import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import type { suggestions } from '../db/schema/search.ts';

export type Suggestion = typeof suggestions.$inferSelect;

const MAX_ROWS = 4000;

/** Turns the rows that are kept into those that are wanted, and writes nothing but the difference. Gives its size. */
export async function changeSuggestions(
  ctx: Context,
  kept: readonly Suggestion[],
  wanted: readonly Suggestion[],
): Promise<number> {
  const [before, after] = [new Map(kept.map(named)), new Map(wanted.map(named))];
  const gone = [...before].filter(([name]) => !after.has(name)).map(([, row]) => row);
  const added = [...after].filter(([name]) => !before.has(name)).map(([, row]) => row);
  const [first, ...others] = [
    ...chunksOf(gone).map((rows) =>
      ctx.db.run(sql`
        DELETE FROM suggestions WHERE (kind, tier, key, ref) IN (
          SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(${rows}))`),
    ),
    ...chunksOf(added).map((rows) =>
      ctx.db.run(sql`
        INSERT OR REPLACE INTO suggestions (kind, tier, key, ref, weight)
        SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(${rows})`),
    ),
  ];
  if (first !== undefined) await ctx.db.batch([first, ...others]);
  return gone.length + added.length;
}

function named(row: Suggestion): [name: string, row: Suggestion] {
  return [`${row.kind} ${row.tier} ${row.weight} ${row.ref} ${row.key}`, row];
}

/** JSON arrays of rows, each small enough for one parameter. */
function chunksOf(rows: readonly Suggestion[]): readonly string[] {
  const arrays = rows.map(({ kind, tier, key, ref, weight }) => [kind, tier, key, ref, weight]);
  return Array.from({ length: Math.ceil(arrays.length / MAX_ROWS) }, (_, index) =>
    JSON.stringify(arrays.slice(index * MAX_ROWS, (index + 1) * MAX_ROWS)),
  );
}
