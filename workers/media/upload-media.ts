import { eq, sql } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { auditMark, auditWrite } from '../db/audit.ts';
import { announce, publish } from '../db/outbox.ts';
import { media, products, variants } from '../db/schema/catalog.ts';
import { type Id, idOf } from '../domain/id.ts';

import {
  MAX_PIXELS,
  MAX_SIDE_PX,
  MIN_SIDE_PX,
  type PictureFacts,
  type PictureRefusal,
  readPicture,
} from '../domain/picture-file/read-picture.ts';
import { AppError, fieldError } from '../http/problem.ts';
import { readMedia } from './queries.ts';
import { MAX_PICTURES, type Media, type UploadInput } from './schemas.ts';

export interface Uploaded {
  readonly media: Media;
  /** False for a file that the product has already: nothing was changed. */
  readonly isNew: boolean;
}

/**
 * Takes a picture of a product. The original goes to R2 first, under a name made of its bytes and the product, so that
 * a repeat, or the same file twice at once, is one object and one row; what dies in between is finished by a repeat.
 * Its sizes are made by a consumer, and then it is shown. `readFile` is asked once it is clear that there is use for
 * it. Throws `not_found` and `validation_failed` with the field, and whatever `readFile` throws.
 */
export async function uploadMedia(
  ctx: Context,
  input: UploadInput,
  readFile: () => Promise<Uint8Array<ArrayBuffer>>,
): Promise<Uploaded> {
  requirePermission(ctx, 'catalog.write');
  const productId = await findTarget(ctx, input);
  const bytes = await readFile();
  const facts = readPicture(bytes);
  if (!facts.ok) throw fieldError('file', REFUSALS[facts.reason]);
  const identity = await identityOf(productId, bytes);
  const [known] = await ctx.db.select({ status: media.status }).from(media).where(eq(media.id, identity.id));
  if (known !== undefined && known.status !== 'failed')
    return { media: await readMedia(ctx, identity.id), isNew: false };
  await ctx.env.MEDIA.put(identity.originalKey, bytes, { httpMetadata: { contentType: `image/${facts.type}` } });
  const isNew = await addRow(ctx, { ...input, productId, ...identity, facts });
  return { media: await readMedia(ctx, identity.id), isNew };
}

async function findTarget(ctx: Context, { productSlug, variantId }: UploadInput): Promise<string> {
  const [[product], [variant]] = await ctx.db.batch([
    ctx.db.select({ id: products.id }).from(products).where(eq(products.slug, productSlug)),
    ctx.db
      .select({ productId: variants.productId })
      .from(variants)
      .where(eq(variants.id, variantId ?? '')),
  ]);
  if (product === undefined) throw noProduct(productSlug);
  if (variantId !== undefined && variant?.productId !== product.id) {
    throw fieldError('variantId', 'It is no variant of this product.');
  }
  return product.id;
}

interface Identity {
  readonly id: Id<'media'>;
  /** Of its sizes. */
  readonly key: string;
  /** Without an ending: the original may hold a place and a name, so it is never served. */
  readonly originalKey: string;
}

async function identityOf(productId: string, bytes: Uint8Array<ArrayBuffer>): Promise<Identity> {
  const ofFile = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const both = new Uint8Array([...new TextEncoder().encode(`${productId}/`), ...ofFile]);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', both));
  const name = Array.from(digest.subarray(0, 20), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const time = digest.subarray(20, 26).reduce((sum, byte) => sum * 256 + byte, 0);
  return { id: idOf('media', time, digest.subarray(0, 10)), key: `products/${name}`, originalKey: `originals/${name}` };
}

interface Row extends UploadInput, Identity {
  readonly productId: string;
  readonly facts: PictureFacts;
}

/** Row, announcement and audit row in one batch; none of them when the product has the file already. */
async function addRow(ctx: Context, row: Row): Promise<boolean> {
  const { id, productId, variantId = null, key, originalKey, alt, facts } = row;
  const { id: auditId, happened } = auditMark(ctx);
  const announcement = announce(ctx, { type: 'media.uploaded', mediaId: id }, happened);
  const position =
    row.position ?? sql`(SELECT COALESCE(MAX(position) + 1, 0) FROM media WHERE product_id = ${productId})`;
  // A file that failed once may be tried again: what could not read it may have been mended.
  const isFree = sql`NOT EXISTS (SELECT 1 FROM media WHERE id = ${id} AND status <> 'failed')`;
  const hasRoom = sql`(SELECT COUNT(*) FROM media WHERE product_id = ${productId}) < ${MAX_PICTURES}`;
  const after = { productSlug: row.productSlug, variantId, alt, width: facts.width, height: facts.height };
  const [said] = await ctx.db.batch([
    auditWrite(ctx, { id: auditId, action: 'media.upload', subject: id, after }, sql`${isFree} AND ${hasRoom}`),
    ctx.db.run(sql`
      INSERT INTO media (id, product_id, variant_id, key, alt, width, height, position, status, original_key)
      SELECT ${id}, ${productId}, ${variantId}, ${key}, ${alt}, ${facts.width}, ${facts.height}, ${position},
        'pending', ${originalKey}
      WHERE ${happened}
      ON CONFLICT (id) DO UPDATE SET variant_id = excluded.variant_id, alt = excluded.alt,
        position = excluded.position, status = 'pending', original_key = excluded.original_key`),
    announcement.statement,
  ]);
  const isNew = said.meta.changes === 1;
  if (isNew) ctx.later(publish(ctx, [announcement]));
  else if (!(await ctx.db.$count(media, eq(media.id, id)))) await refuse(ctx, originalKey);
  return isNew;
}

/** There is no room for it: nothing is kept. */
async function refuse(ctx: Context, originalKey: string): Promise<never> {
  await ctx.env.MEDIA.delete(originalKey);
  throw tooMany();
}

function noProduct(slug: string): AppError {
  const message = `There is no product ${slug}.`;
  return new AppError('not_found', message, { errors: [{ field: 'productSlug', message }] });
}

function tooMany() {
  return fieldError('productSlug', `The product has ${MAX_PICTURES} pictures already. Take one down first.`);
}

const REFUSALS: Readonly<Record<PictureRefusal, string>> = {
  empty: 'The file is empty. Send the picture as the body.',
  not_a_picture: 'The file is no picture, whatever its name says. Send a JPEG, PNG or WebP.',
  other_type: 'Pictures of this kind are not taken. Send a JPEG, PNG or WebP.',
  truncated: 'The file ends in the middle of the picture. Send it again.',
  damaged: 'The file is damaged.',
  followed: 'Something else lies behind the picture in the file. Save the picture anew.',
  animated: 'The picture moves. Send one that stands still.',
  too_small: `The picture is too small: ${MIN_SIDE_PX} pixels a side at least.`,
  too_large: `The picture is too large: ${MAX_SIDE_PX} pixels a side and ${MAX_PIXELS / 1e6} megapixels at most.`,
};
