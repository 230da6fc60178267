import { sql } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { auditMark, auditWrite } from '../db/audit.ts';
import { publish } from '../db/outbox.ts';
import { promotions } from '../db/schema/promotions.ts';
import { didHappen } from '../db/transition.ts';
import { violatesCheck } from '../db/unique-violation.ts';
import { AppError, fieldError } from '../http/problem.ts';
import { requireSound } from './check-promotion.ts';
import { findPromotion, requirePromotion } from './find-promotion.ts';
import type { PromotionChange, PromotionDetail } from './schemas.ts';
import { columnsOf, isAlone, nextDueAt, overlaps, productAnnouncements } from './write-promotion.ts';

/**
 * Makes a promotion as it is given; kind, code and SKU stay. Orders that hold it keep what they were promised. Throws
 * `forbidden`, `not_found`, `validation_failed`, `promotion_overlaps`, and `illegal_transition` for one that has ended
 * or that somebody else has changed in the meantime.
 */
export async function changePromotion(ctx: Context, id: string, change: PromotionChange): Promise<PromotionDetail> {
  requirePermission(ctx, 'promotions.write');
  const before = await requirePromotion(ctx, id);
  if (before.status === 'ended') throw new AppError('illegal_transition', 'The promotion has ended.');
  const { kind, code, sku, status } = before;
  await requireSound(ctx, { kind, code, sku, ...change });
  const row = { kind, sku, status, ...columnsOf(change) };
  const mark = auditMark(ctx);
  const announcements = await productAnnouncements(ctx, row, mark.happened);
  const unchanged = sql`EXISTS (SELECT 1 FROM ${promotions} p
    WHERE p.id = ${id} AND p.updated_at = ${before.updatedAt} AND p.status = ${status})`;
  const audit = { id: mark.id, action: 'promotion.change', subject: id, before, after: change };
  try {
    const results = await ctx.db.batch([
      auditWrite(ctx, audit, sql`${unchanged} AND ${isAlone(id, row)}`),
      ctx.db.run(sql`
        UPDATE ${promotions} SET name = ${row.name}, name_hi = ${row.nameHi}, rule = ${JSON.stringify(row.rule)},
          eligibility = ${JSON.stringify(row.eligibility)}, bearer = ${JSON.stringify(row.bearer)},
          is_stackable = ${row.isStackable}, priority = ${row.priority}, is_listed = ${row.isListed},
          valid_from_at = ${row.validFromAt}, valid_until_at = ${row.validUntilAt}, usage_limit = ${row.usageLimit},
          per_person_limit = ${row.perPersonLimit}, updated_at = MAX(${ctx.now}, updated_at + 1),
          due_at = ${nextDueAt(ctx.now, row)}
        WHERE id = ${id} AND ${mark.happened}`),
      ...announcements.map((each) => each.statement),
    ]);
    if (!didHappen(results)) throw await lostRace(ctx, id, before.updatedAt, sku);
  } catch (error) {
    if (violatesCheck(error, 'promotions_used')) throw fieldError('usageLimit', 'More than that are used already.');
    throw error;
  }
  ctx.later(publish(ctx, announcements));
  return await findPromotion(ctx, id);
}

async function lostRace(ctx: Context, id: string, updatedAt: number, sku: string | null): Promise<AppError> {
  const now = await requirePromotion(ctx, id);
  if (now.updatedAt === updatedAt && now.status !== 'ended') return overlaps(sku);
  return new AppError('illegal_transition', 'Somebody else has changed this promotion in the meantime. Look again.');
}
