import { and, eq, sql } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { importRejections } from '../db/schema/catalog.ts';
import { outbox } from '../db/schema/orders.ts';
import type { DomainEvent } from '../domain/event.ts';
import { selectListing } from './queries.ts';

type StockCounted = Extract<DomainEvent, { type: 'stock.counted' }>;

/** What was wrong with a count, as an import names it. */
export interface CountRefusal {
  readonly line: number;
  readonly field: 'stock';
  readonly reason: string;
}

/**
 * An import has counted the shelf of a listing that the shop has already: a guarded set, once per `ref`
 * ('<import id>:<line>'). One that promised pieces forbid becomes a rejection of that line, and stays refused: repeated
 * after those pieces are sold, the old count would be wrong. Null when the shelf is as counted.
 */
export async function countStock(
  ctx: Context,
  { sku, onHand, ref }: Omit<StockCounted, 'type'>,
  eventId: string,
): Promise<CountRefusal | null> {
  requirePermission(ctx, 'stock.write');
  const [importId = '', lineText = ''] = ref.split(':');
  const line = Number(lineText);
  const ofLine = and(
    eq(importRejections.importId, importId),
    eq(importRejections.line, line),
    eq(importRejections.field, 'stock'),
  );
  const [[listing], [announced], [refused]] = await ctx.db.batch([
    selectListing(ctx, sku),
    ctx.db.select({ at: outbox.createdAt }).from(outbox).where(eq(outbox.id, eventId)),
    ctx.db.select({ reason: importRejections.reason }).from(importRejections).where(ofLine),
  ]);
  if (refused !== undefined) return { line, field: 'stock', reason: refused.reason };
  // Its announcement was taken back: the count was made, or was old news already and must not come back as a new one.
  if (announced === undefined) return null;
  const options = { countedAt: announced.at, shards: listing?.shards ?? 1 };
  const answer = await ctx.env.STOCK.getByName(sku).set(onHand, options, 'import', ref);
  if (answer.ok) return null;
  const reason = `${answer.level.reserved} of ${answer.level.onHand} pieces are promised to orders: ${onHand} is too few`;
  await ctx.db.run(sql`
    INSERT OR IGNORE INTO ${importRejections} (import_id, line, field, reason)
    VALUES (${importId}, ${line}, 'stock', ${reason})`);
  return { line, field: 'stock', reason };
}
