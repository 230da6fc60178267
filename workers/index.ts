import { handle } from '@astrojs/cloudflare/handler';
import app from './app.ts';

export { CartObject } from './objects/cart-object.ts';
export { StockObject } from './objects/stock-object.ts';

/** The deployed Worker: everything in app.ts, and Astro for the pages. */
export default {
  ...app,
  fetch(request, env, executionCtx) {
    return app.answers(request) ? app.fetch(request, env, executionCtx) : handle(request, env, executionCtx);
  },
} satisfies ExportedHandler<Env>;
