const DAY_MS = 86_400_000;

/**
 * Counts down the last day of a sale beside the words that say its end. The digits are for the eye: a screen reader has
 * the words, once. Whoever wants less motion sees minutes. At the end `sale-over` is told to the page.
 */
class SaleCountdown extends HTMLElement {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #digits: HTMLElement | null = null;

  connectedCallback(): void {
    this.#tick();
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
  }

  #tick(): void {
    const leftMs = Date.parse(this.dataset.ends ?? '') - Date.now();
    if (!(leftMs > 0)) {
      // A page that was opened after the end has the new price from the shop already.
      if (this.#digits !== null) this.dispatchEvent(new CustomEvent('sale-over', { bubbles: true }));
      return;
    }
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (leftMs < DAY_MS) this.#show(leftMs, isCalm);
    const stepMs = isCalm ? 60_000 : 1000;
    this.#timer = setTimeout(() => this.#tick(), Math.min(leftMs, leftMs % stepMs || stepMs) + 20);
  }

  #show(leftMs: number, isCalm: boolean): void {
    const seconds = Math.ceil(leftMs / 1000);
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, ...(isCalm ? [] : [seconds % 60])];
    if (this.#digits === null) {
      this.#digits = document.createElement('b');
      this.#digits.setAttribute('aria-hidden', 'true');
      this.#digits.className = 'figures';
      this.querySelector('time')?.classList.add('visually-hidden');
      this.appendChild(this.#digits);
    }
    const time = parts.map((part) => String(part).padStart(2, '0')).join(':');
    this.#digits.textContent = `${this.dataset.label} ${time}`;
  }
}

customElements.define('sale-countdown', SaleCountdown);
