/**
 * Filters and order are applied at once: the same page is fetched with the other address, and the parts that changed are
 * put in its place. The forms and links work without it; whatever goes wrong here ends in an ordinary visit.
 */
class BrowseLive extends HTMLElement {
  private running: AbortController | null = null;

  connectedCallback(): void {
    this.addEventListener('formdata', (event) => tidy(event.formData));
    this.addEventListener('change', ({ target }) => {
      const form = target instanceof HTMLElement ? target.closest('form') : null;
      if (form?.checkValidity() === true) void this.apply(addressOf(form));
    });
    this.addEventListener('submit', (event) => {
      if (!(event.target instanceof HTMLFormElement) || event.target.method !== 'get') return;
      event.preventDefault();
      document.getElementById('filters')?.hidePopover?.();
      void this.apply(addressOf(event.target));
    });
    this.addEventListener('click', (event) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-live]') : null;
      if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      void this.apply(link.href);
    });
    addEventListener('popstate', this.onPopState);
  }

  disconnectedCallback(): void {
    removeEventListener('popstate', this.onPopState);
  }

  private readonly onPopState = (): void => void this.apply(location.href, false);

  private async apply(address: string, isNew = true): Promise<void> {
    this.running?.abort();
    this.running = new AbortController();
    const list = this.querySelector('[data-part=list]');
    list?.setAttribute('aria-busy', 'true');
    try {
      const answer = await fetch(address, { signal: this.running.signal });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      if (page.querySelector('browse-live') === null) throw new Error('not a list');
      if (isNew) history.pushState(null, '', address);
      this.show(page);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'AbortError')) location.assign(address);
    }
  }

  private show(page: Document): void {
    const focused = markOf(document.activeElement);
    const open = new Map([...this.querySelectorAll('details')].map((each) => [titleOf(each), each.open]));
    document.title = page.title;
    for (const part of this.querySelectorAll<HTMLElement>('[data-part]')) {
      const next = page.querySelector(`browse-live [data-part="${part.dataset.part}"]`);
      if (next !== null) part.replaceWith(document.adoptNode(next));
    }
    for (const each of this.querySelectorAll('details')) each.open = open.get(titleOf(each)) ?? each.open;
    if (focused !== null) this.querySelector<HTMLElement>(focused)?.focus({ preventScroll: true });
    const said = this.querySelector('[data-said]');
    if (said !== null) said.textContent = this.querySelector('[data-count]')?.textContent ?? '';
  }
}

/** Boxes that were left empty are not sent, several values of one filter become one list: the address stays clean. */
function tidy(data: FormData): void {
  for (const name of new Set(data.keys())) {
    const values = data.getAll(name).filter((value) => value !== '');
    if (values.length === 0) data.delete(name);
    else data.set(name, values.join(','));
  }
}

/** Where a form of ours would go; `new FormData` asks for its data as sending it would. */
function addressOf(form: HTMLFormElement): string {
  const address = new URL(form.action);
  address.search = new URLSearchParams(
    [...new FormData(form)].map(([name, value]) => [name, String(value)]),
  ).toString();
  return address.href;
}

/** Finds the same element again in the new parts. */
function markOf(element: Element | null): string | null {
  if (element === null) return null;
  if (element.id !== '') return `#${CSS.escape(element.id)}`;
  if (!(element instanceof HTMLInputElement) || element.name === '') return null;
  const value = element.type === 'number' ? '' : `[value="${CSS.escape(element.getAttribute('value') ?? '')}"]`;
  // The other form carries the same name along, unseen.
  return `[name="${CSS.escape(element.name)}"]:not([type=hidden])${value}`;
}

function titleOf(details: Element): string {
  const group = details.parentElement?.closest('details')?.querySelector('summary')?.textContent ?? '';
  return details.classList.contains('tail') ? `${group} tail` : (details.querySelector('summary')?.textContent ?? '');
}

customElements.define('browse-live', BrowseLive);
