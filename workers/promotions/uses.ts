import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { promotionPeople, promotions, promotionUses } from '../db/schema/promotions.ts';
import type { Adjustment } from '../domain/apply-promotions.ts';

type Statement = ReturnType<Context['db']['run']>;

export interface UseTaking {
  readonly orderId: string;
  readonly adjustments: readonly Adjustment[];
  /** Of `personOf`. */
  readonly personKeys: readonly string[];
}

/**
 * Takes the uses of a new order, for the batch that writes it. A counter over its limit, or a promotion that has just
 * been paused or is over, violates a CHECK: then nothing of the batch is written (`violatesCheck(error, 'promotion')`).
 */
export function takeUses(ctx: Context, { orderId, adjustments, personKeys }: UseTaking): readonly Statement[] {
  if (adjustments.length === 0) return [];
  const uses = JSON.stringify(adjustments.map(useOf));
  const keys = JSON.stringify(personKeys);
  return [
    ctx.db.run(sql`
      UPDATE ${promotions} SET used_count = CASE
        WHEN status = 'active' AND valid_from_at <= ${ctx.now} AND (valid_until_at IS NULL OR valid_until_at > ${ctx.now})
        THEN used_count + (SELECT value ->> 'quantity' FROM json_each(${uses})
          WHERE value ->> 'promotionId' = ${sql.raw('promotions.id')})
        ELSE -1 END
      WHERE id IN (SELECT value ->> 'promotionId' FROM json_each(${uses}))`),
    ctx.db.run(sql`
      INSERT INTO ${promotionPeople} (promotion_id, person_key, used_count, use_limit)
      SELECT p.id, person.value, used.value ->> 'quantity', p.per_person_limit
      FROM json_each(${uses}) used CROSS JOIN promotions p ON p.id = used.value ->> 'promotionId'
        CROSS JOIN json_each(${keys}) person
      WHERE p.per_person_limit IS NOT NULL
      ${onceMore()}`),
    ctx.db.run(sql`
      INSERT INTO ${promotionUses}
        (promotion_id, order_id, person_keys, quantity, amount_paise, seller_paise, state, taken_at)
      SELECT p.id, ${orderId}, CASE WHEN p.per_person_limit IS NULL THEN '[]' ELSE ${keys} END,
        used.value ->> 'quantity', used.value ->> 'amountPaise', used.value ->> 'sellerPaise', 'taken', ${ctx.now}
      FROM json_each(${uses}) used CROSS JOIN promotions p ON p.id = used.value ->> 'promotionId'`),
  ];
}

/**
 * Gives back what an order has taken, for the batch of the transition that ends it: once, whoever ends it, because the
 * state of the use decides. With `except` the uses of those promotions stay.
 */
export function returnUses(
  ctx: Context,
  orderId: string,
  happened: SQL,
  except: readonly string[] = [],
): readonly Statement[] {
  const returning = sql`u.order_id = ${orderId} AND u.state = 'taken' AND ${happened}
    AND u.promotion_id NOT IN (SELECT value FROM json_each(${JSON.stringify(except)}))`;
  return [
    ctx.db.run(sql`
      UPDATE ${promotions} SET used_count = used_count - u.quantity
      FROM promotion_uses u WHERE u.promotion_id = ${sql.raw('promotions.id')} AND ${returning}`),
    ctx.db.run(sql`
      UPDATE ${promotionPeople} SET used_count = used_count - u.quantity
      FROM promotion_uses u, json_each(u.person_keys) person
      WHERE u.promotion_id = ${sql.raw('promotion_people.promotion_id')}
        AND person.value = ${sql.raw('promotion_people.person_key')} AND ${returning}`),
    ctx.db.run(sql`
      UPDATE ${promotionUses} AS u SET state = 'returned', returned_at = ${ctx.now} WHERE ${returning}`),
  ];
}

/**
 * Takes the uses of an order that had expired again, for the batch that revives it. The promotion may be over by now,
 * the order was placed in time; but a limit that others have reached since violates a CHECK.
 */
export function takeUsesAgain(ctx: Context, orderId: string, happened: SQL): readonly Statement[] {
  const returned = sql`u.order_id = ${orderId} AND u.state = 'returned' AND ${happened}`;
  return [
    ctx.db.run(sql`
      UPDATE ${promotions} SET used_count = used_count + u.quantity
      FROM promotion_uses u WHERE u.promotion_id = ${sql.raw('promotions.id')} AND ${returned}`),
    ctx.db.run(sql`
      INSERT INTO ${promotionPeople} (promotion_id, person_key, used_count, use_limit)
      SELECT p.id, person.value, u.quantity, p.per_person_limit
      FROM promotion_uses u CROSS JOIN promotions p ON p.id = u.promotion_id CROSS JOIN json_each(u.person_keys) person
      WHERE p.per_person_limit IS NOT NULL AND ${returned}
      ${onceMore()}`),
    ctx.db.run(sql`
      UPDATE ${promotionUses} AS u SET state = 'taken', returned_at = NULL WHERE ${returned}`),
  ];
}

/** The amounts of an order that waits, after it was quoted anew: what no longer counts goes back, nothing new is taken. */
export function requoteUses(
  ctx: Context,
  orderId: string,
  adjustments: readonly Adjustment[],
  happened: SQL,
): readonly Statement[] {
  const uses = adjustments.map(useOf);
  const kept = uses.map(({ promotionId }) => promotionId);
  return [
    ...returnUses(ctx, orderId, happened, kept),
    ctx.db.run(sql`
      UPDATE ${promotionUses} SET amount_paise = used.value ->> 'amountPaise', seller_paise = used.value ->> 'sellerPaise'
      FROM json_each(${JSON.stringify(uses)}) used
      WHERE order_id = ${orderId} AND promotion_id = used.value ->> 'promotionId' AND ${happened}`),
  ];
}

/** A person uses a promotion once more; the limit of today counts. */
function onceMore(): SQL {
  return sql`ON CONFLICT (promotion_id, person_key) DO UPDATE SET
    used_count = used_count + excluded.used_count, use_limit = excluded.use_limit`;
}

function useOf({ promotionId, kind, pieces, amountPaise, shares }: Adjustment) {
  const quantity = kind === 'flash_sale' ? pieces : 1;
  return { promotionId, quantity, amountPaise, sellerPaise: shares.sellerPaise };
}
