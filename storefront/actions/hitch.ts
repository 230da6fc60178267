import { z } from 'zod';
import type { AppError, ProblemCode } from '../../workers/http/problem.ts';
import { problemText } from '../i18n/problem-text.ts';

const priceSchema = z.object({
  expectedGrandPaise: z.number(),
  grandPaise: z.number(),
  lines: z.array(z.object({ sku: z.string(), seenPricePaise: z.number(), pricePaise: z.number() })),
  /** Promotions that the shopper saw and that do not count any more. */
  adjustments: z
    .array(
      z.object({
        code: z.string().nullable(),
        label: z.string(),
        labelHi: z.string().nullable(),
        amountPaise: z.number(),
        reason: z.enum(['expired', 'used_up', 'used_by_you', 'first_order_only']).catch('expired'),
      }),
    )
    .default([]),
});
const orderedSchema = z.object({ orderNo: z.string() });

/** What stopped a checkout, with what the page needs to say it. */
export type Hitch =
  | ({ readonly kind: 'price' } & z.infer<typeof priceSchema>)
  | ({ readonly kind: 'ordered' } & z.infer<typeof orderedSchema>)
  | { readonly kind: 'stock' | 'other'; readonly text: string };

/** All of them tell both totals. */
const PRICE_CODES: readonly ProblemCode[] = ['price_changed', 'coupon_used_up', 'flash_sold_out'];

export function hitchOf(error: AppError): Hitch {
  const { code, extra } = error;
  if (PRICE_CODES.includes(code)) {
    const price = priceSchema.safeParse(extra);
    if (price.success) return { kind: 'price', ...price.data };
  }
  if (code === 'cart_already_ordered') {
    const ordered = orderedSchema.safeParse(extra);
    if (ordered.success) return { kind: 'ordered', ...ordered.data };
  }
  return { kind: code === 'out_of_stock' || code === 'cart_changed' ? 'stock' : 'other', text: problemText(error) };
}
