import { z } from '@hono/zod-openapi';

export const rebuildIdSchema = z.string().regex(/^rbd_[0-9A-Z]{26}$/, 'an id of a rebuild');

export const rebuildSchema = z
  .object({
    rebuildId: z.string(),
    /** Cards up to this are done. */
    cursor: z.number().int(),
    doneCount: z.number().int(),
    totalCount: z.number().int(),
    updatedAt: z.number().int(),
    /** Searches read the new index. */
    isFinished: z.boolean(),
  })
  .openapi('SearchRebuild');

export type RebuildState = Readonly<z.infer<typeof rebuildSchema>>;
