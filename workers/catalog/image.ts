import { LARGE_PX, type PictureWidth, pictureName, SMALL_PX, srcsetOf } from '../domain/media.ts';
import type { Image } from './schemas.ts';

/** Departments that have a drawing of their own in storefront/public/placeholders. */
const DRAWN = new Set([
  'accessories',
  'automotive',
  'bags-and-luggage',
  'beauty-and-grooming',
  'books-and-stationery',
  'computers-and-gaming',
  'footwear',
  'grocery',
  'health-and-baby',
  'home-and-furniture',
  'kids-fashion',
  'kitchen-and-dining',
  'mens-fashion',
  'mobiles-and-audio',
  'musical-instruments',
  'pet-supplies',
  'sports-and-fitness',
  'tools-and-garden',
  'toys-and-games',
  'tv-and-cameras',
  'watches-and-jewellery',
  'womens-fashion',
]);

interface Size {
  readonly width: number;
  readonly height: number;
}

const SQUARE: Size = { width: LARGE_PX, height: LARGE_PX };

/**
 * A picture in the standard set. `key` names its objects in MEDIA without size and ending; a product without a picture
 * gets the drawing of its department. `size` is that of the original, where it is known: lists show squares.
 */
export function imageOf(
  key: string | null,
  alt: string,
  categoryPath: string,
  { width, height }: Size = SQUARE,
): Image {
  if (key === null) {
    const url = placeholderOf(categoryPath);
    return { url, largeUrl: url, srcset: null, alt, ...SQUARE };
  }
  return {
    url: mediaUrl(key, SMALL_PX),
    largeUrl: mediaUrl(key, LARGE_PX),
    srcset: { avif: srcsetOf(key, 'avif'), webp: srcsetOf(key, 'webp') },
    ...{ alt, width, height },
  };
}

function mediaUrl(key: string, widthPx: PictureWidth): string {
  return `/media/${pictureName(key, widthPx, 'webp')}`;
}

/** '/fashion/mens-clothing/' → '/placeholders/fashion.svg'. */
function placeholderOf(categoryPath: string): string {
  const department = categoryPath.split('/')[1] ?? '';
  return `/placeholders/${DRAWN.has(department) ? department : 'generic'}.svg`;
}
