import type { Image } from './schemas.ts';

const SMALL_PX = 400;
const LARGE_PX = 1000;

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

/**
 * A square picture in two sizes. `key` names an object in MEDIA without size and ending; a product without a picture
 * gets the drawing of its department.
 */
export function imageOf(key: string | null, alt: string, categoryPath: string): Image {
  const shared = { alt, width: LARGE_PX, height: LARGE_PX };
  if (key === null) {
    const url = placeholderOf(categoryPath);
    return { url, largeUrl: url, ...shared };
  }
  return { url: mediaUrl(key, SMALL_PX), largeUrl: mediaUrl(key, LARGE_PX), ...shared };
}

/** The small picture of a category, or its department's drawing. */
export function categoryImageUrl(key: string | null, path: string): string {
  return key === null ? placeholderOf(path) : mediaUrl(key, SMALL_PX);
}

function mediaUrl(key: string, widthPx: number): string {
  return `/media/${key}-${widthPx}.webp`;
}

/** '/fashion/mens-clothing/' → '/placeholders/fashion.svg'. */
function placeholderOf(categoryPath: string): string {
  const department = categoryPath.split('/')[1] ?? '';
  return `/placeholders/${DRAWN.has(department) ? department : 'generic'}.svg`;
}
