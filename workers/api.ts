import { createContext } from './context.ts';
import { createRouter } from './http/openapi.ts';
import { AppError, problemOf } from './http/problem.ts';

/** Everything under /api/v1. */
export const api = createRouter().basePath('/api/v1');

api.use(async (c, next) => {
  const requestId = c.req.header('cf-ray') ?? crypto.randomUUID();
  c.set(
    'ctx',
    createContext({
      env: c.env,
      actor: { kind: 'anonymous' },
      requestId,
      later: (work) => c.executionCtx.waitUntil(work),
    }),
  );
  await next();
  c.header('x-request-id', requestId);
});

api.onError((error, c) => {
  const { log, requestId } = c.get('ctx');
  if (!(error instanceof AppError)) log.error('unexpected', { error: error.stack ?? String(error) });
  const known =
    error instanceof AppError ? error : new AppError('internal', 'We have been told. Try again in a moment.');
  return c.json(problemOf(known, requestId), known.status as 500, { 'content-type': 'application/problem+json' });
});

api.notFound((c) => {
  throw new AppError('not_found', `There is no ${c.req.method} ${c.req.path}.`);
});
