import { handle } from '@astrojs/cloudflare/handler';
import app, { answer } from './app.ts';
import type { QueueMessage } from './domain/event.ts';
import { servePage } from './http/page-cache.ts';
import { logFor } from './log.ts';

export { CartObject } from './objects/cart-object.ts';
export { StockObject } from './objects/stock-object.ts';

/** The deployed Worker: everything in app.ts, and Astro for the pages. */
export default {
  ...app,
  fetch: (request, env, executionCtx) =>
    answer(request, env, executionCtx) ??
    servePage(request, executionCtx, (page) => handle(page, env, executionCtx) as Promise<Response>).catch(apologise),
} satisfies ExportedHandler<Env, QueueMessage>;

/** A part of a page that fails while the page is being written: too late for the page that explains (middleware.ts). */
function apologise(error: unknown): Response {
  logFor(crypto.randomUUID()).error('unexpected', { error });
  return new Response('Something went wrong. Please try again in a moment.', { status: 500 });
}
