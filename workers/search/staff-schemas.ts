import { z } from '@hono/zod-openapi';
import { keyWordsOf } from './suggestion-keys.ts';

export const MAX_TERM_DAYS = 90;

export const termsQuerySchema = z.object({
  /** `top`: asked most; `zero`: what the shop does not have, asked most. */
  list: z.enum(['top', 'zero']).default('top'),
  days: z.coerce.number().int().min(1).max(MAX_TERM_DAYS).default(7),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const termListSchema = z
  .object({
    /** Days in India, both included. */
    from: z.string().openapi({ example: '2026-11-19' }),
    to: z.string(),
    terms: z.array(
      z.object({
        term: z.string(),
        count: z.number().int(),
        /** So often nothing had all the words. */
        zeroCount: z.number().int(),
      }),
    ),
  })
  .openapi('SearchTermList');

/** One to three words that can be searched for. */
const wordsSchema = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .refine((text) => keyWordsOf(text).length > 0, 'needs a letter or a digit')
  .refine((text) => text.split(/\s+/).length <= 3, 'three words at most')
  .transform((text) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' '));

export const synonymSetInputSchema = z
  .strictObject({
    /** Only this stands for the others; without it each stands for each. */
    from: wordsSchema.nullable().default(null),
    words: z.array(wordsSchema).min(1).max(12),
  })
  .transform(({ from, words }) => ({ from, words: [...new Set(words)].sort() }))
  .refine(({ from, words }) => words.filter((word) => word !== from).length >= (from === null ? 2 : 1), {
    path: ['words'],
    message: 'needs two different words, or one beside `from`',
  });

export const synonymIdSchema = z.string().regex(/^syn_[0-9A-Z]{26}$/, 'the id of a set of synonyms');

export const synonymSetSchema = z
  .object({
    id: z.string(),
    from: z.string().nullable(),
    words: z.array(z.string()),
    updatedAt: z.iso.datetime(),
  })
  .openapi('SynonymSet');

export const synonymListSchema = z.object({ synonyms: z.array(synonymSetSchema) }).openapi('SynonymList');

export type TermsQuery = z.output<typeof termsQuerySchema>;
export type TermList = z.infer<typeof termListSchema>;
export type SynonymSetInput = z.output<typeof synonymSetInputSchema>;
export type SynonymSet = z.infer<typeof synonymSetSchema>;
