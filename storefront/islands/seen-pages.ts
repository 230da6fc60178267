import { PAGES_CACHE } from '../pwa/cache-names.ts';

/** On the offline page: what the service worker has kept, the newest first, by the titles of the pages. */
class SeenPages extends HTMLElement {
  connectedCallback(): void {
    void this.list();
  }

  private async list(): Promise<void> {
    const cache = await caches.open(PAGES_CACHE);
    const seen = [...(await cache.keys())].reverse();
    const items = await Promise.all(seen.map(async (request) => itemOf(request.url, await cache.match(request))));
    const list = this.querySelector('ul');
    if (items.length === 0 || list === null) return;
    list.replaceChildren(...items);
    for (const part of this.querySelectorAll<HTMLElement>('[data-seen], [data-none]')) {
      part.hidden = part.dataset.none !== undefined;
    }
  }
}

async function itemOf(address: string, page: Response | undefined): Promise<HTMLElement> {
  const kept = new DOMParser().parseFromString((await page?.text()) ?? '', 'text/html');
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = address;
  link.lang = kept.documentElement.lang;
  link.textContent = kept.title || new URL(address).pathname;
  item.appendChild(link);
  return item;
}

customElements.define('seen-pages', SeenPages);
