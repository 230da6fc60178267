import { asc, eq } from 'drizzle-orm';
import { imageOf } from '../catalog/image.ts';
import { type Context, requirePermission } from '../context.ts';
import { media, products } from '../db/schema/catalog.ts';
import { AppError } from '../http/problem.ts';
import type { Media } from './schemas.ts';

/** A picture as staff see it, also before it is shown. Throws `not_found`. */
export async function findMedia(ctx: Context, mediaId: string): Promise<Media> {
  requirePermission(ctx, 'catalog.write');
  return await readMedia(ctx, mediaId);
}

/** All pictures of a product in their order. Throws `not_found` without such a product. */
export async function listMedia(ctx: Context, productSlug: string): Promise<readonly Media[]> {
  requirePermission(ctx, 'catalog.write');
  const [[product], rows] = await ctx.db.batch([
    ctx.db.select({ id: products.id }).from(products).where(eq(products.slug, productSlug)),
    selectMedia(ctx).where(eq(products.slug, productSlug)).orderBy(asc(media.position), asc(media.id)),
  ]);
  if (product === undefined) throw new AppError('not_found', `There is no product ${productSlug}.`);
  return rows.map(mediaOf);
}

/** The same for verbs that have asked who may already. */
export async function readMedia(ctx: Context, mediaId: string): Promise<Media> {
  const [row] = await selectMedia(ctx).where(eq(media.id, mediaId));
  if (row === undefined) throw noMedia(mediaId);
  return mediaOf(row);
}

export function noMedia(mediaId: string): AppError {
  return new AppError('not_found', `There is no picture ${mediaId}.`);
}

function selectMedia(ctx: Context) {
  return ctx.db
    .select({
      id: media.id,
      productSlug: products.slug,
      variantId: media.variantId,
      key: media.key,
      alt: media.alt,
      position: media.position,
      status: media.status,
      width: media.width,
      height: media.height,
    })
    .from(media)
    .innerJoin(products, eq(products.id, media.productId))
    .$dynamic();
}

type MediaRow = Awaited<ReturnType<typeof selectMedia>>[number];

function mediaOf({ key, ...row }: MediaRow): Media {
  return { ...row, image: row.status === 'ready' ? imageOf(key, row.alt, '', row) : null };
}
