import { z } from '@hono/zod-openapi';
import { couponCodeSchema, skuSchema } from '../cart/schemas.ts';
import { PAYMENT_METHODS } from '../domain/payment.ts';
import { PROMOTION_KINDS } from '../domain/promotion.ts';

/** More than any price, and far from the end of whole numbers. */
const MAX_PAISE = 1_000_000_000;
const MAX_USES = 1_000_000_000;
const amountPaise = z.number().int('a whole number of paise').min(1, 'more than nothing').max(MAX_PAISE);
const percentBps = z.number().int('whole basis points').min(1, 'more than nothing').max(10_000, 'at most 100 %');
const count = z.number().int('a whole number').min(1, 'at least 1').max(MAX_USES);

export const promotionIdSchema = z
  .string()
  .regex(/^prm_[0-9A-HJKMNP-TV-Z]{26}$/, 'the id of a promotion')
  .openapi({ example: 'prm_01K9ZQ3V7Y4M2N8P6R5T1W0XAB' });

export const promotionRuleSchema = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('price'), pricePaise: amountPaise }),
    z.strictObject({ type: z.literal('flat'), amountPaise }),
    z.strictObject({ type: z.literal('percent'), percentBps, maxPaise: amountPaise.nullable().default(null) }),
    z.strictObject({
      type: z.literal('buy_x_get_y'),
      buy: z.number().int().min(1).max(20),
      get: z.number().int().min(1).max(20),
      percentBps: percentBps.default(10_000),
    }),
    z.strictObject({ type: z.literal('free_shipping') }),
  ])
  .openapi('PromotionRule');

const listOf = <Item extends z.ZodType>(item: Item) => z.array(item).max(200).default([]);

export const eligibilitySchema = z
  .strictObject({
    categoryPaths: listOf(
      z
        .string()
        .max(200)
        .regex(/^\/([a-z0-9-]+\/)+$/, 'slugs from the root: /fashion/kurtas/'),
    ),
    brandSlugs: listOf(z.string().min(1).max(100)),
    skus: listOf(skuSchema),
    sellerIds: listOf(z.string().regex(/^sel_[\w-]{1,60}$/, 'the id of a seller')),
    minCartPaise: z.number().int().min(0).max(MAX_PAISE).default(0),
    people: z.enum(['everyone', 'signed_in', 'first_order']).default('everyone'),
    paymentMethods: z.array(z.enum(PAYMENT_METHODS)).max(PAYMENT_METHODS.length).default([]),
  })
  .openapi('PromotionEligibility');

export const bearerSchema = z
  .strictObject({
    sellerBps: z.number().int().min(0).max(10_000, 'at most 100 %').default(0),
    bankBps: z.number().int().min(0).max(10_000, 'at most 100 %').default(0),
  })
  .openapi('PromotionBearer');

const label = z.string().trim().min(3, 'what shoppers read').max(80);

/** What staff write of a promotion, and may change later. */
const writable = {
  name: label,
  nameHi: label.nullable().default(null),
  rule: promotionRuleSchema,
  eligibility: eligibilitySchema.prefault({}),
  bearer: bearerSchema.prefault({}),
  isStackable: z.boolean().default(false),
  priority: z.number().int().min(0).max(1000).default(0),
  isListed: z.boolean().default(true),
  validFrom: z.iso.datetime(),
  /** Null: until it is ended. A flash sale has an end. */
  validUntil: z.iso.datetime().nullable().default(null),
  /** Orders; pieces of a flash sale. */
  usageLimit: count.nullable().default(null),
  perPersonLimit: count.nullable().default(null),
};

export const newPromotionSchema = z
  .strictObject({
    kind: z.enum(PROMOTION_KINDS),
    /** For coupons, and only for them. */
    code: couponCodeSchema.nullable().default(null),
    /** The listing of a flash sale, and only of one. */
    sku: skuSchema.nullable().default(null),
    ...writable,
  })
  .openapi('NewPromotion');

/** Whole, as it is to be; kind, code and SKU stay. */
export const promotionChangeSchema = z.strictObject(writable).openapi('PromotionChange');

export const promotionSchema = z
  .object({
    id: promotionIdSchema,
    kind: z.enum(PROMOTION_KINDS),
    name: z.string(),
    nameHi: z.string().nullable(),
    code: z.string().nullable(),
    sku: z.string().nullable(),
    rule: promotionRuleSchema,
    eligibility: eligibilitySchema,
    bearer: bearerSchema,
    isStackable: z.boolean(),
    priority: z.number().int(),
    isListed: z.boolean(),
    status: z.enum(['active', 'paused', 'ended']),
    /** What it is at this moment. */
    phase: z.enum(['scheduled', 'running', 'paused', 'used_up', 'over']),
    validFrom: z.iso.datetime(),
    validUntil: z.iso.datetime().nullable(),
    usageLimit: z.number().int().nullable(),
    perPersonLimit: z.number().int().nullable(),
    usedCount: z.number().int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi('Promotion');

export const promotionDetailSchema = promotionSchema
  .extend({
    /** Of orders that stand or wait for their money. */
    usage: z.object({ orders: z.number().int(), quantity: z.number().int(), returned: z.number().int() }),
    cost: z.object({
      amountPaise: z.number().int(),
      sellerPaise: z.number().int(),
      platformPaise: z.number().int(),
      bankPaise: z.number().int(),
    }),
  })
  .openapi('PromotionDetail');

export const promotionQuerySchema = z.object({
  kind: z.enum(PROMOTION_KINDS).optional(),
  status: z.enum(['active', 'paused', 'ended']).optional(),
  code: couponCodeSchema.optional(),
  cursor: promotionIdSchema.optional().openapi({ description: '`nextCursor` of the page before.' }),
});

export const promotionListSchema = z
  .object({ promotions: z.array(promotionSchema), nextCursor: promotionIdSchema.nullable() })
  .openapi('Promotions');

export const offerSchema = z
  .object({
    promotionId: z.string(),
    kind: z.enum(PROMOTION_KINDS),
    label: z.string(),
    labelHi: z.string().nullable(),
    /** To be typed in the cart; null applies by itself. */
    code: z.string().nullable(),
    rule: promotionRuleSchema,
    minCartPaise: z.number().int(),
    people: z.enum(['everyone', 'signed_in', 'first_order']),
    paymentMethods: z.array(z.string()),
    isByBank: z.boolean(),
    endsAt: z.iso.datetime().nullable(),
    /** Uses that are left for all; null without a limit. */
    left: z.number().int().nullable(),
  })
  .openapi('PromotionOffer');

export const offerListSchema = z.object({ offers: z.array(offerSchema) }).openapi('PromotionOffers');

export type NewPromotion = z.infer<typeof newPromotionSchema>;
export type PromotionChange = z.infer<typeof promotionChangeSchema>;
export type Promotion = z.infer<typeof promotionSchema>;
export type PromotionDetail = z.infer<typeof promotionDetailSchema>;
export type PromotionQuery = z.infer<typeof promotionQuerySchema>;
export type PromotionList = z.infer<typeof promotionListSchema>;
export type Offer = z.infer<typeof offerSchema>;
