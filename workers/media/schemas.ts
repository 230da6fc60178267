import { z } from '@hono/zod-openapi';
import { imageSchema, slugSchema } from '../catalog/schemas.ts';

/** As large as a phone's best picture. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;
/** More pictures of one product than anybody looks at. */
export const MAX_PICTURES = 30;

export const mediaIdSchema = z
  .string()
  .regex(/^med_[0-9A-HJKMNP-TV-Z]{26}$/, 'the id of a picture')
  .openapi({ example: 'med_01K9ZQ3V7Y4M2N8P6R5T1W0XAB' });

/** Some demo pictures have ids that are no ULIDs, but what is uploaded has. */
const variantIdSchema = z.string().regex(/^var_[\w-]{1,60}$/, 'the id of a variant');
const altSchema = z
  .string()
  .trim()
  .min(1, 'Say what the picture shows, for whoever does not see it.')
  .max(300)
  .regex(/^\P{Cc}*$/u, 'one line of text')
  .openapi({ example: 'Linen shirt in indigo, from the front' });
const positionSchema = z.int().min(0).max(999);

/** Beside the file, which is the body. */
export const uploadQuerySchema = z.strictObject({
  productSlug: slugSchema,
  variantId: variantIdSchema.optional().openapi({ description: 'When it shows one variant, and not the product.' }),
  alt: altSchema,
  position: z.coerce.number().pipe(positionSchema).optional().openapi({ description: 'The last place by default.' }),
});

export const mediaChangeSchema = z
  .strictObject({ alt: altSchema.optional(), position: positionSchema.optional() })
  .refine(({ alt, position }) => alt !== undefined || position !== undefined, {
    message: 'Say what to change.',
    path: ['alt'],
  })
  .openapi('MediaChange');

export const mediaSchema = z
  .object({
    id: z.string(),
    productSlug: z.string(),
    variantId: z.string().nullable(),
    alt: z.string(),
    position: z.number().int(),
    /** 'pending' until its sizes are made; 'failed' for a file that turned out to be no picture. */
    status: z.enum(['pending', 'ready', 'failed']),
    /** Pixels of what was uploaded. */
    width: z.number().int(),
    height: z.number().int(),
    /** Null until it is ready. */
    image: imageSchema.nullable(),
  })
  .openapi('Media');

export const mediaListSchema = z.object({ media: z.array(mediaSchema) }).openapi('MediaList');
export const mediaListQuerySchema = z.object({ productSlug: slugSchema });

export type UploadInput = z.infer<typeof uploadQuerySchema>;
export type MediaChange = z.infer<typeof mediaChangeSchema>;
export type Media = z.infer<typeof mediaSchema>;
