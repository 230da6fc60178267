import { eq } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { sellers } from '../db/schema/catalog.ts';

/** A seller by id, or by the name in its address ('meghraj-retail'); null when there is none. */
export async function findSellerId(ctx: Context, text: string): Promise<string | null> {
  requirePermission(ctx, 'people.write');
  const word = text.trim();
  const [row] = await ctx.db
    .select({ id: sellers.id })
    .from(sellers)
    .where(word.startsWith('sel_') ? eq(sellers.id, word) : eq(sellers.slug, word.toLowerCase()));
  return row?.id ?? null;
}
