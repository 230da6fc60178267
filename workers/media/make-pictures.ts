import { and, eq, sql } from 'drizzle-orm';
import { type Context, requireSystem } from '../context.ts';
import { announce, publish } from '../db/outbox.ts';
import { media } from '../db/schema/catalog.ts';
import { PICTURE_FORMATS, PICTURE_WIDTHS, pictureName, pictureNames } from '../domain/media.ts';
import { isServiceWell, renderPicture } from './picture-service.ts';

/**
 * Makes the standard set of an uploaded picture, then shows it. Each file is stored as it is made, so that a run that is
 * killed is taken up where it stopped; a picture that is ready, failed or gone is left as it is. A file that turns out
 * to be no picture fails for good. Throws when the service does not work: the message is tried again.
 */
export async function makePictures(ctx: Context, mediaId: string): Promise<void> {
  requireSystem(ctx);
  const [row] = await ctx.db.select().from(media).where(eq(media.id, mediaId));
  if (row === undefined || row.status === 'ready') return;
  const { key, originalKey } = row;
  if (row.status === 'failed') return await removeFiles(ctx, key, originalKey);
  const original = originalKey === null ? null : await ctx.env.MEDIA.get(originalKey);
  const isMade = original !== null && (await renderMissing(ctx, key, new Uint8Array(await original.arrayBuffer())));
  if (isMade) await show(ctx, row);
  else await fail(ctx, row);
}

type Row = typeof media.$inferSelect;

/** False when the bytes are no picture. */
async function renderMissing(ctx: Context, key: string, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const { MEDIA } = ctx.env;
  const { objects } = await MEDIA.list({ prefix: `${key}-` });
  const done = new Set(objects.map((object) => object.key));
  for (const width of PICTURE_WIDTHS) {
    for (const format of PICTURE_FORMATS) {
      const name = pictureName(key, width, format);
      if (done.has(name)) continue;
      const made = await rendered(ctx, () => renderPicture(ctx.env, bytes, width, format));
      if (made === null) return false;
      await MEDIA.put(name, made, { httpMetadata: { contentType: `image/${format}` } });
    }
  }
  return true;
}

/**
 * Null for a file that cannot be read. The service's errors do not say whose fault they are, so it is shown a picture
 * that it must know: when it makes that and fails at this one twice, the file is at fault; otherwise it is the service.
 */
async function rendered(ctx: Context, render: () => Promise<ArrayBuffer>): Promise<ArrayBuffer | null> {
  try {
    return await render();
  } catch (error) {
    ctx.log.info('picture not made', { error });
    if (!(await isServiceWell(ctx.env))) throw error;
  }
  return await render().catch(() => null);
}

async function show(ctx: Context, { id, productId, key, originalKey }: Row): Promise<void> {
  const isPending = and(eq(media.id, id), eq(media.status, 'pending'));
  const announcement = announce(
    ctx,
    { type: 'product.changed', productId },
    sql`EXISTS (SELECT 1 FROM media WHERE ${isPending})`,
  );
  const [said] = await ctx.db.batch([
    announcement.statement,
    ctx.db.update(media).set({ status: 'ready' }).where(isPending),
  ]);
  if (said.meta.changes === 1) return ctx.later(publish(ctx, [announcement]));
  // Taken down while its sizes were being made: what was stored after that is removed here.
  if ((await ctx.db.$count(media, eq(media.id, id))) === 0) await removeFiles(ctx, key, originalKey);
}

async function fail(ctx: Context, { id, key, originalKey }: Row): Promise<void> {
  await ctx.db
    .update(media)
    .set({ status: 'failed' })
    .where(and(eq(media.id, id), eq(media.status, 'pending')));
  await removeFiles(ctx, key, originalKey);
}

async function removeFiles(ctx: Context, key: string, originalKey: string | null): Promise<void> {
  await ctx.env.MEDIA.delete([...pictureNames(key), ...(originalKey === null ? [] : [originalKey])]);
}
