import { type Context, createContext } from '../context.ts';
import { pathnameOf } from '../http/address.ts';
import { clientOf } from '../http/client.ts';
import { AppError, problemOf } from '../http/problem.ts';
import { requireWithinNet } from '../http/request-net.ts';
import { llmsText } from './llms-text.ts';
import { MAX_FEED_PAGE, merchantFeed } from './merchant-feed.ts';
import { robotsText } from './robots.ts';
import { isForCrawlers, originOf } from './site.ts';
import { categorySitemap, pageSitemap, productSitemap, sitemapIndex } from './sitemap.ts';
import { bytesOf } from './xml.ts';

/** Robots come by the day; an edit is in their copy soon enough. */
const KEPT_SECONDS = 600;
const XML = 'application/xml; charset=utf-8';
const TEXT = 'text/plain; charset=utf-8';
const PRODUCTS = /^\/sitemaps\/products-([1-9]\d{0,5})\.xml$/;

interface Document {
  readonly type: string;
  readonly body: string | AsyncIterable<string>;
}

/** What robots read: robots.txt, sitemaps, the merchant feed, llms.txt. Null for any other address. */
export function serveFeed(request: Request, env: Env, executionCtx: ExecutionContext): Promise<Response> | null {
  const pathname = pathnameOf(request.url);
  const isFeed =
    ['/robots.txt', '/llms.txt', '/sitemap.xml', '/feeds/merchant.xml'].includes(pathname) ||
    pathname.startsWith('/sitemaps/');
  return isFeed ? answerFeed(request, env, executionCtx) : null;
}

async function answerFeed(request: Request, env: Env, executionCtx: ExecutionContext): Promise<Response> {
  const later = (work: Promise<unknown>) => executionCtx.waitUntil(work);
  const ctx = createContext({ env, actor: { kind: 'anonymous' }, client: clientOf(request), later });
  try {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      throw new AppError('method_not_allowed', 'This is only read.');
    }
    const kept = await caches.default.match(keyOf(request.url));
    if (kept !== undefined) return withoutBody(request, kept);
    await requireWithinNet(ctx);
    const document = await documentAt(ctx, new URL(request.url));
    if (document === null) throw new AppError('not_found', 'There is no such document.');
    const { type, body } = document;
    const headers = { 'content-type': type, 'cache-control': `public, max-age=${KEPT_SECONDS}`, ...SAFE };
    const answer = new Response(typeof body === 'string' ? body : bytesOf(body), { headers });
    if (request.method === 'GET') later(caches.default.put(keyOf(request.url), answer.clone()));
    return withoutBody(request, answer);
  } catch (error) {
    if (!(error instanceof AppError)) ctx.log.error('unexpected', { error });
    return refusal(error instanceof AppError ? error : new AppError('internal', 'Something went wrong.'), ctx);
  }
}

const SAFE = { 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'" } as const;

async function documentAt(ctx: Context, url: URL): Promise<Document | null> {
  const origin = originOf(ctx.env, url);
  switch (url.pathname) {
    case '/robots.txt':
      return { type: TEXT, body: robotsText(origin, isForCrawlers(ctx.env, url)) };
    case '/llms.txt':
      return { type: TEXT, body: llmsText(origin) };
    case '/sitemap.xml':
      return { type: XML, body: await sitemapIndex(ctx, origin) };
    case '/sitemaps/pages.xml':
      return { type: XML, body: pageSitemap(origin) };
    case '/sitemaps/categories.xml':
      return { type: XML, body: categorySitemap(ctx, origin) };
    case '/feeds/merchant.xml':
      return { type: XML, body: merchantFeed(ctx, origin, feedPageOf(url)) };
  }
  const page = PRODUCTS.exec(url.pathname)?.[1];
  const body = page === undefined ? null : await productSitemap(ctx, origin, Number(page));
  return body === null ? null : { type: XML, body };
}

/** Throws `validation_failed`. */
function feedPageOf({ searchParams }: URL): number {
  const text = searchParams.get('page') ?? '1';
  const page = /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 0;
  if (page >= 1 && page <= MAX_FEED_PAGE) return page;
  const message = `must be a whole number from 1 to ${MAX_FEED_PAGE}`;
  throw new AppError('validation_failed', `query.page: ${message}`, { errors: [{ field: 'query.page', message }] });
}

/** Other parameters make no other document. */
function keyOf(address: string): string {
  const url = new URL(address);
  const page = url.pathname === '/feeds/merchant.xml' ? url.searchParams.get('page') : null;
  return `${url.origin}${url.pathname}?page=${encodeURIComponent(page ?? '1')}`;
}

function withoutBody(request: Request, answer: Response): Response {
  return request.method === 'HEAD' ? new Response(null, answer) : answer;
}

function refusal(error: AppError, ctx: Context): Response {
  const headers = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };
  return Response.json(problemOf(error, ctx.requestId), { status: error.status, headers });
}
