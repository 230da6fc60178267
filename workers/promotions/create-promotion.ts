import { sql } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { auditWrite } from '../db/audit.ts';
import { publish } from '../db/outbox.ts';
import { promotions } from '../db/schema/promotions.ts';
import { violatesUnique } from '../db/unique-violation.ts';
import { AppError } from '../http/problem.ts';
import { requireSound } from './check-promotion.ts';
import { findPromotion } from './find-promotion.ts';
import type { NewPromotion, PromotionDetail } from './schemas.ts';
import { columnsOf, isAlone, nextDueAt, overlaps, productAnnouncements } from './write-promotion.ts';

/**
 * A new promotion, active from its time on. Throws `forbidden`, `validation_failed`, `code_taken`, and
 * `promotion_overlaps` where another flash sale of the SKU shares a moment with it.
 */
export async function createPromotion(ctx: Context, input: NewPromotion): Promise<PromotionDetail> {
  requirePermission(ctx, 'promotions.write');
  await requireSound(ctx, input);
  const { kind, code, sku, ...change } = input;
  const id = ctx.newId('promotion');
  const row = { id, kind, code, sku, status: 'active' as const, ...columnsOf(change) };
  const dueAt = nextDueAt(ctx.now, row);
  const happened = sql`EXISTS (SELECT 1 FROM ${promotions} WHERE id = ${id})`;
  const announcements = await productAnnouncements(ctx, row, happened);
  try {
    await ctx.db.batch([
      ctx.db.run(sql`
        INSERT INTO ${promotions} (id, kind, name, name_hi, code, sku, rule, eligibility, bearer, is_stackable, priority,
          is_listed, status, valid_from_at, valid_until_at, usage_limit, per_person_limit, used_count, created_at,
          updated_at, due_at)
        SELECT ${id}, ${kind}, ${row.name}, ${row.nameHi}, ${code}, ${sku}, ${JSON.stringify(row.rule)},
          ${JSON.stringify(row.eligibility)}, ${JSON.stringify(row.bearer)}, ${row.isStackable}, ${row.priority},
          ${row.isListed}, 'active', ${row.validFromAt}, ${row.validUntilAt}, ${row.usageLimit},
          ${row.perPersonLimit}, 0, ${ctx.now}, ${ctx.now}, ${dueAt}
        WHERE ${isAlone(id, row)}`),
      auditWrite(ctx, { action: 'promotion.create', subject: id, after: input }, happened),
      ...announcements.map((each) => each.statement),
    ]);
  } catch (error) {
    if (!violatesUnique(error, 'promotions.code')) throw error;
    const message = `Another promotion has the code ${code}.`;
    throw new AppError('code_taken', message, { errors: [{ field: 'code', message }] });
  }
  const promotion = await findPromotion(ctx, id).catch((error: unknown) => {
    throw error instanceof AppError && error.code === 'not_found' ? overlaps(sku) : error;
  });
  ctx.later(publish(ctx, announcements));
  return promotion;
}
