import { announceCart } from './cart-event.ts';
import { showToast } from './toast.ts';

/** Adds to the cart without leaving the page. 'Buy now', and everything without JavaScript, is a plain post. */
class BuyForm extends HTMLElement {
  connectedCallback(): void {
    this.querySelector('form')?.addEventListener('submit', (event) => {
      const button = event.submitter;
      if (!(button instanceof HTMLButtonElement) || button.value !== 'cart') return;
      event.preventDefault();
      void this.add(new FormData(event.currentTarget as HTMLFormElement), button);
    });
  }

  private async add(form: FormData, button: HTMLButtonElement): Promise<void> {
    if (button.getAttribute('aria-busy') === 'true') return;
    button.setAttribute('aria-busy', 'true');
    const { added = '', failed = '', view = '' } = this.dataset;
    /** Refusals in the language of the page, by code; on an English page the API's own sentence says more. */
    const problems: Record<string, string> | null = JSON.parse(this.dataset.problems ?? 'null');
    try {
      const body = { sku: form.get('sku'), quantity: Number(form.get('quantity')) };
      const answer = await fetch('/api/v1/cart/items', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      const result: { itemCount?: number; code?: string; detail?: string } = await answer.json();
      if (answer.ok) announceCart(result.itemCount ?? 0);
      if (answer.ok) showToast(added, { href: '/cart', label: view });
      else showToast((problems === null ? result.detail : problems[result.code ?? '']) ?? failed);
    } catch {
      showToast(failed);
    } finally {
      button.removeAttribute('aria-busy');
    }
  }
}

customElements.define('buy-form', BuyForm);
