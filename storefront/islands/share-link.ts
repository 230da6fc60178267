import { showToast } from './toast.ts';

/** Gives the page's address to another app, or to the clipboard where there is no such thing. */
class ShareLink extends HTMLElement {
  connectedCallback(): void {
    if (!('share' in navigator) && !('clipboard' in navigator)) return;
    this.dataset.ready = '';
    this.querySelector('button')?.addEventListener('click', () => void this.#share());
  }

  async #share(): Promise<void> {
    const { title = document.title, url = location.href, copied = '' } = this.dataset;
    if ('share' in navigator) return await navigator.share({ title, url }).catch(() => undefined);
    await (navigator as Navigator).clipboard.writeText(url);
    showToast(copied);
  }
}

customElements.define('share-link', ShareLink);
