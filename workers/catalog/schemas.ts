import { z } from '@hono/zod-openapi';
import { deliverySchema } from '../delivery/schemas.ts';
import { BUY_BOX_REASONS, LOSS_REASONS } from '../domain/buy-box.ts';

/** What the API and the pages show of the catalogue. Prices in paise. */

export const slugSchema = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[a-z0-9-]+$/, 'lower-case letters, digits and hyphens');

/** A picture in several widths; `null` never: a product without a picture gets its category's drawing. */
export const imageSchema = z
  .object({
    /** WebP within 400 × 400 px; `largeUrl` within 1200 × 1200. */
    url: z.string(),
    largeUrl: z.string(),
    /** The same picture in all widths, for the attribute of that name; null for a drawing, which has no sizes. */
    srcset: z.object({ avif: z.string(), webp: z.string() }).nullable(),
    alt: z.string(),
    width: z.number().int(),
    height: z.number().int(),
  })
  .openapi('Image');

export const categorySchema = z
  .object({
    slug: z.string(),
    name: z.string(),
    image: imageSchema,
    productCount: z.number().int(),
    parentSlug: z.string().nullable(),
    depth: z.number().int(),
  })
  .openapi('Category');

export const categoryListSchema = z.object({ categories: z.array(categorySchema) }).openapi('CategoryList');

export const categoryDetailSchema = categorySchema
  .extend({
    /** From the root down, without the category itself. */
    breadcrumbs: z.array(z.object({ slug: z.string(), name: z.string() })),
    children: z.array(categorySchema),
    attributes: z.array(z.object({ name: z.string(), label: z.string() })),
    returnPolicy: z.enum(['refund', 'replacement', 'none']),
    returnWindowDays: z.number().int(),
  })
  .openapi('CategoryDetail');

/** A product in a list: the buy box of its best variant. */
export const productCardSchema = z
  .object({
    slug: z.string(),
    title: z.string(),
    brand: z.string().nullable(),
    sku: z.string(),
    pricePaise: z.number().int(),
    mrpPaise: z.number().int(),
    discountPercent: z.number().int(),
    ratingTenths: z.number().int(),
    ratingCount: z.number().int(),
    isInStock: z.boolean(),
    image: imageSchema,
  })
  .openapi('ProductCard');

export const offerSchema = z
  .object({
    sku: z.string(),
    seller: z.object({ slug: z.string(), name: z.string(), ratingTenths: z.number().int() }),
    mrpPaise: z.number().int(),
    /** Of a piece now: in a flash sale its price. */
    pricePaise: z.number().int(),
    discountPercent: z.number().int(),
    available: z.number().int().openapi({ description: 'Pieces on sale, at most 10 are told' }),
    isCodAllowed: z.boolean(),
    handlingDays: z.number().int(),
    /** While a flash sale runs and has pieces left. */
    flash: z
      .object({
        regularPricePaise: z.number().int(),
        endsAt: z.iso.datetime().nullable(),
        left: z.number().int().nullable().openapi({ description: 'Pieces at this price; null without a cap' }),
      })
      .nullable(),
    /** For one piece: to the pincode that was asked for, else to the rest of the country. */
    shippingPaise: z.number().int(),
    /** With a pincode: the whole promise. */
    delivery: deliverySchema.nullable(),
  })
  .openapi('Offer');

/** An offer that is not the first, and why. */
export const otherOfferSchema = offerSchema
  .extend({
    loss: z.object({
      reason: z.enum(LOSS_REASONS),
      /** With `dearer`: how much more it costs, shipping included. */
      byPaise: z.number().int().nullable(),
      /** With `later`. */
      byDays: z.number().int().nullable(),
    }),
  })
  .openapi('OtherOffer');

export const variantSchema = z
  .object({
    id: z.string(),
    attributes: z.record(z.string(), z.string()),
    /** 'M, Indigo'; empty for a product without choices. */
    label: z.string(),
    isInStock: z.boolean(),
    /** The winner of the buy box and why; null when nobody sells the variant. */
    offer: offerSchema.nullable(),
    reason: z.enum(BUY_BOX_REASONS).nullable(),
    /** The next best first. */
    otherOffers: z.array(otherOfferSchema),
  })
  .openapi('Variant');

export const productDetailSchema = z
  .object({
    id: z.string(),
    slug: z.string(),
    title: z.string(),
    brand: z.object({ slug: z.string(), name: z.string() }).nullable(),
    breadcrumbs: z.array(z.object({ slug: z.string(), name: z.string() })),
    description: z.string(),
    specs: z.array(z.object({ name: z.string(), items: z.array(z.object({ key: z.string(), value: z.string() })) })),
    images: z.array(imageSchema.extend({ variantId: z.string().nullable() })),
    ratingTenths: z.number().int(),
    ratingCount: z.number().int(),
    /** How many gave one to five stars, in this order; null while nobody counts them. */
    histogram: z.array(z.number().int()).length(5).nullable(),
    returnPolicy: z.enum(['refund', 'replacement', 'none']),
    returnWindowDays: z.number().int(),
    /** Choices in the order they are picked: [{ name: 'colour', label: 'Colour', values: ['Indigo', 'White'] }]. */
    options: z.array(z.object({ name: z.string(), label: z.string(), values: z.array(z.string()) })),
    variants: z.array(variantSchema),
  })
  .openapi('ProductDetail');

export type Image = z.infer<typeof imageSchema>;
export type Category = z.infer<typeof categorySchema>;
export type CategoryDetail = z.infer<typeof categoryDetailSchema>;
export type ProductCard = z.infer<typeof productCardSchema>;
export type Offer = z.infer<typeof offerSchema>;
export type OtherOffer = z.infer<typeof otherOfferSchema>;
export type Variant = z.infer<typeof variantSchema>;
export type ProductDetail = z.infer<typeof productDetailSchema>;
