import { type Delivery, pincodeSchema } from '../../../workers/checkout/schemas.ts';
import type { Context } from '../../../workers/context.ts';
import { findDelivery } from '../../../workers/delivery/queries.ts';
import { AppError } from '../../../workers/http/problem.ts';
import { problemText } from '../../i18n/problem-text.ts';
import { t } from '../../i18n/t.ts';

export interface Promised {
  /** As it was typed. */
  readonly pincode: string;
  readonly delivery: Delivery | null;
  readonly error: string | null;
}

/** What the product page says about a pincode. A wrong one is not a wrong page: the reason stands beside the box. */
export async function findPromise(ctx: Context, typed: string | null, sku: string | undefined): Promise<Promised> {
  const pincode = (typed ?? '').replace(/\s/g, '').slice(0, 10);
  if (pincode === '') return { pincode, delivery: null, error: null };
  if (!pincodeSchema.safeParse(pincode).success) return { pincode, delivery: null, error: t('delivery.invalid') };
  try {
    return { pincode, delivery: await findDelivery(ctx, pincode, sku), error: null };
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    return { pincode, delivery: null, error: problemText(error) };
  }
}
