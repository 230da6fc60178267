import { z } from '@hono/zod-openapi';
import { totalsSchema } from '../cart/schemas.ts';
import { imageSchema } from '../catalog/schemas.ts';

export const orderNoSchema = z.string().regex(/^HT[0-9A-Z]{10}$/, 'an order number such as HT4K7Q2M9XAB');

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
  })
  .openapi('OrderLine');

export const fulfilmentSchema = z
  .object({
    sellerName: z.string(),
    status: z.string(),
    promisedOn: z.string(),
    lines: z.array(orderLineSchema),
    /** A signed link to the PDF, once there is one. */
    invoice: z.object({ invoiceNo: z.string(), url: z.string() }).nullable(),
  })
  .openapi('Fulfilment');

export const orderSchema = z
  .object({
    orderNo: z.string(),
    status: z.string(),
    paymentMethod: z.enum(['stripe', 'cod']),
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
    timeline: z.array(z.object({ status: z.string(), at: z.iso.datetime() })),
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

export type Order = z.infer<typeof orderSchema>;
export type OrderSummary = z.infer<typeof orderSummarySchema>;
export type OrderList = z.infer<typeof orderListSchema>;
