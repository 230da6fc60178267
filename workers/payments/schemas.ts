import { z } from '@hono/zod-openapi';
import { GATEWAY_NAMES } from './gateway.ts';
import { PAYMENT_METHOD_KINDS } from './methods.ts';

export const paymentChoiceSchema = z
  .strictObject({
    gateway: z.enum(GATEWAY_NAMES).optional().openapi({ description: 'The one of the order when it is left out' }),
    method: z.enum(PAYMENT_METHOD_KINDS).optional(),
  })
  .openapi('PaymentChoice');

export const paymentStartSchema = z
  .object({
    gateway: z.enum(GATEWAY_NAMES),
    amountPaise: z.number().int(),
    payUrl: z.string().nullable().openapi({ description: 'A page to send the person to; null: pay with clientSecret' }),
    clientSecret: z.string().nullable().openapi({ description: "For the gateway's own browser library" }),
    publishableKey: z.string(),
    gatewayRef: z.string().openapi({ example: 'pi_3Q…' }),
  })
  .openapi('PaymentStart');

export const webhookReceiptSchema = z.object({ received: z.literal(true) }).openapi('WebhookReceipt');

const reference = z.string().regex(/^\w{1,100}$/, 'an id of Razorpay');

/** What Razorpay's checkout hands to the browser, or makes it post. */
export const razorpayCallbackSchema = z
  .object({
    razorpay_order_id: reference,
    razorpay_payment_id: reference,
    razorpay_signature: z.string().max(200),
  })
  .openapi('RazorpayCallback');

export const confirmationSchema = z
  .object({ orderNo: z.string(), status: z.string().openapi({ example: 'paid' }) })
  .openapi('PaymentConfirmation');
