import { z } from '@hono/zod-openapi';

export const webhookIdSchema = z.string().regex(/^whk_[0-9A-HJKMNP-TV-Z]{26}$/, 'the id of a webhook: whk_…');

export const webhookQuerySchema = z.object({
  gateway: z
    .string()
    .regex(/^[a-z:_-]{1,40}$/, 'the sender: stripe, razorpay, carrier:delhivery')
    .optional(),
  outcome: z
    .string()
    .regex(/^[a-z_]{1,40}$/, '`waiting`, or an outcome such as applied, mismatched, wrong_mode')
    .optional()
    .openapi({ description: '`waiting` for those that are not done; else an outcome' }),
  cursor: webhookIdSchema.optional(),
});

const fields = {
  id: z.string(),
  gateway: z.string(),
  eventId: z.string(),
  eventType: z.string(),
  signature: z.string(),
  outcome: z.string().nullable(),
  attempts: z.number().int(),
  receivedAt: z.iso.datetime(),
  /** Null while it waits. */
  processedAt: z.iso.datetime().nullable(),
};

export const webhookListSchema = z
  .object({ webhooks: z.array(z.object(fields).openapi('WebhookSummary')), nextCursor: z.string().nullable() })
  .openapi('WebhookList');

export const webhookSchema = z.object({ ...fields, rawBody: z.string() }).openapi('Webhook');

export type WebhookQuery = z.infer<typeof webhookQuerySchema>;
export type WebhookList = z.infer<typeof webhookListSchema>;
export type Webhook = z.infer<typeof webhookSchema>;
