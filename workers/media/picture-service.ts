import { PICTURE_FORMATS, type PictureFormat, type PictureWidth } from '../domain/media.ts';

/** What a picture of goods needs: AVIF does with less than WebP for the same look. */
const QUALITY: Readonly<Record<PictureFormat, number>> = { avif: 55, webp: 78 };

/** A grey dot, which every service that works can read. */
const PROBE = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=='),
  (letter) => letter.charCodeAt(0),
);

/**
 * One file of the standard set, by Cloudflare Images: turned as the camera says, fitted into a square without being
 * enlarged, without the camera's notes (place, name, serial number). Throws when the service does not make it.
 */
export async function renderPicture(
  { IMAGES }: Pick<Env, 'IMAGES'>,
  bytes: Uint8Array<ArrayBuffer>,
  widthPx: PictureWidth,
  format: PictureFormat,
): Promise<ArrayBuffer> {
  const result = await IMAGES.input(new Blob([bytes]).stream())
    .transform({ width: widthPx, height: widthPx, fit: 'scale-down' })
    .output({ format: `image/${format}`, quality: QUALITY[format] });
  // It may answer in another format than it was asked for, which the name would then lie about.
  if (result.contentType() !== `image/${format}`) throw new Error(`${result.contentType()} instead of ${format}`);
  return await result.response().arrayBuffer();
}

/** Whether the service works at all: what it cannot read then, nobody can. */
export async function isServiceWell(env: Pick<Env, 'IMAGES'>): Promise<boolean> {
  try {
    await renderPicture(env, PROBE, 200, PICTURE_FORMATS[1]);
    return true;
  } catch {
    return false;
  }
}
