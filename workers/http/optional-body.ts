import type { MiddlewareHandler } from 'hono';
import type { ApiEnv } from './openapi.ts';

/** For routes whose body may be left out: clients that send nothing often say all the same what type it is of. */
export const optionalBody: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const request = c.req.raw;
  if (request.headers.has('content-type') && (await request.clone().arrayBuffer()).byteLength === 0) {
    const headers = new Headers(request.headers);
    headers.delete('content-type');
    c.req.raw = new Request(request.url, { method: request.method, headers });
  }
  await next();
};
