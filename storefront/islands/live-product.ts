import { readCookie } from './cookie.ts';

const YEAR_SECONDS = 31_536_000;
const PINCODE = /^[1-9]\d{5}$/;

/**
 * What changes by the second on a product's page. The page may be some seconds old and knows nobody's pincode: its parts
 * are fetched once after it has loaded, again for another pincode, and with the pictures for another variant. A part that
 * is the same stays as it is. Without scripts the links and the form lead to pages that say the same.
 */
class LiveProduct extends HTMLElement {
  #pincode: string | null = null;
  #shown = location.search;
  #asking: AbortController | null = null;

  connectedCallback(): void {
    const asked = this.querySelector<HTMLElement>('[data-live="delivery"] [data-pincode]')?.dataset.pincode;
    if (asked !== undefined) remember(asked);
    const input = this.#pincodeInput;
    // What the address asked for in vain stays, with the word why.
    this.#pincode = asked ?? (input?.value || rememberedPincode());
    if (input !== null && input.value === '' && this.#pincode !== null) input.value = this.#pincode;

    this.addEventListener('submit', (event) => this.#onSubmit(event));
    this.addEventListener('click', (event) => this.#onClick(event));
    this.addEventListener('sale-over', () => void this.#refresh());
    addEventListener('popstate', () => {
      if (location.search !== this.#shown) void this.#showVariant(location.href);
    });
    void this.#refresh();
  }

  get #pincodeInput(): HTMLInputElement | null {
    return this.querySelector('input[name="pincode"]');
  }

  #onSubmit(event: SubmitEvent): void {
    const input = this.#pincodeInput;
    if (input === null || event.target !== input.form) return;
    const typed = input.value.replace(/\s/g, '');
    if (!PINCODE.test(typed)) return;
    event.preventDefault();
    this.#pincode = typed;
    void this.#refresh({ asked: 'pincode' });
  }

  #onClick(event: MouseEvent): void {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element).closest<HTMLAnchorElement>('[data-live] a[href^="/p/"]');
    if (link === null) return;
    event.preventDefault();
    void this.#showVariant(link.href, true);
  }

  async #showVariant(href: string, isNew = false): Promise<void> {
    const isShown = await this.#refresh({ href, asked: 'variant' });
    if (!isShown) return location.assign(href);
    if (isNew) history.pushState(null, '', href);
    this.#shown = location.search;
  }

  /** False when the shop did not answer: the page stays as it is. */
  async #refresh({ href = location.href, asked = null }: Wish = {}): Promise<boolean> {
    this.#asking?.abort();
    this.#asking = new AbortController();
    const parameters = new URLSearchParams();
    const variantId = new URL(href).searchParams.get('v');
    if (variantId !== null) parameters.set('v', variantId);
    if (this.#pincode !== null) parameters.set('pincode', this.#pincode);
    if (asked === 'variant') parameters.set('pictures', '1');
    try {
      const address = `/fragments/product/${this.dataset.slug}?${parameters}`;
      const answer = await fetch(address, { signal: this.#asking.signal });
      if (!answer.ok) return false;
      this.#take(new DOMParser().parseFromString(await answer.text(), 'text/html'), asked);
      return true;
    } catch (error) {
      // A newer question has taken its place, or there is no network.
      return error instanceof DOMException && error.name === 'AbortError';
    }
  }

  #take(fresh: Document, asked: Wish['asked']): void {
    const before = this.#facts();
    for (const part of fresh.querySelectorAll<HTMLElement>('[data-live]')) {
      const old = this.querySelector<HTMLElement>(`[data-live="${part.dataset.live}"]`);
      if (old !== null) exchange(old, part);
    }
    const after = this.#facts();
    if (after.pincode !== undefined) remember(after.pincode);
    const sentences = [
      after.price === before.price && asked !== 'variant' ? undefined : after.said,
      after.available === '0' && before.available !== '0' ? this.dataset.gone : undefined,
      asked === 'pincode' || (asked === 'variant' && this.#pincode !== null) ? after.delivery : undefined,
    ];
    const saying = this.querySelector('[data-say]');
    if (saying !== null) saying.textContent = sentences.filter((each) => each !== undefined).join(' ');
  }

  #facts() {
    const block = this.querySelector<HTMLElement>('[data-live="price"] [data-price]');
    const answer = this.querySelector<HTMLElement>('[data-live="delivery"] [data-pincode]');
    const delivery = this.querySelector('[data-live="delivery"] p')?.textContent?.trim();
    const { price, available, said } = block?.dataset ?? {};
    return { price, available, said, delivery, pincode: answer?.dataset.pincode };
  }
}

interface Wish {
  /** Where the variant is shown; here when left out. */
  readonly href?: string;
  /** What the shopper has asked for: it is said to screen readers. By itself only a changed price is. */
  readonly asked?: 'pincode' | 'variant' | null;
}

/** Whoever is at work in the part goes on where they were: the focus, and how many they want, stay. */
function exchange(old: HTMLElement, fresh: HTMLElement): void {
  const isSame =
    old.dataset.key === undefined ? old.innerHTML === fresh.innerHTML : old.dataset.key === fresh.dataset.key;
  if (isSame) return;
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const quantity = old.querySelector('select')?.value;
  old.replaceChildren(...fresh.childNodes);
  if (fresh.dataset.key !== undefined) old.dataset.key = fresh.dataset.key;
  const select = old.querySelector('select');
  const isToBeHad = [...(select?.options ?? [])].some(({ value }) => value === quantity);
  if (select !== null && quantity !== undefined && isToBeHad) select.value = quantity;
  if (focused !== null) twinOf(focused, old)?.focus({ preventScroll: true });
}

function twinOf(element: Element, place: HTMLElement): HTMLElement | null {
  const isLike = (other: HTMLElement) =>
    ['name', 'value'].every((name) => other.getAttribute(name) === element.getAttribute(name)) &&
    (element.localName === 'select' || other.textContent?.trim() === element.textContent?.trim());
  return [...place.querySelectorAll<HTMLElement>(element.localName)].find(isLike) ?? null;
}

function rememberedPincode(): string | null {
  const pincode = readCookie('haat_pin');
  return pincode !== null && PINCODE.test(pincode) ? pincode : null;
}

function remember(pincode: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: Cookie Store is not in every browser yet.
  document.cookie = `haat_pin=${pincode}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}

customElements.define('live-product', LiveProduct);
