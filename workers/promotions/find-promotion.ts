import { and, desc, eq, lt, sql } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { promotions, promotionUses } from '../db/schema/promotions.ts';
import { iso, isoOrNull } from '../http/iso.ts';
import { PAGE_SIZE, pageOf } from '../http/list-page.ts';
import { AppError } from '../http/problem.ts';
import type { Promotion, PromotionDetail, PromotionList, PromotionQuery } from './schemas.ts';
import type { StoredPromotion } from './write-promotion.ts';

/** Promotions, newest first. */
export async function listPromotions(
  ctx: Context,
  { kind, status, code, cursor }: PromotionQuery,
): Promise<PromotionList> {
  requirePermission(ctx, 'promotions.write');
  const rows = await ctx.db
    .select()
    .from(promotions)
    .where(
      and(
        kind === undefined ? undefined : eq(promotions.kind, kind),
        status === undefined ? undefined : eq(promotions.status, status),
        code === undefined ? undefined : eq(promotions.code, code),
        cursor === undefined ? undefined : lt(promotions.id, cursor),
      ),
    )
    .orderBy(desc(promotions.id))
    .limit(PAGE_SIZE + 1);
  const { page, nextCursor } = pageOf(rows);
  return { promotions: page.map((row) => presentPromotion(ctx, row)), nextCursor };
}

/** One promotion with what it was used for and what it cost whom. Throws `not_found`. */
export async function findPromotion(ctx: Context, id: string): Promise<PromotionDetail> {
  requirePermission(ctx, 'promotions.write');
  const row = await requirePromotion(ctx, id);
  const [sums] = await ctx.db
    .select({
      orders: sql<number>`COALESCE(SUM(state = 'taken'), 0)`,
      returned: sql<number>`COALESCE(SUM(state = 'returned'), 0)`,
      quantity: sql<number>`COALESCE(SUM(quantity) FILTER (WHERE state = 'taken'), 0)`,
      amountPaise: sql<number>`COALESCE(SUM(amount_paise) FILTER (WHERE state = 'taken'), 0)`,
      sellerPaise: sql<number>`COALESCE(SUM(seller_paise) FILTER (WHERE state = 'taken'), 0)`,
    })
    .from(promotionUses)
    .where(eq(promotionUses.promotionId, id));
  const { orders = 0, returned = 0, quantity = 0, amountPaise = 0, sellerPaise = 0 } = sums ?? {};
  // A bank pays for its offers alone, and for nothing else.
  const bankPaise = row.kind === 'bank_offer' ? amountPaise : 0;
  return {
    ...presentPromotion(ctx, row),
    usage: { orders, quantity, returned },
    cost: { amountPaise, sellerPaise, platformPaise: amountPaise - sellerPaise - bankPaise, bankPaise },
  };
}

export async function requirePromotion(ctx: Context, id: string): Promise<StoredPromotion> {
  const [row] = await ctx.db.select().from(promotions).where(eq(promotions.id, id));
  if (row === undefined) throw new AppError('not_found', `There is no promotion ${id}.`);
  return row;
}

function presentPromotion(ctx: Context, row: StoredPromotion): Promotion {
  const { rule, eligibility, validFromAt, validUntilAt, createdAt, updatedAt, dueAt: _dueAt, ...rest } = row;
  return {
    ...rest,
    rule,
    eligibility: {
      ...eligibility,
      categoryPaths: [...eligibility.categoryPaths],
      brandSlugs: [...eligibility.brandSlugs],
      skus: [...eligibility.skus],
      sellerIds: [...eligibility.sellerIds],
      paymentMethods: [...eligibility.paymentMethods],
    },
    phase: phaseOf(ctx.now, row),
    validFrom: iso(validFromAt),
    validUntil: isoOrNull(validUntilAt),
    createdAt: iso(createdAt),
    updatedAt: iso(updatedAt),
  };
}

function phaseOf(now: number, row: StoredPromotion): Promotion['phase'] {
  const { status, validFromAt, validUntilAt, usageLimit, usedCount } = row;
  if (status === 'ended' || (validUntilAt !== null && validUntilAt <= now)) return 'over';
  if (status === 'paused') return 'paused';
  if (validFromAt > now) return 'scheduled';
  return usageLimit !== null && usedCount >= usageLimit ? 'used_up' : 'running';
}
