import { sql } from 'drizzle-orm';
import { type Context, requireSystem } from '../context.ts';
import { publish } from '../db/outbox.ts';
import { promotions } from '../db/schema/promotions.ts';
import { didHappen } from '../db/transition.ts';
import { settleAll } from '../settle-all.ts';
import { nextDueAt, productAnnouncements, type StoredPromotion } from './write-promotion.ts';

const MAX_SALES = 100;

type DueSale = Pick<StoredPromotion, 'id' | 'kind' | 'sku' | 'status' | 'validFromAt' | 'validUntilAt'> & {
  readonly dueAt: number;
};

/**
 * The cron's: at the start and at the end of a flash sale its product changes, once. The due time is compared and set,
 * so two runs at once say it once. Returns how many sales were told of.
 */
export async function announceFlashSales(ctx: Context): Promise<number> {
  requireSystem(ctx);
  const due = await ctx.db.all<DueSale>(sql`
    SELECT id, kind, sku, status, valid_from_at AS validFromAt, valid_until_at AS validUntilAt, due_at AS dueAt
    FROM ${promotions} WHERE due_at IS NOT NULL AND due_at <= ${ctx.now} ORDER BY due_at LIMIT ${MAX_SALES}`);
  return await settleAll(due, (sale) => announceSale(ctx, sale));
}

async function announceSale(ctx: Context, sale: DueSale): Promise<boolean> {
  const stillDue = sql`EXISTS (SELECT 1 FROM ${promotions} p WHERE p.id = ${sale.id} AND p.due_at = ${sale.dueAt})`;
  const announcements = await productAnnouncements(ctx, sale, stillDue);
  const results = await ctx.db.batch([
    ...announcements.map((each) => each.statement),
    ctx.db.run(sql`
      UPDATE ${promotions} SET due_at = ${nextDueAt(ctx.now, sale)} WHERE id = ${sale.id} AND due_at = ${sale.dueAt}`),
  ] as [ReturnType<Context['db']['run']>]);
  if (!didHappen(results, -1)) return false;
  ctx.later(publish(ctx, announcements));
  return true;
}
