import { eq } from 'drizzle-orm';
import { type Context, requireSystem } from '../context.ts';
import { media } from '../db/schema/catalog.ts';
import { KEPT_WIDTHS, PICTURE_WIDTHS, pictureNames } from '../domain/media.ts';

export interface PictureFiles {
  readonly mediaId: string;
  readonly key: string;
  readonly originalKey: string;
}

/**
 * Removes the files of a picture that was taken down, all but the small ones: orders show for ever what was bought. May
 * be repeated. The same file may have been uploaded again, under the same names: then they stay.
 */
export async function removePictureFiles(ctx: Context, { mediaId, key, originalKey }: PictureFiles): Promise<void> {
  requireSystem(ctx);
  if ((await ctx.db.$count(media, eq(media.id, mediaId))) > 0) return;
  const large = PICTURE_WIDTHS.filter((width) => !KEPT_WIDTHS.some((kept) => kept === width));
  await ctx.env.MEDIA.delete([...pictureNames(key, large), originalKey]);
}
