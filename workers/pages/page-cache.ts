/** A rendered page as plain data: a Response belongs to the request that made it, this may be shared by many. */
export interface RenderedPage {
  readonly status: number;
  /** As the browser gets them; never a cookie. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ArrayBuffer;
  /** Epoch ms, before its first byte: nothing on it is older. */
  readonly renderedAt: number;
}

/** A kept page, ready to be sent. */
export interface KeptPage {
  readonly response: Response;
  readonly renderedAt: number;
}

/**
 * The port of what is kept at the edge; a key is a page's whole normalised address (page-key.ts). Only this isolate and
 * this place are asked and purged: elsewhere a page lives until it is too old (`MAX_AGE_MS`).
 */
export interface PageCache {
  match(key: string): Promise<KeptPage | null>;
  put(key: string, page: RenderedPage): Promise<void>;
  purge(key: string): Promise<void>;
}

/** An older page is still shown while a new one is made. */
export const FRESH_MS = 10_000;

/**
 * A page older than this is never shown. With what a page may have been made of, remembered for 15 s at most
 * (catalog/recent.ts), an edit is seen everywhere within a minute.
 */
export const MAX_AGE_MS = 45_000;

/** A proxy between us and the visitor must not give one language to all. */
export const VARY = 'Accept-Language, Cookie';

const RENDERED_AT = 'x-rendered-at';

/** Cloudflare's Cache API: one for each place, shared by all isolates there. */
export const edgeCache: PageCache = {
  async match(key) {
    const kept = await caches.default.match(placeOf(key));
    if (kept === undefined) return null;
    const response = new Response(kept.body, kept);
    // The browser asks again each time, so an edit shows on the next view.
    response.headers.set('cache-control', 'no-cache');
    response.headers.set('vary', VARY);
    return { response, renderedAt: Number(kept.headers.get(RENDERED_AT)) };
  },

  async put(key, page) {
    const leftMs = page.renderedAt + MAX_AGE_MS - Date.now();
    if (leftMs <= 0) return;
    const headers = new Headers(page.headers);
    headers.set('cache-control', `public, max-age=${Math.ceil(leftMs / 1000)}`);
    // The key says all: the visitor's headers have no say in what is found.
    headers.delete('vary');
    headers.set('x-cache', 'HIT');
    headers.set(RENDERED_AT, String(page.renderedAt));
    await caches.default.put(placeOf(key), new Response(page.body, { headers }));
  },

  async purge(key) {
    await caches.default.delete(placeOf(key));
  },
};

/** Where a page is kept: apart from those of other builds, whose styles and scripts are gone. */
function placeOf(key: string): string {
  return `${key}${key.includes('?') ? '&' : '?'}build=${import.meta.env.BUILD_ID}`;
}
