import { z } from '@hono/zod-openapi';
import { imageSchema } from '../catalog/schemas.ts';

/** A box is typed into letter by letter: too long a text is cut by the shop, not refused. */
export const suggestQuerySchema = z.object({ q: z.string().max(5000).default('') });

export const suggestedSchema = z
  .object({
    /** What was understood: letters and digits, in lower case. */
    q: z.string(),
    /** Set when nothing begins with `q`, and these begin with something near it. */
    correctedTo: z.string().nullable(),
    queries: z.array(z.object({ text: z.string(), href: z.string() })),
    categories: z.array(z.object({ slug: z.string(), name: z.string(), parentName: z.string().nullable() })),
    brands: z.array(z.object({ slug: z.string(), name: z.string() })),
    products: z.array(
      z.object({
        slug: z.string(),
        title: z.string(),
        pricePaise: z.number().int(),
        mrpPaise: z.number().int(),
        isInStock: z.boolean(),
        image: imageSchema,
      }),
    ),
  })
  .openapi('Suggested');

export type Suggested = z.infer<typeof suggestedSchema>;
