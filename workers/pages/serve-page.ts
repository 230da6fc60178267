import { originOf } from '../feeds/site.ts';
import { chosenLocale, type Locale, localeCookie, localeOf, withLocale } from '../http/locale.ts';
import { logFor } from '../log.ts';
import {
  edgeCache,
  FRESH_MS,
  type KeptPage,
  MAX_AGE_MS,
  type PageCache,
  type RenderedPage,
  VARY,
} from './page-cache.ts';
import { pageKey } from './page-key.ts';
import { withMemory } from './page-memory.ts';

/**
 * Pages that are the same for everyone are rendered once in each language and kept. Such a page is rendered from a
 * request without cookies, so no byte of it can depend on who asked; what is personal comes in by a fragment.
 */
export type Render = (request: Request) => Promise<Response>;

/** A render that goes on in this isolate, and what came of it. Plain data, as many requests look at it. */
interface Work {
  readonly startedAt: number;
  outcome: { readonly page: RenderedPage } | { readonly error: unknown } | null;
}

/** By key: many visitors of a cold page cost one render. */
const working = new Map<string, Work>();

/** Longer than any render; one that takes longer was killed with the request that it ran in. */
const PATIENCE_MS = 5000;
const LOOK_AGAIN_MS = 10;

/** Answers a page in the visitor's language, and remembers the language if the address chose it. */
export async function servePage(
  request: Request,
  env: Pick<Env, 'APP_URL'>,
  executionCtx: Pick<ExecutionContext, 'waitUntil'>,
  render: Render,
): Promise<Response> {
  const later = (work: Promise<unknown>) => executionCtx.waitUntil(work);
  const page = await pageFor(request, env, later, render);
  const chosen = chosenLocale(request.url);
  if (chosen === null) return page;
  // Outside of what is kept: the cookie is for the visitor who chose.
  const answer = new Response(page.body, page);
  answer.headers.append('set-cookie', localeCookie(chosen, request.url.startsWith('https:')));
  return answer;
}

/** Forgets pages in this isolate and this place, and whatever is on its way: it was begun before the edit. */
export async function purgePages(keys: readonly string[], later: Later): Promise<void> {
  const cache = withMemory(edgeCache, later);
  for (const key of keys) working.delete(key);
  await Promise.all(keys.map((key) => cache.purge(key)));
}

type Later = (work: Promise<unknown>) => void;

async function pageFor(request: Request, env: Pick<Env, 'APP_URL'>, later: Later, render: Render): Promise<Response> {
  const locale = localeOf(request);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const key = isRead ? pageKey(request.url, locale, shopOrigin(env, request.url)) : null;
  if (key === null) return await renderIn(locale, request, render);
  const cache = withMemory(edgeCache, later);
  const kept = youngEnough(await cache.match(key));
  if (kept === null) return answered(request, missed(await pageOnce(key, cache, later, render)));
  if (Date.now() - kept.renderedAt > FRESH_MS && !isRunning(key)) later(renewed(key, cache, render));
  return answered(request, kept.response);
}

let known = { setting: '', origin: '' };

/** Read once: a page from the cache costs less than taking addresses apart. */
function shopOrigin(env: Pick<Env, 'APP_URL'>, address: string): string {
  const setting = env.APP_URL ?? '';
  if (setting === '' || known.setting !== setting) known = { setting, origin: originOf(env, new URL(address)) };
  return known.origin;
}

/** A cache may be late to drop what is too old. */
function youngEnough(kept: KeptPage | null): KeptPage | null {
  return kept !== null && Date.now() - kept.renderedAt <= MAX_AGE_MS ? kept : null;
}

function isRunning(key: string): boolean {
  const work = working.get(key);
  return work !== undefined && Date.now() - work.startedAt < PATIENCE_MS;
}

/** The page that is being rendered, or one that is rendered now. */
async function pageOnce(key: string, cache: PageCache, later: Later, render: Render): Promise<RenderedPage> {
  const running = working.get(key);
  const page = running === undefined ? null : await pageOf(running);
  if (page !== null) return page;
  const work = renderAndKeep(key, cache, render);
  // Others may wait for it after the visitor who caused it has gone.
  later(work.catch(() => undefined));
  return await work;
}

/**
 * What another request is rendering; null when it takes too long. Its promise is not awaited: what follows such a
 * promise may run on behalf of the other request, and a promise of a request that was killed never ends.
 */
async function pageOf(work: Work): Promise<RenderedPage | null> {
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += LOOK_AGAIN_MS) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    const { outcome } = work;
    if (outcome === null) continue;
    if ('page' in outcome) return outcome.page;
    throw outcome.error;
  }
  return null;
}

/** Behind a stale answer. When it fails, the next visitor tries again, until the old page is too old. */
async function renewed(key: string, cache: PageCache, render: Render): Promise<void> {
  try {
    await renderAndKeep(key, cache, render);
  } catch (error) {
    logFor(crypto.randomUUID()).error('page not renewed', { error });
  }
}

async function renderAndKeep(key: string, cache: PageCache, render: Render): Promise<RenderedPage> {
  const work: Work = { startedAt: Date.now(), outcome: null };
  working.set(key, work);
  try {
    const page = await rendered(key, render);
    work.outcome = { page };
    // Another one in its place, or none: the product was changed meanwhile, or this took too long.
    if (page.status === 200 && working.get(key) === work) await cache.put(key, page);
    return page;
  } catch (error) {
    work.outcome = { error };
    throw error;
  } finally {
    if (working.get(key) === work) working.delete(key);
  }
}

/** From its address alone. */
async function rendered(key: string, render: Render): Promise<RenderedPage> {
  const renderedAt = Date.now();
  const asked = new Request(key, { headers: { accept: 'text/html' } });
  const [page, body] = await withLocale(localeOf(asked), async () => {
    const response = await render(asked);
    return [response, await response.arrayBuffer()] as const;
  });
  page.headers.delete('set-cookie');
  const headers = {
    ...Object.fromEntries(page.headers),
    'cache-control': 'no-cache',
    vary: VARY,
    etag: await etagOf(body),
  };
  return { status: page.status, headers, body, renderedAt };
}

/** Weak, as what stands between us and the browser may compress the page. */
async function etagOf(body: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-1', body)).subarray(0, 12);
  return `W/"${digest.toHex()}"`;
}

function missed({ status, headers, body }: RenderedPage): Response {
  return new Response(body.byteLength === 0 ? null : body, { status, headers: { ...headers, 'x-cache': 'MISS' } });
}

/** Nothing is sent that the browser has, or did not ask for. */
function answered(request: Request, page: Response): Response {
  const has = request.headers.get('if-none-match');
  const etag = page.headers.get('etag');
  const isKnown = has !== null && etag !== null && page.status === 200 && has.split(/,\s*/).includes(etag);
  if (!isKnown && request.method !== 'HEAD') return page;
  void page.body?.cancel();
  return new Response(null, { status: isKnown ? 304 : page.status, headers: page.headers });
}

/** A body is written while it is read: it is read to its end here, where the language is known. */
async function renderIn(locale: Locale, request: Request, render: Render): Promise<Response> {
  return await withLocale(locale, async () => {
    const page = await render(request);
    const isText = page.headers.get('content-type')?.startsWith('text/html') === true;
    return page.body === null || !isText ? page : new Response(await page.arrayBuffer(), page);
  });
}
