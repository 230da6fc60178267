import { cors } from 'hono/cors';
import { createMiddleware } from 'hono/factory';
import { AppError } from './problem.ts';
import { isStandInAllowed, settingOf } from './stand-in.ts';

let latest: { readonly text: string; readonly isStrict: boolean; readonly origins: ReadonlySet<string> } | null = null;

/**
 * Other sites whose scripts may call the API: CORS_ORIGINS, 'https://app.example,https://other.example'. Throws
 * `misconfigured` for what is no exact origin; `*` is none, as cookies go along.
 */
export function corsOriginsOf(env: Env): ReadonlySet<string> {
  const text = settingOf(env.CORS_ORIGINS) ?? '';
  const isStrict = !isStandInAllowed(env);
  if (latest?.text !== text || latest.isStrict !== isStrict) {
    latest = { text, isStrict, origins: parseOrigins(text, isStrict) };
  }
  return latest.origins;
}

function parseOrigins(text: string, isStrict: boolean): ReadonlySet<string> {
  const origins = text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  const scheme = isStrict ? /^https:$/ : /^https?:$/;
  const isExact = (each: string) => {
    const url = URL.canParse(each) ? new URL(each) : null;
    return url !== null && url.origin === each && scheme.test(url.protocol) && !each.includes('*');
  };
  if (origins.every(isExact)) return new Set(origins);
  throw new AppError(
    'misconfigured',
    'CORS_ORIGINS must be exact origins with commas between: https://app.example,https://other.example',
  );
}

/** For a listed origin everything; a browser of any other gets no header, and keeps the answer from its page. */
const forListed = cors({
  origin: (origin) => origin,
  credentials: true,
  allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'cf-turnstile-response'],
  exposeHeaders: ['x-request-id', 'retry-after', 'ratelimit', 'ratelimit-policy'],
  maxAge: 600,
});

/** Stands before whatever may refuse, so that a refusal can be read as well. hono/cors alone tells everybody the rules. */
export const corsForListed = createMiddleware<{ Bindings: Env }>(async (c, next) => {
  const origin = c.req.header('origin');
  if (origin !== undefined && corsOriginsOf(c.env).has(origin)) return await forListed(c, next);
  await next();
  c.header('vary', 'Origin', { append: true });
});
