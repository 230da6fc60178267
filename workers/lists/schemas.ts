import { z } from '@hono/zod-openapi';
import { imageSchema } from '../catalog/schemas.ts';

export const MAX_WISHES = 200;

export const wishSchema = z
  .object({
    sku: z.string(),
    title: z.string(),
    variantLabel: z.string(),
    productSlug: z.string(),
    sellerName: z.string(),
    image: imageSchema,
    mrpPaise: z.number().int(),
    pricePaise: z.number().int(),
    /** Price when it was put on the list. */
    seenPricePaise: z.number().int(),
    isInStock: z.boolean(),
    /** What has changed since it was put on the list. */
    notices: z.array(z.enum(['price_down', 'price_up', 'back_in_stock', 'sold_out', 'unavailable'])),
    addedAt: z.iso.datetime(),
  })
  .openapi('Wish');

export const wishlistSchema = z.object({ items: z.array(wishSchema) }).openapi('Wishlist');

/** The answer to a change: enough for the hearts of a page. */
export const wishlistSkusSchema = z.object({ skus: z.array(z.string()) }).openapi('WishlistSkus');

export type Wish = z.infer<typeof wishSchema>;
export type Wishlist = z.infer<typeof wishlistSchema>;
export type WishlistSkus = z.infer<typeof wishlistSkusSchema>;
