import { z } from '@hono/zod-openapi';
import { fulfilmentMachine } from '../domain/fulfilment.ts';
import { statesOf } from '../domain/machine.ts';

const statusSchema = z.enum(statesOf(fulfilmentMachine)).openapi('FulfilmentStatus');

export const fulfilmentIdSchema = z
  .string()
  .regex(/^ful_[0-9A-HJKMNP-TV-Z]{26}$/, 'an id such as ful_01KB0Z8Q4M7C2W9X5T3R6Y1N8P');

export const shipSchema = z
  .object({
    carrier: z
      .string()
      .trim()
      .toLowerCase()
      .regex(/^[a-z0-9][a-z0-9 .&-]{1,39}$/, 'the name of a carrier, such as Blue Dart')
      .optional()
      .openapi({ description: 'Needed with an AWB number of your own.' }),
    awb: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[A-Z0-9-]{6,40}$/, '6 to 40 letters, digits and hyphens')
      .optional()
      .openapi({ description: 'Of your own carrier. Left out: the one that was booked with the label.' }),
  })
  .strict()
  .openapi('Shipping');

export const parcelListQuerySchema = z.object({
  status: statusSchema.optional(),
  seller: z
    .string()
    .regex(/^sel_[\w-]{1,60}$/)
    .optional()
    .openapi({ description: 'For staff: the parcels of this seller only.' }),
  cursor: fulfilmentIdSchema.optional().openapi({ description: '`nextCursor` of the page before.' }),
});

const parcelBase = z.object({
  id: fulfilmentIdSchema,
  orderNo: z.string(),
  sellerId: z.string(),
  status: statusSchema,
  placedAt: z.iso.datetime(),
  promisedOn: z.string().openapi({ example: '2026-11-28', description: 'A day in India.' }),
  carrier: z.string().nullable(),
  awb: z.string().nullable(),
});

export const parcelSummarySchema = parcelBase
  .extend({ pieces: z.number().int(), firstTitle: z.string() })
  .openapi('ParcelSummary');

export const parcelListSchema = z
  .object({ parcels: z.array(parcelSummarySchema), nextCursor: fulfilmentIdSchema.nullable() })
  .openapi('ParcelList');

export const parcelSchema = parcelBase
  .extend({
    trackingUrl: z.string().nullable(),
    shippedAt: z.iso.datetime().nullable(),
    deliveredAt: z.iso.datetime().nullable(),
    hasLabel: z.boolean(),
    cashPaise: z.number().int().openapi({ description: 'What the courier collects; 0 when it is paid.' }),
    address: z.object({
      name: z.string(),
      phone: z.string(),
      line: z.string(),
      landmark: z.string(),
      pincode: z.string(),
      district: z.string(),
      state: z.string(),
    }),
    lines: z.array(
      z.object({
        sku: z.string(),
        title: z.string(),
        variantLabel: z.string(),
        quantity: z.number().int(),
        isCancelled: z.boolean(),
      }),
    ),
    timeline: z.array(z.object({ status: z.string(), at: z.iso.datetime(), note: z.string().nullable() })),
  })
  .openapi('Parcel');

export type ShipInput = z.infer<typeof shipSchema>;
export type ParcelListQuery = z.infer<typeof parcelListQuerySchema>;
export type ParcelView = z.infer<typeof parcelSchema>;
export type ParcelList = z.infer<typeof parcelListSchema>;
