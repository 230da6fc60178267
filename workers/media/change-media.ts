import { sql } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { auditMark, auditWrite } from '../db/audit.ts';
import { announce, publish } from '../db/outbox.ts';
import { media } from '../db/schema/catalog.ts';
import { noMedia, readMedia } from './queries.ts';
import type { Media, MediaChange } from './schemas.ts';

/** Changes what a picture is said to show, or its place. A repeat changes nothing. Throws `not_found`. */
export async function changeMedia(ctx: Context, mediaId: string, change: MediaChange): Promise<Media> {
  requirePermission(ctx, 'catalog.write');
  const before = await readMedia(ctx, mediaId);
  const { alt = before.alt, position = before.position } = change;
  const { id, happened } = auditMark(ctx);
  const productId = await productOf(ctx, mediaId);
  const announcement = announce(ctx, { type: 'product.changed', productId }, happened);
  const [said] = await ctx.db.batch([
    auditWrite(
      ctx,
      {
        ...{ id, action: 'media.change', subject: mediaId },
        ...{ before: { alt: before.alt, position: before.position }, after: { alt, position } },
      },
      sql`EXISTS (SELECT 1 FROM ${media} WHERE id = ${mediaId} AND (alt <> ${alt} OR position <> ${position}))`,
    ),
    ctx.db.run(sql`UPDATE ${media} SET alt = ${alt}, position = ${position} WHERE id = ${mediaId} AND ${happened}`),
    announcement.statement,
  ]);
  if (said.meta.changes === 1) ctx.later(publish(ctx, [announcement]));
  return await readMedia(ctx, mediaId);
}

/** Of a picture that is there. Throws `not_found` when it has just been taken down. */
async function productOf(ctx: Context, mediaId: string): Promise<string> {
  const [row] = await ctx.db.all<{ productId: string }>(
    sql`SELECT product_id AS productId FROM ${media} WHERE id = ${mediaId}`,
  );
  if (row === undefined) throw noMedia(mediaId);
  return row.productId;
}
