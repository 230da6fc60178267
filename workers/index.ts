import { handle } from '@astrojs/cloudflare/handler';
import app, { answer } from './app.ts';
import type { QueueMessage } from './domain/event.ts';
import { logFor } from './log.ts';
import { servePage } from './pages/serve-page.ts';
import { noteSearch } from './search/note-search.ts';

export { CartObject } from './objects/cart-object.ts';
export { StockObject } from './objects/stock-object.ts';

/** The deployed Worker: everything in app.ts, and Astro for the pages. */
export default {
  ...app,
  fetch: (request, env, executionCtx) =>
    answer(request, env, executionCtx) ??
    servePage(request, env, executionCtx, (page) => handle(page, env, executionCtx) as Promise<Response>)
      .then((page) => noted(request, page, env, executionCtx))
      .catch(apologise),
} satisfies ExportedHandler<Env, QueueMessage>;

/** In front of the cache: a search whose page was kept is a search too. */
function noted(request: Request, page: Response, env: Env, executionCtx: ExecutionContext): Response {
  noteSearch(request, page, env, (work) => executionCtx.waitUntil(work));
  return page;
}

/** A part of a page that fails while the page is being written: too late for the page that explains (middleware.ts). */
function apologise(error: unknown): Response {
  const id = crypto.randomUUID();
  logFor(id).error('unexpected', { error });
  return new Response(`Something went wrong. Please try again in a moment. (${id})`, { status: 500 });
}
