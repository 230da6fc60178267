import {
  chosenLocale,
  DEFAULT_LOCALE,
  LOCALE_PARAMETER,
  type Locale,
  localeCookie,
  localeOf,
  withLocale,
} from './locale.ts';

/**
 * Pages that are the same for everyone are rendered once in each language and kept at the edge. Such a page is rendered
 * from a request without cookies, so no byte of it can depend on who asked; what is personal comes in by a fragment.
 */
interface CacheablePage {
  readonly matches: (pathname: string) => boolean;
  /** Parameters that change the page; all others are dropped from the key. */
  readonly parameters: (name: string) => boolean;
}

const SEARCH_PARAMETERS = new Set([
  'q',
  'category',
  'brand',
  'min',
  'max',
  'rating',
  'discount',
  'inStock',
  'sort',
  'page',
]);
const isSearchParameter = (name: string) => SEARCH_PARAMETERS.has(name) || name.startsWith('attr.');

const PAGES: readonly CacheablePage[] = [
  { matches: (pathname) => pathname === '/', parameters: () => false },
  { matches: (pathname) => pathname === '/search', parameters: isSearchParameter },
  { matches: (pathname) => pathname.startsWith('/c/'), parameters: isSearchParameter },
  { matches: (pathname) => pathname.startsWith('/p/'), parameters: (name) => name === 'v' || name === 'pincode' },
];

/** Prices on a kept page are this old at most on the next view; the checkout re-prices anyway. */
const FRESH_MS = 10_000;
/** An older page is still shown while a new one is made. */
const STALE_SECONDS = 600;
const RENDERED_AT = 'x-rendered-at';
const MAX_KEY_LENGTH = 1500;

export type Render = (request: Request) => Promise<Response>;

/** A rendered page as plain data: a Response belongs to the request that made it, this may be shared. */
interface RenderedPage {
  readonly status: number;
  readonly headers: readonly [string, string][];
  readonly body: ArrayBuffer;
}

/** Renders now running in this isolate, by key: many visitors of a cold page cost one render. */
const rendering = new Map<string, Promise<RenderedPage>>();

/** Answers a page in the visitor's language, and remembers the language if the address chose it. */
export async function servePage(request: Request, executionCtx: ExecutionContext, render: Render): Promise<Response> {
  const page = await pageFor(request, executionCtx, render);
  const chosen = chosenLocale(request.url);
  if (chosen === null) return page;
  // Outside of what is kept: the cookie is for the visitor who chose.
  const answer = new Response(page.body, page);
  answer.headers.append('set-cookie', localeCookie(chosen, request.url.startsWith('https:')));
  return answer;
}

/** From the cache, or rendered, and kept if it is of the kind that may be kept. */
async function pageFor(request: Request, executionCtx: ExecutionContext, render: Render): Promise<Response> {
  const locale = localeOf(request);
  const key = request.method === 'GET' || request.method === 'HEAD' ? cacheKey(request.url, locale) : null;
  if (key === null) return renderIn(locale, request, render);
  const kept = await caches.default.match(placeOf(key));
  if (kept !== undefined) {
    const age = Date.now() - Number(kept.headers.get(RENDERED_AT));
    if (age > FRESH_MS) executionCtx.waitUntil(renderOnce(key, executionCtx, render));
    return presented(kept, 'HIT');
  }
  const { body, ...init } = await renderOnce(key, executionCtx, render);
  return presented(new Response(body, init as ResponseInit), 'MISS');
}

/** The normalised address of a cacheable page in a language; null for any other. */
export function cacheKey(address: string, locale: Locale): string | null {
  const url = new URL(address);
  const page = PAGES.find(({ matches }) => matches(url.pathname));
  if (page === undefined) return null;
  const parameters = new URLSearchParams();
  // A form without JavaScript sends empty fields, and a list as the same name again.
  for (const name of [...new Set(url.searchParams.keys())].filter(page.parameters).sort()) {
    const values = url.searchParams.getAll(name).filter((value) => value !== '');
    if (values.length > 0) parameters.set(name, values.join(','));
  }
  if (locale !== DEFAULT_LOCALE) parameters.set(LOCALE_PARAMETER, locale);
  url.search = parameters.toString();
  url.hash = '';
  return url.href.length > MAX_KEY_LENGTH ? null : url.href;
}

/** Where a page is kept: apart from those of other builds, whose styles and scripts are gone. */
function placeOf(key: string): string {
  return `${key}${key.includes('?') ? '&' : '?'}build=${import.meta.env.BUILD_ID}`;
}

function renderOnce(key: string, executionCtx: ExecutionContext, render: Render): Promise<RenderedPage> {
  const running = rendering.get(key);
  if (running !== undefined) return running;
  const work = renderAndKeep(key, render).finally(() => rendering.delete(key));
  rendering.set(key, work);
  // Others may wait for it after the visitor who caused it has gone.
  executionCtx.waitUntil(work);
  return work;
}

async function renderAndKeep(key: string, render: Render): Promise<RenderedPage> {
  const asked = new Request(key, { headers: { accept: 'text/html' } });
  const page = await renderIn(localeOf(asked), asked, render);
  const body = await page.arrayBuffer();
  const headers = new Headers(page.headers);
  headers.set('cache-control', `public, max-age=${STALE_SECONDS}`);
  headers.set(RENDERED_AT, String(Date.now()));
  headers.delete('set-cookie');
  if (page.status === 200) await caches.default.put(placeOf(key), new Response(body, { headers }));
  return { status: page.status, headers: [...headers], body };
}

/** A body is written while it is read: it is read to its end here, where the language is known. */
async function renderIn(locale: Locale, request: Request, render: Render): Promise<Response> {
  return await withLocale(locale, async () => {
    const page = await render(request);
    const isText = page.headers.get('content-type')?.startsWith('text/html') === true;
    return page.body === null || !isText ? page : new Response(await page.arrayBuffer(), page);
  });
}

/** As the browser sees it: it asks again each time, so an edit shows on the next view. */
function presented(page: Response, state: 'HIT' | 'MISS'): Response {
  const answer = new Response(page.body, page);
  answer.headers.set('cache-control', 'no-cache');
  answer.headers.set('x-cache', state);
  // A proxy between us and the visitor must not give one language to all.
  answer.headers.append('vary', 'Accept-Language, Cookie');
  answer.headers.delete(RENDERED_AT);
  return answer;
}
