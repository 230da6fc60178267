import { z } from '@hono/zod-openapi';
import { imageSchema } from '../catalog/schemas.ts';

export const skuSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9._-]+$/, 'letters, digits, dot, hyphen, underscore');

/** A whole number, as a number: "1" and 1.5 are refused. */
export const quantitySchema = z.number().int('a whole number').min(1, 'at least 1').max(10, 'at most 10 of one item');

export const addItemSchema = z.strictObject({ sku: skuSchema, quantity: quantitySchema }).openapi('AddItem');
export const changeItemSchema = z.strictObject({ quantity: quantitySchema }).openapi('ChangeItem');

export const cartLineSchema = z
  .object({
    sku: z.string(),
    quantity: z.number().int(),
    title: z.string(),
    variantLabel: z.string(),
    productSlug: z.string(),
    sellerName: z.string(),
    image: imageSchema,
    mrpPaise: z.number().int(),
    pricePaise: z.number().int(),
    /** Price when the line was last confirmed by the shopper; differs from `pricePaise` when it moved since. */
    seenPricePaise: z.number().int(),
    available: z.number().int(),
    isCodAllowed: z.boolean(),
    /** What the shopper has to know about the line; lines with `unavailable` or `short_stock` block the checkout. */
    notices: z.array(z.enum(['price_up', 'price_down', 'short_stock', 'unavailable', 'merge_cut'])),
    /** With `merge_cut`: how many both carts held at the sign-in, and how many there were to be had. */
    mergeCut: z.object({ wanted: z.number().int(), got: z.number().int() }).nullable(),
  })
  .openapi('CartLine');

export const totalsSchema = z
  .object({
    mrpPaise: z.number().int(),
    discountPaise: z.number().int(),
    couponPaise: z.number().int(),
    bankOfferPaise: z.number().int(),
    shippingPaise: z.number().int(),
    codFeePaise: z.number().int(),
    taxPaise: z.number().int(),
    grandPaise: z.number().int(),
    savedPaise: z.number().int(),
  })
  .openapi('Totals');

export const cartSchema = z
  .object({
    version: z.number().int(),
    lines: z.array(cartLineSchema),
    /** What the guest's cart held and could not be brought along at the sign-in, until `DELETE /cart/notices`. */
    leftOut: z.array(
      z.object({
        sku: z.string(),
        title: z.string(),
        variantLabel: z.string(),
        productSlug: z.string(),
        wanted: z.number().int(),
      }),
    ),
    itemCount: z.number().int(),
    totals: totalsSchema,
    /** Not empty, and every line can be had as it stands. */
    canCheckout: z.boolean(),
  })
  .openapi('Cart');

/** The answer to a change: enough for a header count and a toast; the whole cart is one GET away. */
export const cartChangeSchema = z
  .object({ version: z.number().int(), itemCount: z.number().int(), quantity: z.number().int() })
  .openapi('CartChange');

export type AddItem = z.infer<typeof addItemSchema>;
export type CartChange = z.infer<typeof cartChangeSchema>;
export type Cart = z.infer<typeof cartSchema>;
export type CartLine = z.infer<typeof cartLineSchema>;
