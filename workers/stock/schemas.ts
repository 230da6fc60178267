import { z } from '@hono/zod-openapi';

const MAX_PIECES = 1_000_000;
export const MAX_SHARDS = 16;

const piecesSchema = z.number().int('a whole number').min(0).max(MAX_PIECES);

/** Either a change by so many pieces, or a count of the shelf. */
export const adjustmentSchema = z
  .strictObject({
    delta: z
      .number()
      .int('a whole number')
      .min(-MAX_PIECES)
      .max(MAX_PIECES)
      .refine((delta) => delta !== 0, 'not 0')
      .optional(),
    /** Of a delta: a count is always by hand. */
    reason: z.enum(['manual', 'return']).optional(),
    onHand: piecesSchema.optional(),
    /** What the books said when the shelf was counted. */
    expectedOnHand: piecesSchema.optional(),
    note: z.string().trim().min(1, 'say why').max(300),
  })
  .superRefine(({ delta, reason, onHand, expectedOnHand }, { addIssue }) => {
    const wrong = (field: string, message: string) => addIssue({ code: 'custom', path: [field], message });
    if (delta === undefined && onHand === undefined) wrong('delta', 'give delta or onHand');
    if (delta !== undefined && onHand !== undefined) wrong('onHand', 'give delta or onHand, not both');
    if (delta !== undefined && reason === undefined) wrong('reason', 'a delta needs its reason');
    if (onHand !== undefined && reason === 'return') wrong('reason', 'a return is a delta');
    if (onHand === undefined && expectedOnHand !== undefined) wrong('expectedOnHand', 'goes with onHand');
  })
  .openapi('StockAdjustment');

export const splitSchema = z.strictObject({ shards: z.number().int().min(2).max(MAX_SHARDS) }).openapi('StockSplit');

export const levelSchema = z
  .object({ onHand: z.number().int(), reserved: z.number().int(), available: z.number().int() })
  .openapi('StockLevel');

export const adjustedSchema = z
  .object({
    sku: z.string(),
    level: levelSchema,
    /** The ref of the ledger entry. */
    ref: z.string(),
  })
  .openapi('StockAdjusted');

const entrySchema = z.object({
  seq: z.number().int(),
  onHandChange: z.number().int(),
  reservedChange: z.number().int(),
  reason: z.string(),
  ref: z.string(),
  at: z.iso.datetime(),
  /** The level after the entry. */
  onHand: z.number().int(),
  reserved: z.number().int(),
});

export const stockSchema = z
  .object({
    sku: z.string(),
    shards: z.number().int(),
    /** By the objects: the truth. */
    level: levelSchema,
    /** By D1: what pages show. It follows within seconds. */
    projection: levelSchema.extend({ seq: z.number().int() }).nullable(),
    objects: z.array(
      z.object({
        name: z.string(),
        level: levelSchema,
        seq: z.number().int(),
        /** Pieces on their way to another object of the SKU. */
        inTransit: z.number().int(),
        /** The newest first. */
        ledger: z.array(entrySchema),
      }),
    ),
    /** Pieces that are promised to orders, the next to expire first. */
    holds: z.array(
      z.object({
        holdId: z.string(),
        orderNo: z.string().nullable(),
        orderStatus: z.string().nullable(),
        objectName: z.string(),
        quantity: z.number().int(),
        expiresAt: z.iso.datetime(),
      }),
    ),
  })
  .openapi('Stock');

export const stockAuditSchema = z
  .object({
    skus: z.array(
      z.object({
        sku: z.string(),
        /** What differs and stays so. */
        differences: z.array(z.string()),
        /** What is on its way. */
        pending: z.array(z.string()),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .openapi('StockAudit');

export type Adjustment = z.infer<typeof adjustmentSchema>;
export type Adjusted = z.infer<typeof adjustedSchema>;
export type Stock = z.infer<typeof stockSchema>;
export type StockAudit = z.infer<typeof stockAuditSchema>;
