import { eq, sql } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { auditMark, auditWrite } from '../db/audit.ts';
import { announce, publish } from '../db/outbox.ts';
import { products } from '../db/schema/catalog.ts';
import { nextStatuses, type ProductStatus } from '../domain/product.ts';
import { AppError } from '../http/problem.ts';
import type { EditedProduct, ProductEdit } from './edit-schemas.ts';

/**
 * Changes what a product says, and whether shoppers see it. Its address stays. The same again changes nothing. Throws
 * `not_found`, and `illegal_transition` for a status that does not follow, or when somebody else was faster.
 */
export async function editProduct(ctx: Context, slug: string, edit: ProductEdit): Promise<EditedProduct> {
  requirePermission(ctx, 'catalog.write');
  const { productId, ...before } = await findEditable(ctx, slug);
  const { title = before.title, description = before.description, status = before.status } = edit;
  const after = { title, description, status };
  requireNext(before.status, status);
  if (JSON.stringify(before) === JSON.stringify(after)) return { slug, ...after };

  const { id, happened } = auditMark(ctx);
  const announcement = announce(ctx, { type: 'product.changed', productId }, happened);
  const results = await ctx.db.batch([
    auditWrite(
      ctx,
      { id, action: 'product.edit', subject: slug, before, after },
      sql`EXISTS (
        SELECT 1 FROM ${products} WHERE slug = ${slug} AND title = ${before.title}
          AND description = ${before.description} AND status = ${before.status})`,
    ),
    ctx.db
      .update(products)
      .set({ ...after, updatedAt: ctx.now })
      .where(sql`${products.slug} = ${slug} AND ${happened}`),
    announcement.statement,
    ctx.db.all(sql`SELECT 1 WHERE ${happened}`),
  ]);
  if (results[3].length === 0) {
    throw new AppError('illegal_transition', 'Somebody else has changed this product in the meantime. Look again.');
  }
  ctx.later(publish(ctx, [announcement]));
  return { slug, ...after };
}

function requireNext(from: ProductStatus, to: ProductStatus): void {
  const next = nextStatuses(from);
  if (from === to || next.includes(to)) return;
  const message = `From ${from} a product becomes ${next.join(' or ')}, not ${to}.`;
  throw new AppError('illegal_transition', message, { errors: [{ field: 'status', message }] });
}

async function findEditable(ctx: Context, slug: string) {
  const [row] = await ctx.db
    .select({
      productId: products.id,
      title: products.title,
      description: products.description,
      status: products.status,
    })
    .from(products)
    .where(eq(products.slug, slug));
  if (row === undefined) throw new AppError('not_found', `There is no product ${slug}.`);
  return row;
}
