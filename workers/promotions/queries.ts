import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import {
  type Bearer,
  type Eligibility,
  type PromotionInput,
  type PromotionKind,
  type PromotionRule,
  standingOf,
} from '../domain/promotion.ts';
import type { Person } from './person.ts';

/** One promotion with the facts that decide whether it is open to a person now. */
export interface PromotionRow {
  readonly id: string;
  readonly kind: PromotionKind;
  readonly name: string;
  readonly nameHi: string | null;
  readonly code: string | null;
  readonly sku: string | null;
  readonly rule: string;
  readonly eligibility: string;
  readonly bearer: string;
  readonly isStackable: number;
  readonly priority: number;
  readonly isListed: number;
  readonly status: 'active' | 'paused' | 'ended';
  readonly validFromAt: number;
  readonly validUntilAt: number | null;
  readonly usageLimit: number | null;
  readonly perPersonLimit: number | null;
  readonly usedCount: number;
  readonly usedByPerson: number;
  readonly isFirstOrder: number;
  readonly isSignedIn: number;
  readonly askedAt: number;
}

export interface PromotionsAsked {
  readonly skus: readonly string[];
  /** Upper case. */
  readonly couponCode: string | null;
  readonly person: Person;
}

/** How long a promotion that is over is still read, so that a changed total can be explained (explain-change.ts). */
const REMEMBERED_MS = 3_600_000;

/**
 * For a batch beside `selectSellables`: what runs for everybody, the flash sales of these SKUs, the coupon that was
 * typed. Each part has its index; what has run out within the hour comes along.
 */
export function selectPromotions(ctx: Context, asked: PromotionsAsked) {
  return ctx.db.all<PromotionRow>(promotionsQuery(ctx, asked));
}

/** The same as one JSON text, so that a page can take them along in a statement of its own. */
export function promotionsColumn(ctx: Context, asked: PromotionsAsked): SQL {
  const members = sql.raw(ROW_MEMBERS.map((name) => `'${name}', ${name}`).join(', '));
  return sql`(SELECT json_group_array(json_object(${members})) FROM (${promotionsQuery(ctx, asked)}))`;
}

const ROW_MEMBERS: readonly (keyof PromotionRow)[] = [
  ...(['id', 'kind', 'name', 'nameHi', 'code', 'sku', 'rule', 'eligibility', 'bearer', 'isStackable'] as const),
  ...(['priority', 'isListed', 'status', 'validFromAt', 'validUntilAt', 'usageLimit', 'perPersonLimit'] as const),
  ...(['usedCount', 'usedByPerson', 'isFirstOrder', 'isSignedIn', 'askedAt'] as const),
];

function promotionsQuery(ctx: Context, { skus, couponCode, person }: PromotionsAsked): SQL {
  const since = ctx.now - REMEMBERED_MS;
  return sql`
    WITH wanted AS (
      SELECT id FROM promotions
        WHERE sku IS NULL AND (code IS NULL OR is_listed = 1)
          AND status IN ('active', 'paused', 'ended') AND valid_until_at > ${since}
      UNION
      SELECT id FROM promotions
        WHERE sku IS NULL AND (code IS NULL OR is_listed = 1)
          AND status IN ('active', 'paused') AND valid_until_at IS NULL
      UNION
      SELECT p.id FROM json_each(${JSON.stringify(skus)}) line
        CROSS JOIN promotions p ON p.sku = line.value AND p.sku IS NOT NULL
        WHERE p.valid_until_at > ${since}
      UNION
      SELECT id FROM promotions WHERE code = ${couponCode})
    SELECT ${promotionColumns(ctx, person)}
    FROM wanted CROSS JOIN promotions p ON p.id = wanted.id
    WHERE p.valid_from_at <= ${ctx.now} OR p.code = ${couponCode}
    ORDER BY p.id`;
}

/** Columns of a `PromotionRow`, for a select from `promotions p`. */
export function promotionColumns(ctx: Context, { keys, owner, phone, isSignedIn }: Person) {
  const isPlaced = sql.raw(`status IN ('paid', 'confirmed')`);
  return sql`
    p.id, p.kind, p.name, p.name_hi AS nameHi, p.code, p.sku, p.rule, p.eligibility, p.bearer,
    p.is_stackable AS isStackable, p.priority, p.is_listed AS isListed, p.status, p.valid_from_at AS validFromAt,
    p.valid_until_at AS validUntilAt, p.usage_limit AS usageLimit, p.per_person_limit AS perPersonLimit,
    p.used_count AS usedCount,
    COALESCE((SELECT MAX(used_count) FROM promotion_people
      WHERE promotion_id = p.id AND person_key IN (SELECT value FROM json_each(${JSON.stringify(keys)}))), 0)
      AS usedByPerson,
    p.eligibility ->> 'people' <> 'first_order' OR NOT (
      EXISTS (SELECT 1 FROM orders WHERE owner_key = ${owner} AND ${isPlaced})
      OR EXISTS (SELECT 1 FROM orders WHERE address ->> 'phone' = ${phone} AND ${isPlaced})) AS isFirstOrder,
    ${isSignedIn ? 1 : 0} AS isSignedIn, ${ctx.now} AS askedAt`;
}

/** The promotions of a quote. Those that are over, or not for this person, say so. */
export function promotionsOf(rows: readonly PromotionRow[]): readonly PromotionInput[] {
  return rows.map((row) => {
    const eligibility = JSON.parse(row.eligibility) as Eligibility;
    return {
      ...{ id: row.id, kind: row.kind, label: row.name, labelHi: row.nameHi, code: row.code },
      rule: JSON.parse(row.rule) as PromotionRule,
      eligibility: row.sku === null ? eligibility : { ...eligibility, skus: [row.sku] },
      bearer: JSON.parse(row.bearer) as Bearer,
      ...{ isStackable: row.isStackable === 1, priority: row.priority, isListed: row.isListed === 1 },
      ...standingOf({
        ...row,
        now: row.askedAt,
        people: eligibility.people,
        isSignedIn: row.isSignedIn === 1,
        isFirstOrder: row.isFirstOrder === 1,
      }),
    };
  });
}
