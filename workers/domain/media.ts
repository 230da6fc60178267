/**
 * The standard set: every picture lies in MEDIA under each of these names, so that pages and apps can write a srcset
 * without asking. A picture is made to fit a square of that width and is never enlarged: the larger files of a small
 * original show what it has. Cloudflare Images makes no AVIF beyond 1,200 px.
 */
export const PICTURE_WIDTHS = [200, 400, 800, 1200] as const;
export const PICTURE_FORMATS = ['avif', 'webp'] as const;
export type PictureWidth = (typeof PICTURE_WIDTHS)[number];
export type PictureFormat = (typeof PICTURE_FORMATS)[number];

/** What lists and orders show, and what a product page opens large. */
export const SMALL_PX = 400 satisfies PictureWidth;
export const LARGE_PX = 1200 satisfies PictureWidth;

/** An order shows for ever what was bought, so these outlive a picture that is taken down. */
export const KEPT_WIDTHS = [200, 400] as const satisfies readonly PictureWidth[];

/** An object of MEDIA: 'catalog/1f…-400.webp'. */
export function pictureName(key: string, widthPx: PictureWidth, format: PictureFormat): string {
  return `${key}-${widthPx}.${format}`;
}

/** All objects of a picture. */
export function pictureNames(key: string, widths: readonly PictureWidth[] = PICTURE_WIDTHS): readonly string[] {
  return widths.flatMap((width) => PICTURE_FORMATS.map((format) => pictureName(key, width, format)));
}

/** '/media/k-200.avif 200w, /media/k-400.avif 400w, …'. */
export function srcsetOf(key: string, format: PictureFormat): string {
  return PICTURE_WIDTHS.map((width) => `/media/${pictureName(key, width, format)} ${width}w`).join(', ');
}

/** The candidates of a srcset up to a width. */
export function atMost(srcset: string, widthPx: PictureWidth): string {
  const candidates = srcset.split(', ');
  return candidates.slice(0, PICTURE_WIDTHS.indexOf(widthPx) + 1).join(', ');
}
