/// <reference lib="webworker" />
import { FILES_CACHE, PAGES_CACHE, SHELL_PREFIX } from './cache-names.ts';
import { changesWhoAsks, filesOf, keepingOf, MAX_FILES, MAX_PAGES, offlineLocale, pageKeyOf } from './keeping.ts';

/**
 * The service worker: says so when there is no signal, and shows again what was seen. Pages come from the network first,
 * so it never makes the shop older than it is. A new one takes over at once: it answers with nothing that an open page
 * of the build before could not use.
 */
declare const self: ServiceWorkerGlobalScope;

const SHELL = SHELL_PREFIX + import.meta.env.BUILD_ID;
const OFFLINE_PAGES = ['/offline?lang=en', '/offline?lang=hi'] as const;
const LANGUAGE_COOKIE = 'haat_lang';

self.addEventListener('install', (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(takeOver());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin === self.location.origin && changesWhoAsks(request.method, url.pathname)) {
    event.waitUntil(caches.delete(PAGES_CACHE));
  }
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') event.respondWith(showPage(event, url));
  else if (keepingOf(url, self.location.origin, false) === 'file') event.respondWith(serveFile(event));
});

/** Both offline pages with their styles, or nothing: one that cannot be had leaves the worker of before in charge. */
async function keepShell(): Promise<void> {
  const shell = await caches.open(SHELL);
  for (const address of OFFLINE_PAGES) {
    // Without cookies: the same for everyone.
    const page = await fetch(address, { credentials: 'omit', cache: 'no-cache' });
    if (!page.ok) throw new Error(`${address} answers ${page.status}`);
    await shell.put(address, page.clone());
    await shell.addAll([...filesOf(await page.text())]);
  }
}

async function takeOver(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(SHELL_PREFIX) && name !== SHELL);
  await Promise.all(old.map((name) => caches.delete(name)));
  // The page is asked for while the worker is being started.
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

/** From the network; without one the page as it was seen, or the offline page. */
async function showPage(event: FetchEvent, url: URL): Promise<Response> {
  const isKept = keepingOf(url, self.location.origin, true) === 'page';
  try {
    const preloaded = (await event.preloadResponse) as Response | undefined;
    const page = preloaded ?? (await fetch(event.request));
    if (isKept && isPublicPage(page)) event.waitUntil(keep(PAGES_CACHE, pageKeyOf(url.href), page.clone(), MAX_PAGES));
    return page;
  } catch (error) {
    const seen = isKept ? await caches.match(pageKeyOf(url.href), { cacheName: PAGES_CACHE, ignoreVary: true }) : null;
    return seen ?? (await offlinePage(url)) ?? Promise.reject(error);
  }
}

/** A second lock behind the list of addresses: an answer that says it is for one person is never kept. */
function isPublicPage(page: Response): boolean {
  const policy = page.headers.get('cache-control') ?? '';
  const isHtml = page.headers.get('content-type')?.startsWith('text/html') === true;
  return page.status === 200 && page.type === 'basic' && !page.redirected && isHtml && !/no-store|private/.test(policy);
}

async function offlinePage(url: URL): Promise<Response | undefined> {
  const cookie = 'cookieStore' in self ? await self.cookieStore.get(LANGUAGE_COOKIE) : null;
  const locale = offlineLocale(url, cookie?.value ?? null, self.navigator.languages);
  return await caches.match(`/offline?lang=${locale}`, { cacheName: SHELL, ignoreVary: true });
}

async function serveFile(event: FetchEvent): Promise<Response> {
  const kept = await caches.match(event.request, { ignoreVary: true });
  if (kept !== undefined) return kept;
  const file = await fetch(event.request);
  if (file.status === 200 && file.type === 'basic') {
    event.waitUntil(keep(FILES_CACHE, event.request.url, file.clone(), MAX_FILES));
  }
  return file;
}

/** The newest are at the end; what is too many goes from the front. */
async function keep(name: string, address: string, answer: Response, max: number): Promise<void> {
  const cache = await caches.open(name);
  await cache.delete(address, { ignoreVary: true });
  await cache.put(address, answer);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - max)).map((key) => cache.delete(key)));
}
