import { showToast } from './toast.ts';

const KEY = 'haat_seen';
const KEPT = 13;

/** Cards of what this browser has looked at. The list is the browser's; it is shown when it is scrolled to. */
class RecentlyViewed extends HTMLElement {
  connectedCallback(): void {
    const { current } = this.dataset;
    const others = seenSlugs().filter((slug) => slug !== current);
    if (current !== undefined) keep([current, ...others]);
    if (others.length === 0) return;
    this.querySelector('button')?.addEventListener('click', () => this.#clear());
    void this.#show(others.slice(0, KEPT - 1));
  }

  async #show(slugs: readonly string[]): Promise<void> {
    const answer = await fetch(`/fragments/products?slugs=${slugs.join(',')}`).catch(() => null);
    const track = this.querySelector('.track');
    if (!answer?.ok || track === null) return;
    const cards = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelectorAll('li');
    track.replaceChildren(...cards);
    this.hidden = cards.length === 0;
  }

  #clear(): void {
    keep(this.dataset.current === undefined ? [] : [this.dataset.current]);
    this.hidden = true;
    showToast(this.dataset.cleared ?? '');
  }
}

/** Storage may be forbidden, or hold what somebody else wrote. */
function seenSlugs(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept)
      ? kept.filter((slug) => typeof slug === 'string' && /^[a-z0-9-]{1,200}$/.test(slug))
      : [];
  } catch {
    return [];
  }
}

function keep(slugs: readonly string[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(slugs.slice(0, KEPT)));
  } catch {
    // Full or forbidden: there is no list then.
  }
}

customElements.define('recently-viewed', RecentlyViewed);
