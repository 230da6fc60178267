import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { announce } from '../db/outbox.ts';
import type { promotions } from '../db/schema/promotions.ts';
import type { PromotionKind } from '../domain/promotion.ts';
import { AppError } from '../http/problem.ts';
import type { PromotionChange } from './schemas.ts';

export type StoredPromotion = typeof promotions.$inferSelect;

/** The columns that staff write. */
export function columnsOf(change: PromotionChange) {
  const { validFrom, validUntil, ...rest } = change;
  return {
    ...rest,
    validFromAt: Date.parse(validFrom),
    validUntilAt: validUntil === null ? null : Date.parse(validUntil),
  };
}

/** When a flash sale starts or ends next; null for what nobody has to be told of. */
export function nextDueAt(
  now: number,
  {
    kind,
    status,
    validFromAt,
    validUntilAt,
  }: Pick<StoredPromotion, 'kind' | 'status' | 'validFromAt' | 'validUntilAt'>,
): number | null {
  if (kind !== 'flash_sale' || status === 'ended') return null;
  return [validFromAt, validUntilAt].find((at) => at !== null && at > now) ?? null;
}

/** No other flash sale of the SKU shares a moment with this one; for the guard of the write. */
export function isAlone(
  id: string,
  { kind, sku, validFromAt, validUntilAt }: Pick<StoredPromotion, 'kind' | 'sku' | 'validFromAt' | 'validUntilAt'>,
): SQL {
  if (kind !== 'flash_sale') return sql`TRUE`;
  return sql`NOT EXISTS (SELECT 1 FROM promotions other WHERE other.sku = ${sku} AND other.sku IS NOT NULL
    AND other.id <> ${id} AND other.status <> 'ended'
    AND other.valid_from_at < ${validUntilAt} AND other.valid_until_at > ${validFromAt})`;
}

export function overlaps(sku: string | null): AppError {
  const message = `Another flash sale of ${sku} runs then.`;
  return new AppError('promotion_overlaps', message, { errors: [{ field: 'validFrom', message }] });
}

/** Pages show the price of a flash sale: its product has changed. Nothing for other kinds. */
export async function productAnnouncements(
  ctx: Context,
  { kind, sku }: { readonly kind: PromotionKind; readonly sku: string | null },
  happened: SQL,
) {
  if (kind !== 'flash_sale') return [];
  const rows = await ctx.db.all<{ productId: string }>(sql`
    SELECT product_id AS productId FROM listings WHERE sku = ${sku}`);
  return rows.map(({ productId }) => announce(ctx, { type: 'product.changed', productId }, happened));
}
