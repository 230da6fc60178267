import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { INDEX_VERSION } from './index-version.ts';
import { continueRebuild, readOpenRebuild, startRebuild } from './rebuild-index.ts';

/** Of one run of the cron: 250 products each. */
const MAX_PAGES = 40;
/** Whoever works at a rebuild is heard of more often. */
const SILENT_MS = 2 * 60_000;

/**
 * Goes on with a rebuild whose script has died, and begins one where the index was written by older rules, or is empty
 * although there is something to find: a new version of the shop is deployed, and nothing else has to be done.
 */
export async function mendIndex(ctx: Context): Promise<number> {
  const open = await readOpenRebuild(ctx);
  if (open !== null && open.updatedAt > ctx.now - SILENT_MS) return 0;
  const rebuild = open ?? ((await isOutdated(ctx)) ? await startRebuild(ctx) : null);
  if (rebuild === null) return 0;
  for (let page = 1; page <= MAX_PAGES; page++) {
    const { isFinished } = await continueRebuild(ctx, rebuild.rebuildId);
    if (isFinished) return page;
  }
  return MAX_PAGES;
}

async function isOutdated(ctx: Context): Promise<boolean> {
  const [row] = await ctx.db.all<{ version: number | null; isEmpty: number }>(sql`
    SELECT (SELECT version FROM search_rebuilds WHERE switched_at IS NOT NULL ORDER BY switched_at DESC LIMIT 1) AS version,
      EXISTS (SELECT 1 FROM product_cards) AND NOT EXISTS (SELECT 1 FROM search_rows) AS isEmpty`);
  return row?.isEmpty === 1 || (row?.version ?? INDEX_VERSION) < INDEX_VERSION;
}
