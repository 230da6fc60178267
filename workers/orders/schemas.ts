import { z } from '@hono/zod-openapi';
import { adjustmentSchema, skuSchema, totalsSchema } from '../cart/schemas.ts';
import { imageSchema } from '../catalog/schemas.ts';
import { type FulfilmentStatus, fulfilmentMachine } from '../domain/fulfilment.ts';
import { statesOf } from '../domain/machine.ts';
import { PAYMENT_METHODS } from '../domain/payment.ts';
import { type RefundStatus, refundMachine } from '../domain/refund.ts';

const FULFILMENT_STATUSES: readonly FulfilmentStatus[] = statesOf(fulfilmentMachine);
const REFUND_STATUSES: readonly RefundStatus[] = statesOf(refundMachine);

export const orderNoSchema = z.string().regex(/^HT[0-9A-Z]{10}$/, 'an order number such as HT4K7Q2M9XAB');

export const CANCELLATION_REASONS = [
  'changed_mind',
  'ordered_by_mistake',
  'found_cheaper',
  'too_slow',
  'wrong_address',
  'cannot_supply',
  'other',
] as const;

export const cancellationSchema = z
  .strictObject({
    /** Whole lines; everything that stands when it is left out. */
    skus: z.array(skuSchema).min(1).max(100).optional(),
    reason: z.enum(CANCELLATION_REASONS).optional(),
  })
  .openapi('Cancellation');

export const orderLineSchema = z
  .object({
    sku: z.string(),
    title: z.string(),
    variantLabel: z.string(),
    productSlug: z.string(),
    image: imageSchema,
    quantity: z.number().int(),
    pricePaise: z.number().int(),
    mrpPaise: z.number().int(),
    paidPaise: z.number().int(),
    isCancelled: z.boolean(),
    canCancel: z.boolean(),
  })
  .openapi('OrderLine');

/** A signed link to a PDF. */
const documentSchema = z.object({ url: z.string() });

export const fulfilmentSchema = z
  .object({
    sellerName: z.string(),
    status: z.enum(FULFILMENT_STATUSES),
    promisedOn: z.string(),
    carrier: z.string().nullable(),
    awb: z.string().nullable(),
    trackingUrl: z.string().nullable(),
    shippedAt: z.iso.datetime().nullable(),
    deliveredAt: z.iso.datetime().nullable(),
    lines: z.array(orderLineSchema),
    /** Once there is one. */
    invoice: documentSchema.extend({ invoiceNo: z.string() }).nullable(),
    creditNotes: z.array(documentSchema.extend({ creditNoteNo: z.string() })),
  })
  .openapi('Fulfilment');

export const refundSchema = z
  .object({
    amountPaise: z.number().int(),
    status: z.enum(REFUND_STATUSES),
    at: z.iso.datetime(),
    reason: z.string(),
  })
  .openapi('OrderRefund');

/** One step of an order or of one of its parcels. */
export const timelineEntrySchema = z.object({
  status: z.string(),
  at: z.iso.datetime(),
  /** Which parcel, from 1; null for the order itself, and where there is only one. */
  parcel: z.number().int().nullable(),
});

export const orderSchema = z
  .object({
    orderNo: z.string(),
    status: z.string(),
    paymentMethod: z.enum(PAYMENT_METHODS),
    paymentStatus: z.string(),
    createdAt: z.iso.datetime(),
    /** Until when it can be paid; null when it need not be. */
    payBefore: z.iso.datetime().nullable(),
    canPay: z.boolean(),
    canCancel: z.boolean(),
    email: z.string(),
    address: z.object({
      name: z.string(),
      phone: z.string(),
      line: z.string(),
      landmark: z.string(),
      pincode: z.string(),
      district: z.string(),
      state: z.string(),
    }),
    fulfilments: z.array(fulfilmentSchema),
    totals: totalsSchema,
    /** What promotions changed about the price. */
    adjustments: z.array(adjustmentSchema),
    /** Of the total: taken back by cancellations. */
    cancelledPaise: z.number().int(),
    /** Of the total: still to be paid in cash. */
    cashDuePaise: z.number().int(),
    refunds: z.array(refundSchema),
    timeline: z.array(timelineEntrySchema),
  })
  .openapi('Order');

export const orderSummarySchema = z
  .object({
    orderNo: z.string(),
    status: z.string(),
    createdAt: z.iso.datetime(),
    grandPaise: z.number().int(),
    itemCount: z.number().int(),
    firstTitle: z.string(),
    image: imageSchema,
  })
  .openapi('OrderSummary');

export const orderListSchema = z
  .object({ orders: z.array(orderSummarySchema), nextCursor: z.string().nullable() })
  .openapi('OrderList');

export type CancellationInput = z.infer<typeof cancellationSchema>;
export type Order = z.infer<typeof orderSchema>;
export type OrderSummary = z.infer<typeof orderSummarySchema>;
export type OrderList = z.infer<typeof orderListSchema>;
