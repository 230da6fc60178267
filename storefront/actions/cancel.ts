import type { APIContext } from 'astro';
import { AppError } from '../../workers/http/problem.ts';
import { cancelOrder } from '../../workers/orders/cancel-order.ts';
import { type CancellationPreview, previewCancellation } from '../../workers/orders/preview-cancellation.ts';
import { cancellationSchema } from '../../workers/orders/schemas.ts';
import { t } from '../i18n/t.ts';
import { whatIsWrong } from './field-errors.ts';
import { leaveFlash } from './flash.ts';
import { ownPath, readForm, seeOther } from './form.ts';
import { orderNoOf } from './order.ts';

export interface CancelForm {
  readonly orderNo: string;
  /** Undefined for the whole order. */
  readonly skus: readonly string[] | undefined;
  readonly preview: CancellationPreview;
}

/** GET /orders/<no>/cancel?sku=… shows what would be cancelled; POST {sku?, reason?, next?} does it. */
export async function cancellation(page: APIContext): Promise<CancelForm | Response> {
  const orderNo = orderNoOf(page);
  const order = `/orders/${orderNo}`;
  try {
    if (page.request.method === 'POST') return await submit(page, orderNo);
    const skus = skusOf(page.url.searchParams);
    const preview = await previewCancellation(page.locals.ctx, orderNo, skus);
    const isOver = preview.lines.length === 0 && preview.money.kind !== 'unpaid';
    return isOver ? seeOther(order) : { orderNo, skus, preview };
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') throw error;
    leaveFlash(page.cookies, 'warn', sentenceOf(error));
    return seeOther(order);
  }
}

async function submit(page: APIContext, orderNo: string): Promise<Response> {
  const form = await readForm(page.request);
  const wanted = { skus: skusOf(form), reason: form.get('reason') ?? undefined };
  await cancelOrder(page.locals.ctx, orderNo, cancellationSchema.parse(wanted));
  leaveFlash(page.cookies, 'good', t(wanted.skus === undefined ? 'cancel.done' : 'cancel.done.part'));
  return seeOther(ownPath(form.get('next'), `/orders/${orderNo}`));
}

function skusOf(fields: URLSearchParams): string[] | undefined {
  const skus = fields.getAll('sku');
  return skus.length === 0 ? undefined : skus;
}

/** A refusal as one sentence; a form that no page of ours sends says nothing more. */
function sentenceOf(error: unknown): string {
  if (error instanceof Error && error.name === 'ZodError') return t('problem.title');
  const { problem, errors } = whatIsWrong(error);
  return problem ?? Object.values(errors)[0] ?? t('problem.title');
}
