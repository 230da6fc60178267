import { z } from '@hono/zod-openapi';

export const MAX_ROWS = 250;
/** Of all texts of a batch, in UTF-8; the body around them may have 2.5 MB. */
export const MAX_BATCH_BYTES = 2_000_000;
/** A cell of more is cut off before it is sent; what is kept of it is far shorter. */
export const MAX_CELL = 50_000;
export const MAX_COLUMNS = 40;
export const DEFAULT_SELLER = 'bazaar-direct';
export const DEFAULT_STOCK = 25;

const lineSchema = z.number().int().min(0).max(100_000_000);

export const startImportSchema = z
  .strictObject({
    fileKey: z.string().regex(/^[a-f0-9]{64}$/, 'the SHA-256 of the file, in hexadecimal'),
    isDryRun: z.boolean(),
    sellerSlug: z
      .string()
      .regex(/^[a-z0-9-]{1,80}$/, 'lower-case letters, digits and hyphens')
      .default(DEFAULT_SELLER),
    defaultStock: z.number().int().min(0).max(1_000_000).default(DEFAULT_STOCK),
  })
  .openapi('StartImport');

const rejectionSchema = z
  .object({ line: z.number().int(), field: z.string(), reason: z.string() })
  .openapi('ImportRejection');

const importRowSchema = z.strictObject({
  /** The line of the file on which the row begins; the header is line 1. */
  line: lineSchema,
  fields: z
    .record(z.string().min(1).max(64), z.string().max(MAX_CELL))
    .refine((fields) => Object.keys(fields).length <= MAX_COLUMNS, `at most ${MAX_COLUMNS} columns`),
  /** What the reader of the file found wrong with the row already: broken quotes, an id that stood above. */
  problem: z.strictObject({ field: z.string().max(64), reason: z.string().min(1).max(300) }).optional(),
});

export const importBatchSchema = z
  .strictObject({
    /** `lastLine` of the import when the batch was made: no rows may be missing between two batches. */
    afterLine: lineSchema,
    rows: z.array(importRowSchema).min(1).max(MAX_ROWS),
  })
  .openapi('ImportBatch');

export const importSchema = z
  .object({
    importId: z.string(),
    isDryRun: z.boolean(),
    sellerSlug: z.string(),
    defaultStock: z.number().int(),
    /** The last line that is finished: go on behind it. */
    lastLine: z.number().int(),
    created: z.number().int(),
    updated: z.number().int(),
    unchanged: z.number().int(),
    /** Rows; one row may be named for several fields. */
    rejected: z.number().int(),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .openapi('Import');

export const batchResultSchema = z
  .object({
    lastLine: z.number().int(),
    created: z.number().int(),
    updated: z.number().int(),
    unchanged: z.number().int(),
    rejected: z.array(rejectionSchema),
  })
  .openapi('ImportBatchResult');

export const rejectionsSchema = z
  .object({ rejections: z.array(rejectionSchema), nextCursor: z.string().nullable() })
  .openapi('ImportRejections');

export const importIdSchema = z.string().regex(/^imp_[0-9A-Z]{26}$/, 'an import id');
export const rejectionCursorSchema = z.string().regex(/^\d{1,9}\.\w{0,64}$/, 'a cursor of this list');

export type StartImport = z.infer<typeof startImportSchema>;
export type ImportBatch = z.infer<typeof importBatchSchema>;
export type ImportRow = z.infer<typeof importRowSchema>;
export type ImportState = z.infer<typeof importSchema>;
export type BatchResult = z.infer<typeof batchResultSchema>;
export type Rejection = z.infer<typeof rejectionSchema>;
export type Rejections = z.infer<typeof rejectionsSchema>;
