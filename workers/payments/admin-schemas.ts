import { z } from '@hono/zod-openapi';
import { statesOf } from '../domain/machine.ts';
import { PAYMENT_METHODS, paymentMachine } from '../domain/payment.ts';
import { refundMachine } from '../domain/refund.ts';

const ulidTail = '[0-9A-HJKMNP-TV-Z]{26}';
export const paymentIdSchema = z
  .string()
  .regex(new RegExp(`^pay_${ulidTail}(_[a-z]{1,20})?$`), 'the id of a payment: pay_…');
export const refundIdSchema = z.string().regex(new RegExp(`^rfd_${ulidTail}$`), 'the id of a refund: rfd_…');

const note = z.string().trim().min(3, 'why?').max(500);
/** The bank's number of a transfer. */
const utr = z.string().regex(/^[A-Z0-9]{10,30}$/, 'the number of the transfer: 10 to 30 capitals and digits');

export const paymentQuerySchema = z.object({
  status: z.enum(statesOf(paymentMachine)).optional(),
  cursor: paymentIdSchema.optional(),
});
export const refundQuerySchema = z.object({
  status: z.enum(statesOf(refundMachine)).optional(),
  cursor: refundIdSchema.optional(),
});

const paymentFields = {
  id: z.string(),
  orderNo: z.string(),
  gateway: z.enum(PAYMENT_METHODS),
  method: z.string().nullable(),
  status: z.string(),
  amountPaise: z.number().int(),
  capturedPaise: z.number().int(),
  /** Why it waits for a person. */
  note: z.string().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
};

export const refundSchema = z
  .object({
    id: z.string(),
    orderNo: z.string(),
    paymentId: z.string(),
    gateway: z.enum(PAYMENT_METHODS),
    amountPaise: z.number().int(),
    reason: z.string(),
    status: z.string(),
    gatewayRef: z.string().nullable(),
    utr: z.string().nullable(),
    note: z.string().nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi('Refund');

export const paymentListSchema = z
  .object({
    payments: z.array(z.object(paymentFields).openapi('StaffPaymentSummary')),
    nextCursor: z.string().nullable(),
  })
  .openapi('StaffPaymentList');

export const staffPaymentSchema = z
  .object({
    ...paymentFields,
    orderStatus: z.string(),
    gatewayRef: z.string().nullable(),
    captureRef: z.string().nullable(),
    feePaise: z.number().int(),
    feeTaxPaise: z.number().int(),
    log: z.array(
      z.object({
        event: z.string().nullable(),
        from: z.string().nullable(),
        to: z.string(),
        actor: z.string(),
        note: z.string().nullable(),
        at: z.iso.datetime(),
      }),
    ),
    refunds: z.array(refundSchema),
  })
  .openapi('StaffPayment');

export const refundListSchema = z
  .object({ refunds: z.array(refundSchema), nextCursor: z.string().nullable() })
  .openapi('RefundList');

export const mismatchDecisionSchema = z
  .strictObject({ decision: z.enum(['accept', 'refund']), note })
  .openapi('MismatchDecision');

export const transferSchema = z.strictObject({ utr }).openapi('Transfer');

export const refundRequestSchema = z
  .union([
    z.strictObject({ amountPaise: z.number().int().min(1).max(1_000_000_000), note }),
    z.strictObject({
      lines: z
        .array(z.strictObject({ sku: z.string().min(1).max(100) }))
        .min(1)
        .max(100),
      note,
    }),
  ])
  .openapi('RefundRequest');

export const refundAnswerSchema = z
  .object({ refundId: z.string(), orderNo: z.string(), amountPaise: z.number().int(), status: z.literal('due') })
  .openapi('RefundAnswer');

export type RefundRequestInput = z.infer<typeof refundRequestSchema>;
export type RefundAnswer = z.infer<typeof refundAnswerSchema>;
export type Refund = z.infer<typeof refundSchema>;
export type RefundList = z.infer<typeof refundListSchema>;
export type PaymentList = z.infer<typeof paymentListSchema>;
export type StaffPayment = z.infer<typeof staffPaymentSchema>;
export type PaymentQuery = z.infer<typeof paymentQuerySchema>;
export type RefundQuery = z.infer<typeof refundQuerySchema>;
