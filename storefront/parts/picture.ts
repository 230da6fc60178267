import type { Image } from '../../workers/catalog/schemas.ts';
import { atMost, type PictureWidth, SMALL_PX } from '../../workers/domain/media.ts';
import { attributes, type Html, html } from './html.ts';

export interface PictureOptions {
  /** How wide it is shown, as in the attribute of that name: the browser chooses by it before it knows the page. */
  readonly sizes: string;
  /** The widest file worth its bytes. A list's pictures are sharp enough with the small one, on the densest phone. */
  readonly most?: PictureWidth | undefined;
  /** '' beside words that say the same; the picture's own by default. */
  readonly alt?: string | undefined;
  /** In the first screen: not put off until it is scrolled to. */
  readonly eager?: boolean | undefined;
  /** The largest of the first screen, fetched before everything else. One a page. */
  readonly first?: boolean | undefined;
  /** Where it is shown smaller than it is. */
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

/**
 * A picture in the standard set: AVIF for browsers that read it, else WebP, and of its widths the one that fits. A
 * drawing has one file. It keeps its place while it loads. `rest` are further attributes of the img, such as a class.
 */
export function picture(image: Image, options: PictureOptions, rest: Parameters<typeof attributes>[0] = {}): Html {
  const { sizes, most = SMALL_PX, alt = image.alt, eager = false, first = false } = options;
  const { width = image.width, height = image.height } = options;
  const { srcset } = image;
  const shared = attributes({
    ...{ src: image.url, alt, width, height },
    loading: eager || first ? 'eager' : 'lazy',
    fetchpriority: first ? 'high' : null,
    // The first is painted with the page; the others must not hold it up.
    decoding: first ? null : 'async',
    ...rest,
  });
  if (srcset === null) return html`<img${shared}>`;
  return html`<picture><source type="image/avif" srcset="${atMost(srcset.avif, most)}" sizes="${sizes}"><img${shared} srcset="${atMost(srcset.webp, most)}" sizes="${sizes}"></picture>`;
}
