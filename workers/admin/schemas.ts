import { z } from '@hono/zod-openapi';

export const cursorSchema = z.string().regex(/^[a-z]{3}_[0-9A-Z]{26}$/, 'the cursor of a page before');

export const deadLetterSchema = z
  .object({
    id: z.string(),
    type: z.string().openapi({ example: 'refund.due' }),
    message: z.unknown(),
    attempts: z.number().int(),
    diedAt: z.iso.datetime(),
    replayedAt: z.iso.datetime().nullable(),
    /** When its work was done after all: by a replay, or by the sweep of the outbox. */
    handledAt: z.iso.datetime().nullable(),
  })
  .openapi('DeadLetter');

export const deadLetterListSchema = z
  .object({ deadLetters: z.array(deadLetterSchema), nextCursor: z.string().nullable() })
  .openapi('DeadLetterList');

export const auditListSchema = z
  .object({
    entries: z.array(
      z.object({
        id: z.string(),
        actor: z.string(),
        action: z.string(),
        subject: z.string(),
        before: z.unknown(),
        after: z.unknown(),
        requestId: z.string(),
        /** The address that staff came from; null from inside the shop, and in rows from before it was kept. */
        origin: z.string().nullable(),
        at: z.iso.datetime(),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .openapi('AuditList');

export type DeadLetter = z.infer<typeof deadLetterSchema>;
export type DeadLetterList = z.infer<typeof deadLetterListSchema>;
export type AuditList = z.infer<typeof auditListSchema>;
