import { defineMiddleware } from 'astro:middleware';
import { env, waitUntil } from 'cloudflare:workers';
import type { APIContext } from 'astro';
import { identifyVisitor } from '../workers/accounts/identify-visitor.ts';
import { type Actor, createContext } from '../workers/context.ts';
import { AppError } from '../workers/http/problem.ts';
import { takeFlash } from './actions/flash.ts';
import { seeOther } from './actions/form.ts';
import { securityHeaders } from './security-headers.ts';

/** Pages that are the same for everyone and kept at the edge: nobody is asked who they are. */
const PUBLIC_ROUTES = new Set(['/', '/search', '/c/[slug]', '/p/[slug]', '/404', '/500']);
/** Orders belong to somebody. The route is the matched one: a path that is written differently does not get around. */
const OWNER_ROUTES = /^\/orders(\/|$)/;

/** Before a page: who asks, whether they may, what the last form said. After it: problems in words, cookies, headers. */
export const onRequest = defineMiddleware(async (page, next) => {
  // A problem page is rendered inside the request that met the problem; that one has done all this.
  if (page.locals.ctx !== undefined) return await next();
  const isPublic = PUBLIC_ROUTES.has(page.routePattern);
  page.locals.setCookies = [];
  page.locals.ctx = createContext({ env, actor: await whoAsks(page, isPublic), later: waitUntil });
  page.locals.flash = isPublic || page.request.method !== 'GET' ? null : takeFlash(page.cookies);

  const response = guard(page) ?? (await explained(page, next));
  for (const cookie of page.locals.setCookies) response.headers.append('set-cookie', cookie);
  for (const [name, value] of securityHeaders(page.url)) response.headers.set(name, value);
  if (!response.headers.has('cache-control')) {
    response.headers.set('cache-control', isPublic ? 'no-cache' : 'private, no-store');
  }
  return response;
});

async function whoAsks(page: APIContext, isPublic: boolean): Promise<Actor> {
  if (isPublic) return { kind: 'anonymous' };
  const { actor, setCookies } = await identifyVisitor(env, page.request);
  page.locals.setCookies.push(...setCookies);
  return actor;
}

/** Whoever is nobody is asked to sign in first; whose an order is, its verbs decide. */
function guard({ locals, routePattern, url }: APIContext): Response | null {
  if (!OWNER_ROUTES.test(routePattern) || locals.ctx.actor.kind !== 'anonymous') return null;
  return seeOther(`/login?next=${encodeURIComponent(url.pathname)}`);
}

/** What verbs throw becomes a page that says it, with its status; what nobody expected is logged and apologised for. */
async function explained(page: APIContext, next: () => Promise<Response>): Promise<Response> {
  try {
    return await next();
  } catch (error) {
    const { log } = page.locals.ctx;
    if (!(error instanceof AppError)) log.error('unexpected', { error: error instanceof Error ? error.stack : error });
    const problem = error instanceof AppError ? error : new AppError('internal', 'Something went wrong.');
    if (problem.code === 'not_found') return new Response(null, { status: 404 });
    page.locals.problem = problem;
    return await page.rewrite(new Request(new URL('/problem', page.url)));
  }
}
