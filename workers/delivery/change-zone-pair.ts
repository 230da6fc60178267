import { and, eq, sql } from 'drizzle-orm';
import { forgetRecent } from '../catalog/recent.ts';
import { type Context, requirePermission } from '../context.ts';
import { auditMark, auditWrite } from '../db/audit.ts';
import { zonePairs } from '../db/schema/delivery.ts';
import type { Zone, ZonePair } from '../domain/delivery.ts';
import { AppError } from '../http/problem.ts';

type Pair = Pick<ZonePair, 'fromState' | 'toState'>;

/** Two states between which parcels take as long as in another zone. The same again changes nothing. */
export async function setZonePair(ctx: Context, pair: Pair, zone: Zone): Promise<ZonePair> {
  requirePermission(ctx, 'delivery.write');
  const before = await findZone(ctx, pair);
  const after = { ...pair, zone };
  if (before === zone) return after;
  const { id, happened } = auditMark(ctx);
  const results = await ctx.db.batch([
    auditWrite(
      ctx,
      { id, action: 'delivery.zone_pair', subject: subjectOf(pair), before, after: zone },
      sql`(SELECT zone FROM ${zonePairs} WHERE from_state = ${pair.fromState} AND to_state = ${pair.toState}) IS ${before}`,
    ),
    ctx.db.run(sql`
      INSERT INTO ${zonePairs} (from_state, to_state, zone)
      SELECT ${pair.fromState}, ${pair.toState}, ${zone} WHERE ${happened}
      ON CONFLICT (from_state, to_state) DO UPDATE SET zone = excluded.zone`),
    ctx.db.all(sql`SELECT 1 WHERE ${happened}`),
  ]);
  if (results[2].length === 0)
    throw new AppError('illegal_transition', 'Somebody else has changed this pair. Look again.');
  forgetRecent();
  return after;
}

/** Distance decides again. Throws `not_found` for a pair that has no zone of its own. */
export async function removeZonePair(ctx: Context, pair: Pair): Promise<void> {
  requirePermission(ctx, 'delivery.write');
  const before = await findZone(ctx, pair);
  const { id, happened } = auditMark(ctx);
  const isThere = sql`EXISTS (
    SELECT 1 FROM ${zonePairs} WHERE from_state = ${pair.fromState} AND to_state = ${pair.toState})`;
  const results = await ctx.db.batch([
    auditWrite(ctx, { id, action: 'delivery.zone_pair_removed', subject: subjectOf(pair), before }, isThere),
    ctx.db.all(sql`SELECT 1 WHERE ${happened}`),
    ctx.db.delete(zonePairs).where(isPair(pair)),
  ]);
  if (results[1].length === 0) throw new AppError('not_found', `${subjectOf(pair)} has no zone of its own.`);
  forgetRecent();
}

const subjectOf = ({ fromState, toState }: Pair) => `${fromState}-${toState}`;

const isPair = ({ fromState, toState }: Pair) =>
  and(eq(zonePairs.fromState, fromState), eq(zonePairs.toState, toState));

async function findZone(ctx: Context, pair: Pair): Promise<Zone | null> {
  const [row] = await ctx.db.select({ zone: zonePairs.zone }).from(zonePairs).where(isPair(pair));
  return row?.zone ?? null;
}
