/** Lists of staff are read in keyset pages: newest first by id, which sorts by time; the cursor is the last id shown. */
export const PAGE_SIZE = 50;

/** A page of the rows that a query found with `LIMIT PAGE_SIZE + 1`; no cursor on the last one. */
export function pageOf<Row extends { readonly id: string }>(rows: readonly Row[]) {
  const page = rows.slice(0, PAGE_SIZE);
  return { page, nextCursor: rows.length > PAGE_SIZE ? (page.at(-1)?.id ?? null) : null };
}
