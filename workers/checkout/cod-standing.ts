import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { codRules } from '../db/schema/catalog.ts';
import { type CodRules, DEFAULT_COD_RULES } from '../domain/cod.ts';

/** The rules of today, and how a shopper stands with them. */
export interface CodStanding extends CodRules {
  readonly refusedParcels: number;
}

export interface CodShopper {
  readonly owner: string;
  /** Null before it is known. */
  readonly phone: string | null;
}

const DAY_MS = 86_400_000;

/**
 * For the gather of a checkout: the newest rules, and the parcels of the same shopper, by account or phone, that nobody
 * took. Two lookups by index, where an OR would walk through all orders; and CROSS JOIN, for SQLite to go from this
 * shopper's orders to their parcels and not the other way.
 */
export function selectCodStanding(ctx: Context, shopper: CodShopper) {
  return ctx.db.all<CodStanding>(standingQuery(ctx.now, shopper));
}

export function standingQuery(now: number, { owner, phone }: CodShopper) {
  const { limitPaise, maxRefusedParcels, historyDays } = DEFAULT_COD_RULES;
  return sql`
    WITH rules AS (
      SELECT limit_paise, max_refused_parcels, history_days FROM (
        SELECT limit_paise, max_refused_parcels, history_days, valid_from_at
        FROM ${codRules} WHERE valid_from_at <= ${now} ORDER BY valid_from_at DESC LIMIT 1)
      UNION ALL
      SELECT ${limitPaise}, ${maxRefusedParcels}, ${historyDays}
      LIMIT 1),
    bought AS (
      SELECT id, created_at FROM orders WHERE owner_key = ${owner}
      UNION
      SELECT id, created_at FROM orders WHERE address ->> 'phone' = ${phone})
    SELECT limit_paise AS limitPaise, max_refused_parcels AS maxRefusedParcels, history_days AS historyDays,
      (SELECT COUNT(*) FROM bought CROSS JOIN fulfilments f ON f.order_id = bought.id
       WHERE f.status IN ('rto', 'rto_received')
         AND bought.created_at > ${now} - rules.history_days * ${DAY_MS}) AS refusedParcels
    FROM rules`;
}

/** The standing is always one row; without it nobody has refused anything. */
export function standingOf(rows: readonly CodStanding[]): CodStanding {
  return rows[0] ?? { ...DEFAULT_COD_RULES, refusedParcels: 0 };
}
