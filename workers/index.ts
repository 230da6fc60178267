import { handle } from '@astrojs/cloudflare/handler';
import app, { answer } from './app.ts';
import type { QueueMessage } from './domain/event.ts';
import { servePage } from './http/page-cache.ts';

export { CartObject } from './objects/cart-object.ts';
export { StockObject } from './objects/stock-object.ts';

/** The deployed Worker: everything in app.ts, and Astro for the pages. */
export default {
  ...app,
  fetch: (request, env, executionCtx) =>
    answer(request, env, executionCtx) ??
    servePage(request, executionCtx, (page) => handle(page, env, executionCtx) as Promise<Response>),
} satisfies ExportedHandler<Env, QueueMessage>;
