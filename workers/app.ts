import { api } from './api.ts';

export { CartObject } from './objects/cart-object.ts';
export { StockObject } from './objects/stock-object.ts';

/** The Worker without its pages: what tests run, and what index.ts deploys together with Astro. */
export default {
  answers: (request: Request) => new URL(request.url).pathname.startsWith('/api/'),
  fetch: (request: Request, env: Env, executionCtx: ExecutionContext) => api.fetch(request, env, executionCtx),
};
