import { api } from './api.ts';
import { serveMedia } from './catalog/serve-media.ts';
import { handleQueue } from './consumers/index.ts';
import { handleScheduled } from './cron.ts';
import type { QueueMessage } from './domain/event.ts';
import { serveFeed } from './feeds/serve-feed.ts';
import { pathnameOf } from './http/address.ts';
import { AppError, problemOf } from './http/problem.ts';
import { proxyToSandbox } from './http/sandbox-proxy.ts';
import { requireSettings } from './settings.ts';

export { CartObject } from './objects/cart-object.ts';
export { StockObject } from './objects/stock-object.ts';

/** Answers everything but pages; null when the request is for a page of a shop that is set up. */
export function answer(
  request: Request,
  env: Env,
  executionCtx: ExecutionContext,
): Response | Promise<Response> | null {
  const refusal = refusalOf(env);
  if (refusal !== null) return refusal;
  const pathname = pathnameOf(request.url);
  if (pathname.startsWith('/api/')) return api.fetch(request, env, executionCtx);
  if (pathname.startsWith('/media/')) return serveMedia(env, request);
  const feed = serveFeed(request, env, executionCtx);
  if (feed !== null) return feed;
  if (pathname === '/sandbox' || pathname.startsWith('/sandbox/')) return proxyToSandbox(request, env);
  return null;
}

/** A shop with wrong settings says which, to whoever opens it: it was deployed a minute ago by the one who looks. */
function refusalOf(env: Env): Response | null {
  try {
    requireSettings(env);
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const headers = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };
    return Response.json(problemOf(error, crypto.randomUUID()), { status: error.status, headers });
  }
}

/** The Worker without its pages, as the tests run it. */
export default {
  fetch: (request, env, executionCtx) =>
    answer(request, env, executionCtx) ?? new Response('This build has no pages.', { status: 404 }),
  queue: (batch, env, executionCtx) => handleQueue(batch, env, (work) => executionCtx.waitUntil(work)),
  scheduled: (controller, env, executionCtx) =>
    handleScheduled(env, (work) => executionCtx.waitUntil(work), controller.scheduledTime),
} satisfies ExportedHandler<Env, QueueMessage>;
