import { FRESH_MS, type PageCache, type RenderedPage } from './page-cache.ts';

interface Remembered {
  readonly page: RenderedPage;
  /** Made once: a page that many ask for is little else than its headers. */
  readonly headers: Headers;
  isHandedOn: boolean;
  isPurged: boolean;
}

const MAX_PAGES = 200;
const MAX_BYTES = 8_000_000;

/** Fresh pages of this isolate, the oldest first. A copy, never a truth. */
const remembered = new Map<string, Remembered>();
let bytes = 0;

/**
 * A cache in front of another one: an isolate remembers what it has just rendered, while it is fresh, and hands it on
 * when it is asked for again. Most addresses of a large shop are asked for once in a while: putting each of them away
 * costs more than it ever saves.
 */
export function withMemory(behind: PageCache, later: (work: Promise<unknown>) => void): PageCache {
  const handOn = async (key: string, known: Remembered) => {
    known.isHandedOn = true;
    await behind.put(key, known.page);
    if (known.isPurged) await behind.purge(key);
  };
  return {
    async match(key) {
      const known = remembered.get(key);
      if (known === undefined) return await behind.match(key);
      const { page } = known;
      if (Date.now() - page.renderedAt > FRESH_MS) {
        forget(key);
        return await behind.match(key);
      }
      if (!known.isHandedOn) later(handOn(key, known));
      return { response: new Response(page.body, { headers: known.headers }), renderedAt: page.renderedAt };
    },

    async put(key, page) {
      forget(key);
      const headers = new Headers({ ...page.headers, 'x-cache': 'HIT' });
      remembered.set(key, { page, headers, isHandedOn: false, isPurged: false });
      bytes += page.body.byteLength;
      for (const oldest of remembered.keys()) {
        if (remembered.size <= MAX_PAGES && bytes <= MAX_BYTES) break;
        forget(oldest);
      }
    },

    async purge(key) {
      const known = remembered.get(key);
      if (known !== undefined) known.isPurged = true;
      forget(key);
      await behind.purge(key);
    },
  };
}

function forget(key: string): void {
  const known = remembered.get(key);
  if (known === undefined) return;
  remembered.delete(key);
  bytes -= known.page.body.byteLength;
}
