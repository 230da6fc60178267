import { z } from '@hono/zod-openapi';

export const paymentStartSchema = z
  .object({
    payUrl: z.string().nullable().openapi({ description: 'A page to send the person to; null: pay with clientSecret' }),
    clientSecret: z.string().nullable().openapi({ description: "For the gateway's own browser library" }),
    publishableKey: z.string(),
    gatewayRef: z.string().openapi({ example: 'pi_3Q…' }),
  })
  .openapi('PaymentStart');

export const webhookReceiptSchema = z.object({ received: z.literal(true) }).openapi('WebhookReceipt');
