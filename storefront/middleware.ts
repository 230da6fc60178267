import { defineMiddleware } from 'astro:middleware';
import { env, waitUntil } from 'cloudflare:workers';
import type { APIContext } from 'astro';
import { identifyVisitor } from '../workers/accounts/identify-visitor.ts';
import { actAs, createContext } from '../workers/context.ts';
import { clientOf } from '../workers/http/client.ts';
import { requireCloudflareAccess } from '../workers/http/cloudflare-access.ts';
import { currentLocale } from '../workers/http/locale.ts';
import { AppError } from '../workers/http/problem.ts';
import { limitHeaders } from '../workers/http/rate-limit-headers.ts';
import { requireWithinNet } from '../workers/http/request-net.ts';
import { withinTime } from '../workers/http/time-limit.ts';
import { takeFlash } from './actions/flash.ts';
import { seeOther } from './actions/form.ts';
import { guardOf, judgeVisitor } from './guards.ts';
import { securityHeaders } from './security-headers.ts';

/** Pages that are the same for everyone and kept at the edge: nobody is asked who they are. */
const PUBLIC_ROUTES = new Set([
  ...['/', '/search', '/c/[slug]', '/p/[slug]', '/404', '/500'],
  ...['/fragments/product/[slug]', '/fragments/products'],
]);

/** Before a page: who asks, whether they may, what the last form said. After it: problems in words, cookies, headers. */
export const onRequest = defineMiddleware(async (page, next) => {
  // A problem page is rendered inside the request that met the problem; that one has done all this.
  if (page.locals.ctx !== undefined) return await next();
  const isPublic = PUBLIC_ROUTES.has(page.routePattern);
  page.locals.setCookies = [];
  page.locals.outsideSources = [];
  const client = { ...clientOf(page.request), locale: currentLocale() };
  const requestId = page.request.headers.get('cf-ray') ?? undefined;
  page.locals.ctx = createContext({ env, actor: { kind: 'anonymous' }, requestId, client, later: waitUntil });
  page.locals.flash = isPublic || page.request.method !== 'GET' ? null : takeFlash(page.cookies);

  const response = await explained(page, async () => {
    if (!isPublic) await identifyWhoAsks(page);
    if (!isPublic || !isRead(page.request)) await requireWithinNet(page.locals.ctx);
    return (await guard(page)) ?? (await next());
  });
  for (const cookie of page.locals.setCookies) response.headers.append('set-cookie', cookie);
  for (const [name, value] of securityHeaders(page.url, page.locals.outsideSources)) response.headers.set(name, value);
  if (!response.headers.has('cache-control')) {
    response.headers.set('cache-control', isPublic ? 'no-cache' : 'private, no-store');
  }
  return response;
});

/** What a cache may answer; everything else reaches the shop each time, whatever the page. */
function isRead({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD';
}

async function identifyWhoAsks({ locals, request }: APIContext): Promise<void> {
  const { actor, setCookies } = await identifyVisitor(locals.ctx, request);
  locals.setCookies.push(...setCookies);
  locals.ctx = actAs(locals.ctx, actor);
}

/** Sends away whoever may not see the page; null lets them in. */
async function guard({ locals, request, routePattern, url }: APIContext): Promise<Response | null> {
  const guarded = guardOf(routePattern);
  switch (judgeVisitor(guarded, locals.ctx.actor)) {
    case 'welcome':
      if (guarded === 'staff') await requireCloudflareAccess(locals.ctx.env, request);
      return null;
    case 'sign_in':
      return seeOther(`/login?next=${encodeURIComponent(url.pathname + url.search)}`);
    case 'second_factor':
      return seeOther('/account/security?need=second-factor');
    case 'missing':
      return new Response(null, { status: 404 });
  }
}

/** What verbs throw becomes a page that says it, with its status; what nobody expected is logged and apologised for. */
async function explained(page: APIContext, next: () => Promise<Response>): Promise<Response> {
  try {
    return await withinTime(page.locals.ctx, next());
  } catch (error) {
    const { log } = page.locals.ctx;
    if (!(error instanceof AppError) || error.status >= 500) log.error('unexpected', { error });
    const problem = error instanceof AppError ? error : new AppError('internal', 'Something went wrong.');
    if (problem.code === 'not_found') return new Response(null, { status: 404 });
    page.locals.problem = problem;
    const answer = await page.rewrite(new Request(new URL('/problem', page.url)));
    for (const [name, value] of limitHeaders(problem)) answer.headers.set(name, value);
    return answer;
  }
}
