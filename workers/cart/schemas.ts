import { z } from '@hono/zod-openapi';
import { imageSchema } from '../catalog/schemas.ts';
import { PROMOTION_KINDS, PROMOTION_REFUSALS } from '../domain/promotion.ts';

export const skuSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9._-]+$/, 'letters, digits, dot, hyphen, underscore');

/** A whole number, as a number: "1" and 1.5 are refused. */
export const quantitySchema = z.number().int('a whole number').min(1, 'at least 1').max(10, 'at most 10 of one item');

export const addItemSchema = z.strictObject({ sku: skuSchema, quantity: quantitySchema }).openapi('AddItem');

/** As it is typed: spaces around it and small letters are no mistakes. */
export const couponCodeSchema = z
  .string()
  .trim()
  .toUpperCase()
  .min(1, 'the code of the coupon')
  .max(40)
  .regex(/^[A-Z0-9_-]+$/, 'letters, digits, hyphen, underscore');

export const applyCouponSchema = z.strictObject({ code: couponCodeSchema }).openapi('ApplyCoupon');
export const changeItemSchema = z.strictObject({ quantity: quantitySchema }).openapi('ChangeItem');

export const cartLineSchema = z
  .object({
    sku: z.string(),
    quantity: z.number().int(),
    title: z.string(),
    variantLabel: z.string(),
    productSlug: z.string(),
    sellerId: z.string(),
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
    /** What promotions without a code take off, flash prices among them. */
    promotionPaise: z.number().int(),
    couponPaise: z.number().int(),
    bankOfferPaise: z.number().int(),
    shippingPaise: z.number().int(),
    codFeePaise: z.number().int(),
    taxPaise: z.number().int(),
    grandPaise: z.number().int(),
    savedPaise: z.number().int(),
    /** From what value on a seller's parcel is free; null when nothing is charged for delivery. */
    freeFromPaise: z.number().int().nullable(),
    /** What the parcel that is nearest to it is short of. */
    missingForFreeShippingPaise: z.number().int().nullable(),
  })
  .openapi('Totals');

/** The words of a promotion are made from these: `label` as its author wrote it, `rule` for what it does. */
const promotionRuleSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('price'), pricePaise: z.number().int() }),
  z.object({ type: z.literal('flat'), amountPaise: z.number().int() }),
  z.object({ type: z.literal('percent'), percentBps: z.number().int(), maxPaise: z.number().int().nullable() }),
  z.object({
    type: z.literal('buy_x_get_y'),
    buy: z.number().int(),
    get: z.number().int(),
    percentBps: z.number().int(),
  }),
  z.object({ type: z.literal('free_shipping') }),
]);

/** What a promotion changes about the price, and on how many pieces. */
export const adjustmentSchema = z
  .object({
    kind: z.enum(PROMOTION_KINDS),
    label: z.string(),
    labelHi: z.string().nullable(),
    code: z.string().nullable(),
    rule: promotionRuleSchema,
    amountPaise: z.number().int(),
    pieces: z.number().int(),
    lines: z.array(z.object({ sku: z.string(), amountPaise: z.number().int() })),
  })
  .openapi('Adjustment');

/** A promotion that does not count, and why: the coupon of the cart, or an offer that is near. */
export const declinedSchema = z
  .object({
    code: z.string().nullable(),
    label: z.string().nullable(),
    labelHi: z.string().nullable(),
    reason: z.enum(PROMOTION_REFUSALS),
    /** With `min_cart`: how much more of what it is for would do. */
    missingPaise: z.number().int().nullable(),
  })
  .openapi('DeclinedPromotion');

/** What one seller sends: its lines, its delivery. */
export const cartParcelSchema = z
  .object({
    sellerId: z.string(),
    sellerName: z.string(),
    skus: z.array(z.string()),
    /** What counts for free delivery: the value of the parcel after promotions and coupon. */
    valuePaise: z.number().int(),
    shippingPaise: z.number().int(),
    freeFromPaise: z.number().int(),
    /** 0 when delivery is free. */
    missingForFreePaise: z.number().int(),
    /** Whether all of it gets to the pincode; null while none is known. */
    isServiceable: z.boolean().nullable(),
    /** ISO date, IST. */
    promisedOn: z.string().nullable(),
  })
  .openapi('CartParcel');

export const cartSchema = z
  .object({
    version: z.number().int(),
    lines: z.array(cartLineSchema),
    parcels: z.array(cartParcelSchema),
    /** Put aside: counts for nothing. */
    saved: z.array(cartLineSchema),
    couponCode: z.string().nullable(),
    adjustments: z.array(adjustmentSchema),
    declined: z.array(declinedSchema),
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

/** What an order held, and how much of each line is in the cart now. */
export const reorderSchema = z
  .object({
    version: z.number().int(),
    itemCount: z.number().int(),
    lines: z.array(
      z.object({
        sku: z.string(),
        title: z.string(),
        quantity: z.number().int(),
        got: z.number().int(),
        /** Why not all of it; null when it is. */
        reason: z.enum(['unavailable', 'sold_out', 'fewer', 'cart_full']).nullable(),
      }),
    ),
  })
  .openapi('Reorder');

export type AddItem = z.infer<typeof addItemSchema>;
export type CartChange = z.infer<typeof cartChangeSchema>;
export type Cart = z.infer<typeof cartSchema>;
export type CartLine = z.infer<typeof cartLineSchema>;
export type CartParcel = z.infer<typeof cartParcelSchema>;
export type CartAdjustment = z.infer<typeof adjustmentSchema>;
export type DeclinedPromotion = z.infer<typeof declinedSchema>;
export type Totals = z.infer<typeof totalsSchema>;
export type Reorder = z.infer<typeof reorderSchema>;
