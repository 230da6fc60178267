import { z } from '@hono/zod-openapi';
import { totalsSchema } from '../cart/schemas.ts';
import { fulfilmentMachine } from '../domain/fulfilment.ts';
import { statesOf } from '../domain/machine.ts';
import { orderMachine } from '../domain/order.ts';
import { orderLineSchema, orderNoSchema, orderSchema, orderSummarySchema } from './schemas.ts';

const ORDER_STATUSES = statesOf(orderMachine);
const PARCEL_STATUSES = statesOf(fulfilmentMachine);

export const staffOrdersQuerySchema = z.object({
  status: z
    .enum([...new Set([...ORDER_STATUSES, ...PARCEL_STATUSES])])
    .optional()
    .openapi({ description: 'Of the order; or orders that have a parcel in this state.' }),
  q: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .optional()
    .openapi({ description: 'An order number, e-mail address, phone, AWB number, or the id of a payment.' }),
  cursor: z
    .string()
    .regex(/^ord_[0-9A-Z]{26}$/, 'as in nextCursor')
    .optional(),
});

export const staffOrderListSchema = z
  .object({
    orders: z.array(
      orderSummarySchema.omit({ image: true }).extend({
        email: z.string(),
        paymentMethod: z.string(),
        parcels: z.array(z.string()),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .openapi('StaffOrderList');

const moment = z.iso.datetime();

export const staffOrderSchema = z
  .object({
    id: z.string(),
    orderNo: orderNoSchema,
    ownerKey: z.string(),
    /** As the buyer sees it, and as it is kept. */
    status: z.string(),
    orderStatus: z.enum(ORDER_STATUSES),
    email: z.string(),
    address: orderSchema.shape.address,
    paymentMethod: z.string(),
    grandPaise: z.number().int(),
    createdAt: moment,
    dueAt: moment.nullable(),
    fulfilments: z.array(
      z.object({
        id: z.string(),
        sellerId: z.string(),
        sellerName: z.string(),
        status: z.enum(PARCEL_STATUSES),
        promisedOn: z.string(),
        carrier: z.string().nullable(),
        awb: z.string().nullable(),
        trackingUrl: z.string().nullable(),
        shippedAt: moment.nullable(),
        deliveredAt: moment.nullable(),
        dueAt: moment.nullable(),
        lines: z.array(
          orderLineSchema
            .omit({ image: true, canCancel: true, isCancelled: true })
            .extend({ id: z.string(), cancellationId: z.string().nullable() }),
        ),
      }),
    ),
    /** Every transition, with who and when. */
    log: z.array(
      z.object({
        machine: z.string(),
        subjectId: z.string().nullable(),
        event: z.string().nullable(),
        fromStatus: z.string().nullable(),
        toStatus: z.string(),
        actor: z.string(),
        note: z.string().nullable(),
        at: moment,
      }),
    ),
    payments: z.array(
      z.object({
        id: z.string(),
        gateway: z.string(),
        gatewayRef: z.string().nullable(),
        captureRef: z.string().nullable(),
        method: z.string().nullable(),
        status: z.string(),
        amountPaise: z.number().int(),
        capturedPaise: z.number().int(),
        feePaise: z.number().int(),
        note: z.string().nullable(),
        createdAt: moment,
        updatedAt: moment,
      }),
    ),
    refunds: z.array(
      z.object({
        id: z.string(),
        paymentId: z.string(),
        amountPaise: z.number().int(),
        reason: z.string(),
        cause: z.string(),
        status: z.string(),
        gatewayRef: z.string().nullable(),
        utr: z.string().nullable(),
        actor: z.string(),
        createdAt: moment,
        updatedAt: moment,
      }),
    ),
    cancellations: z.array(
      z.object({
        id: z.string(),
        lineIds: z.array(z.string()),
        amountPaise: z.number().int(),
        reason: z.string(),
        actor: z.string(),
        createdAt: moment,
      }),
    ),
    documents: z.array(z.object({ kind: z.enum(['invoice', 'credit_note']), documentNo: z.string(), url: z.string() })),
    /** The price as it was stored, and computed again from its stored input: they are equal, or something is wrong. */
    quote: z.looseObject({ totals: totalsSchema }),
    recomputedQuote: z.looseObject({ totals: totalsSchema }),
    isQuoteSound: z.boolean(),
  })
  .openapi('StaffOrder');

export type StaffOrdersQuery = z.infer<typeof staffOrdersQuerySchema>;
export type StaffOrderList = z.infer<typeof staffOrderListSchema>;
export type StaffOrder = z.infer<typeof staffOrderSchema>;
