import { z } from '@hono/zod-openapi';
import { skuSchema } from '../cart/schemas.ts';
import { PRODUCT_STATUSES } from '../domain/product.ts';

const priceSchema = z.number().int('whole paise').min(1, 'more than nothing').max(10_000_000_00);
const isNotEmpty = (changes: object) => Object.values(changes).some((value) => value !== undefined);
const nothing = { message: 'say what changes', path: ['body'] };

export const skuParamsSchema = z.object({ sku: skuSchema });

/** What is left out stays. */
export const listingEditSchema = z
  .strictObject({
    pricePaise: priceSchema.optional(),
    mrpPaise: priceSchema.optional(),
    status: z.enum(['active', 'inactive']).optional(),
    handlingDays: z.number().int('whole days').min(0).max(30).optional(),
    isCodAllowed: z.boolean().optional(),
  })
  .refine(isNotEmpty, nothing)
  .openapi('ListingEdit');

export const editedListingSchema = z
  .object({
    sku: z.string(),
    productSlug: z.string(),
    pricePaise: z.number().int(),
    mrpPaise: z.number().int(),
    status: z.enum(['active', 'inactive']),
    handlingDays: z.number().int(),
    isCodAllowed: z.boolean(),
  })
  .openapi('EditedListing');

export const productEditSchema = z
  .strictObject({
    title: z.string().trim().min(3).max(300).optional(),
    description: z.string().trim().max(20_000).optional(),
    status: z.enum(PRODUCT_STATUSES).optional(),
  })
  .refine(isNotEmpty, nothing)
  .openapi('ProductEdit');

export const editedProductSchema = z
  .object({ slug: z.string(), title: z.string(), description: z.string(), status: z.enum(PRODUCT_STATUSES) })
  .openapi('EditedProduct');

export type ListingEdit = z.infer<typeof listingEditSchema>;
export type EditedListing = z.infer<typeof editedListingSchema>;
export type ProductEdit = z.infer<typeof productEditSchema>;
export type EditedProduct = z.infer<typeof editedProductSchema>;
