import { z } from 'zod';
import type { AppError } from '../../workers/http/problem.ts';
import { problemText } from '../i18n/problem-text.ts';

const priceSchema = z.object({
  expectedGrandPaise: z.number(),
  grandPaise: z.number(),
  lines: z.array(z.object({ sku: z.string(), seenPricePaise: z.number(), pricePaise: z.number() })),
});
const orderedSchema = z.object({ orderNo: z.string() });

/** What stopped a checkout, with what the page needs to say it. */
export type Hitch =
  | ({ readonly kind: 'price' } & z.infer<typeof priceSchema>)
  | ({ readonly kind: 'ordered' } & z.infer<typeof orderedSchema>)
  | { readonly kind: 'stock' | 'other'; readonly text: string };

export function hitchOf(error: AppError): Hitch {
  const { code, extra } = error;
  if (code === 'price_changed') {
    const price = priceSchema.safeParse(extra);
    if (price.success) return { kind: 'price', ...price.data };
  }
  if (code === 'cart_already_ordered') {
    const ordered = orderedSchema.safeParse(extra);
    if (ordered.success) return { kind: 'ordered', ...ordered.data };
  }
  return { kind: code === 'out_of_stock' || code === 'cart_changed' ? 'stock' : 'other', text: problemText(error) };
}
