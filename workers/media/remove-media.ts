import { eq, sql } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { auditMark, auditWrite } from '../db/audit.ts';
import { announce, publish } from '../db/outbox.ts';
import { media } from '../db/schema/catalog.ts';
import { noMedia } from './queries.ts';

/**
 * Takes a picture down: it leaves its product at once, its files are removed by a consumer. Throws `not_found`, also to
 * a repeat.
 */
export async function removeMedia(ctx: Context, mediaId: string): Promise<void> {
  requirePermission(ctx, 'catalog.write');
  const [before] = await ctx.db.select().from(media).where(eq(media.id, mediaId));
  if (before === undefined) throw noMedia(mediaId);
  const { id, happened } = auditMark(ctx);
  const { productId, variantId, key, originalKey, alt, position } = before;
  const changed = announce(ctx, { type: 'product.changed', productId }, happened);
  // What came with its sizes may belong to other products too: its files stay.
  const removed =
    originalKey === null ? [] : [announce(ctx, { type: 'media.removed', mediaId, key, originalKey }, happened)];
  const [said] = await ctx.db.batch([
    auditWrite(
      ctx,
      { id, action: 'media.remove', subject: mediaId, before: { productId, variantId, key, alt, position } },
      sql`EXISTS (SELECT 1 FROM ${media} WHERE id = ${mediaId})`,
    ),
    changed.statement,
    ...removed.map(({ statement }) => statement),
    ctx.db.run(sql`DELETE FROM ${media} WHERE id = ${mediaId} AND ${happened}`),
  ]);
  if (said.meta.changes !== 1) throw noMedia(mediaId);
  ctx.later(publish(ctx, [changed, ...removed]));
}
