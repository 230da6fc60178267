import { sql } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { auditMark, auditWrite } from '../db/audit.ts';
import { publish } from '../db/outbox.ts';
import { promotions } from '../db/schema/promotions.ts';
import { didHappen } from '../db/transition.ts';
import { AppError } from '../http/problem.ts';
import { findPromotion, requirePromotion } from './find-promotion.ts';
import type { PromotionDetail } from './schemas.ts';
import { nextDueAt, productAnnouncements, type StoredPromotion } from './write-promotion.ts';

type Status = StoredPromotion['status'];

interface Switch {
  readonly action: 'promotion.pause' | 'promotion.resume' | 'promotion.end';
  readonly from: readonly Status[];
  readonly to: Status;
}

/** From now on no new order gets it; those that hold it keep it. The same again changes nothing. */
export async function pausePromotion(ctx: Context, id: string): Promise<PromotionDetail> {
  return await switchTo(ctx, id, { action: 'promotion.pause', from: ['active'], to: 'paused' });
}

/** What is left of its time counts again. */
export async function resumePromotion(ctx: Context, id: string): Promise<PromotionDetail> {
  return await switchTo(ctx, id, { action: 'promotion.resume', from: ['paused'], to: 'active' });
}

/** For good. */
export async function endPromotion(ctx: Context, id: string): Promise<PromotionDetail> {
  return await switchTo(ctx, id, { action: 'promotion.end', from: ['active', 'paused'], to: 'ended' });
}

/** Throws `forbidden`, `not_found`, `illegal_transition`. */
async function switchTo(ctx: Context, id: string, { action, from, to }: Switch): Promise<PromotionDetail> {
  requirePermission(ctx, 'promotions.write');
  const before = await requirePromotion(ctx, id);
  if (before.status === to) return await findPromotion(ctx, id);
  if (!from.includes(before.status)) throw new AppError('illegal_transition', `The promotion is ${before.status}.`);
  const mark = auditMark(ctx);
  const announcements = await productAnnouncements(ctx, before, mark.happened);
  const until = before.validUntilAt ?? Number.MAX_SAFE_INTEGER;
  const validUntilAt = to === 'ended' ? Math.min(until, ctx.now) : before.validUntilAt;
  const results = await ctx.db.batch([
    auditWrite(
      ctx,
      { id: mark.id, action, subject: id, before: { status: before.status }, after: { status: to } },
      sql`EXISTS (SELECT 1 FROM ${promotions} p WHERE p.id = ${id} AND p.status = ${before.status})`,
    ),
    ctx.db.run(sql`
      UPDATE ${promotions} SET status = ${to}, valid_until_at = ${validUntilAt},
        updated_at = MAX(${ctx.now}, updated_at + 1), due_at = ${nextDueAt(ctx.now, { ...before, status: to })}
      WHERE id = ${id} AND ${mark.happened}`),
    ...announcements.map((each) => each.statement),
  ]);
  const promotion = await findPromotion(ctx, id);
  if (didHappen(results)) ctx.later(publish(ctx, announcements));
  // Somebody else was faster with the same, or with another end.
  else if (promotion.status !== to) throw new AppError('illegal_transition', `The promotion is ${promotion.status}.`);
  return promotion;
}
