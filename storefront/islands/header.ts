import { onCartChange } from './cart-event.ts';
import { readCookie } from './cookie.ts';

/** The number on the cart. Without JavaScript the header has a plain link. */
class CartCount extends HTMLElement {
  connectedCallback(): void {
    this.show(Number(readCookie('haat_count')));
    onCartChange((itemCount) => this.show(itemCount));
    // The browser's back button brings an old page out of memory.
    addEventListener('pageshow', () => this.show(Number(readCookie('haat_count'))));
  }

  private show(itemCount: number): void {
    const link = this.querySelector('a');
    const badge = this.querySelector('b');
    if (link === null || badge === null) return;
    const isFilled = Number.isInteger(itemCount) && itemCount > 0;
    badge.hidden = !isFilled;
    badge.textContent = itemCount > 99 ? '99+' : String(itemCount);
    const label = (itemCount === 1 ? this.dataset.one : this.dataset.other)?.replace('#', String(itemCount));
    if (isFilled && label !== undefined) link.setAttribute('aria-label', label);
    else link.removeAttribute('aria-label');
  }
}

/** Turns 'Sign in' into the shopper's first name. */
class AccountLink extends HTMLElement {
  connectedCallback(): void {
    const name = readCookie('haat_name');
    const link = this.querySelector('a');
    const label = this.querySelector('[data-name]');
    if (name === null || name === '' || link === null || label === null) return;
    label.textContent = name;
    link.href = link.dataset.signedIn ?? link.href;
  }
}

/** Suggestions while typing. Their code comes when the box is used for the first time; until then it is a plain form. */
class SearchBox extends HTMLElement {
  connectedCallback(): void {
    const start = async () => {
      const { suggestIn } = await import('./search-box.ts');
      suggestIn(this);
    };
    this.addEventListener('focusin', start, { once: true });
    // The code of a mouse that comes near is there when it clicks.
    this.addEventListener('pointerenter', () => void import('./search-box.ts'), { once: true });
  }
}

customElements.define('search-box', SearchBox);
customElements.define('cart-count', CartCount);
customElements.define('account-link', AccountLink);
