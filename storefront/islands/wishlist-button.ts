import { showToast } from './toast.ts';
import { announceWishes, onWishesChange, wishedSkus } from './wishes.ts';

/** A heart that is full when its item is on the wishlist, and changes that in place. */
class WishlistButton extends HTMLElement {
  connectedCallback(): void {
    this.querySelector('form')?.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.toggle();
    });
    onWishesChange(() => void this.show());
    void this.show();
  }

  private async show(): Promise<void> {
    const isWished = (await wishedSkus()).has(this.dataset.sku ?? '');
    const label = this.querySelector('[data-label]');
    this.button?.setAttribute('aria-pressed', String(isWished));
    if (label !== null) label.textContent = (isWished ? this.dataset.in : this.dataset.add) ?? '';
  }

  private async toggle(): Promise<void> {
    const { sku = '', added = '', removed = '', failed = '', view = '' } = this.dataset;
    if (this.button?.getAttribute('aria-busy') === 'true') return;
    this.button?.setAttribute('aria-busy', 'true');
    try {
      const isWished = (await wishedSkus()).has(sku);
      const answer = await fetch(`/api/v1/lists/wishlist/${encodeURIComponent(sku)}`, {
        method: isWished ? 'DELETE' : 'PUT',
      });
      const result: { skus?: string[]; code?: string; detail?: string } = await answer.json();
      if (!answer.ok) return showToast(this.sentenceOf(result) ?? failed);
      announceWishes(result.skus ?? []);
      showToast(isWished ? removed : added, { href: '/wishlist', label: view });
    } catch {
      showToast(failed);
    } finally {
      this.button?.removeAttribute('aria-busy');
    }
  }

  /** Refusals in the language of the page, by code; on an English page the API's own sentence says more. */
  private sentenceOf({ code = '', detail }: { code?: string; detail?: string }): string | undefined {
    const problems: Record<string, string> | null = JSON.parse(this.dataset.problems ?? 'null');
    return problems === null ? detail : problems[code];
  }

  private get button(): HTMLButtonElement | null {
    return this.querySelector('button');
  }
}

customElements.define('wishlist-button', WishlistButton);
