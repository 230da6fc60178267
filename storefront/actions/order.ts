import type { APIContext } from 'astro';
import { AppError } from '../../workers/http/problem.ts';
import { orderNoSchema } from '../../workers/orders/schemas.ts';

/** The order number of the address. One that cannot exist is not found, like any other that is not there. */
export function orderNoOf({ params }: Pick<APIContext, 'params'>): string {
  const orderNo = orderNoSchema.safeParse(params.orderNo);
  if (!orderNo.success) throw new AppError('not_found', 'There is no such order.');
  return orderNo.data;
}
