import type { APIRoute } from 'astro';
import { seeOther } from '../../../actions/form.ts';
import { orderNoOf } from '../../../actions/order.ts';

export { cancel as POST } from '../../../actions/order.ts';

/** Somebody who reloads after signing in comes here by GET. */
export const GET: APIRoute = (page) => seeOther(`/orders/${orderNoOf(page)}`);
