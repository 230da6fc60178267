const LEAST = 1;
const MOST = 5;
const STEP = 1.5;
const KEYS: Readonly<Record<string, string>> = { '+': 'larger', '=': 'larger', '-': 'smaller', '−': 'smaller' };
const TURNS: Readonly<Record<string, string>> = { ArrowRight: 'next', ArrowLeft: 'previous' };

/** Looks at the pictures of a gallery closely: + and −, wheel, two fingers, a double click; arrows lead to the others. */
export class PictureZoom {
  readonly #dialog: HTMLDialogElement;
  readonly #links: readonly HTMLAnchorElement[];
  readonly #onLeave: (index: number) => void;
  readonly #pane: HTMLElement | null;
  #index = 0;
  #scale = LEAST;
  /** Where the fingers are that touch the picture, and how far apart they were. */
  readonly #fingers = new Map<number, { readonly x: number; readonly y: number }>();
  #span = 0;

  /** `onLeave` hears which picture was looked at last. */
  constructor(dialog: HTMLDialogElement, links: readonly HTMLAnchorElement[], onLeave: (index: number) => void) {
    this.#dialog = dialog;
    this.#links = links;
    this.#onLeave = onLeave;
    this.#pane = dialog.querySelector('.pane');
    dialog.addEventListener('keydown', (event) => this.#onKey(event));
    dialog.addEventListener('click', ({ target }) => {
      const button = target instanceof Element ? target.closest<HTMLElement>('[data-do]') : null;
      if (button?.dataset.do !== undefined) this.#do(button.dataset.do);
    });
    dialog.addEventListener('close', () => {
      this.#onLeave(this.#index);
      this.#links[this.#index]?.focus({ preventScroll: true });
    });
    this.#listenToPane();
  }

  open(index: number): void {
    this.#dialog.showModal();
    this.#pane?.focus();
    this.#show(index);
  }

  /** The picture of the gallery, at the width that is looked at: the browser fetches the largest. */
  #show(index: number): void {
    const picture = this.#links[index]?.firstElementChild?.cloneNode(true);
    if (!(picture instanceof HTMLElement) || this.#pane === null) return;
    for (const each of [picture, ...picture.children]) {
      if (each instanceof HTMLImageElement || each instanceof HTMLSourceElement) each.sizes = '1200px';
      if (each instanceof HTMLImageElement) each.loading = 'eager';
    }
    this.#index = index;
    this.#pane.replaceChildren(picture);
    this.#zoomTo(LEAST);
    const place = this.#dialog.querySelector<HTMLElement>('[data-place]');
    if (place !== null) place.textContent = filled(place.dataset.place ?? '', index + 1, this.#links.length);
    this.#enable('previous', index > 0);
    this.#enable('next', index < this.#links.length - 1);
  }

  #do(what: string): void {
    if (what === 'close') this.#dialog.close();
    if (what === 'larger') this.#zoomTo(this.#scale * STEP);
    if (what === 'smaller') this.#zoomTo(this.#scale / STEP);
    if (what === 'next') this.#show(this.#index + 1);
    if (what === 'previous') this.#show(this.#index - 1);
  }

  /** Arrows move what is larger than the pane, as everywhere; else they lead to the next picture. */
  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    const what = KEYS[key] ?? (this.#scale === LEAST ? TURNS[key] : undefined);
    if (key === '0') this.#zoomTo(LEAST);
    if (what === undefined) return;
    event.preventDefault();
    this.#do(what);
  }

  #listenToPane(): void {
    const pane = this.#pane;
    if (pane === null) return;
    // The keyboard moves what is larger than the pane.
    pane.tabIndex = 0;
    pane.addEventListener('wheel', (event) => {
      event.preventDefault();
      this.#zoomTo(this.#scale * 1.0015 ** -event.deltaY, event);
    });
    pane.addEventListener('dblclick', (event) => this.#zoomTo(this.#scale > LEAST ? LEAST : STEP ** 2, event));
    pane.addEventListener('pointerdown', (event) => this.#touch(event));
    pane.addEventListener('pointermove', (event) => {
      if (!this.#fingers.has(event.pointerId)) return;
      const before = this.#span;
      this.#touch(event);
      if (before > 0 && this.#span > 0) this.#zoomTo((this.#scale * this.#span) / before, this.#middle());
    });
    for (const end of ['pointerup', 'pointercancel'] as const) {
      pane.addEventListener(end, ({ pointerId }) => {
        this.#fingers.delete(pointerId);
        this.#span = 0;
      });
    }
  }

  #touch({ pointerId, pointerType, clientX: x, clientY: y }: PointerEvent): void {
    if (pointerType !== 'touch') return;
    this.#fingers.set(pointerId, { x, y });
    const [a, b] = [...this.#fingers.values()];
    this.#span = a === undefined || b === undefined ? 0 : Math.hypot(a.x - b.x, a.y - b.y);
  }

  #middle(): { readonly clientX: number; readonly clientY: number } {
    const [a = { x: 0, y: 0 }, b = a] = [...this.#fingers.values()];
    return { clientX: (a.x + b.x) / 2, clientY: (a.y + b.y) / 2 };
  }

  /** What is under the finger, or in the middle, stays where it is. */
  #zoomTo(scale: number, at?: { readonly clientX: number; readonly clientY: number }): void {
    const pane = this.#pane;
    const image = pane?.querySelector('img');
    if (pane === null || !image) return;
    const box = pane.getBoundingClientRect();
    const x = at === undefined ? box.width / 2 : at.clientX - box.left;
    const y = at === undefined ? box.height / 2 : at.clientY - box.top;
    const next = Math.min(MOST, Math.max(LEAST, scale));
    const ratio = next / this.#scale;
    const { scrollLeft, scrollTop } = pane;
    this.#scale = next < LEAST * 1.02 ? LEAST : next;
    image.style.setProperty('--scale', String(this.#scale));
    pane.scrollTo({ left: (scrollLeft + x) * ratio - x, top: (scrollTop + y) * ratio - y, behavior: 'instant' });
    this.#enable('larger', this.#scale < MOST);
    this.#enable('smaller', this.#scale > LEAST);
  }

  /** A button that goes out under the finger would take the keyboard with it. */
  #enable(what: string, isPossible: boolean): void {
    const button = this.#dialog.querySelector<HTMLButtonElement>(`[data-do="${what}"]`);
    if (button === null) return;
    if (!isPossible && button === document.activeElement) this.#pane?.focus();
    button.disabled = !isPossible;
  }
}

function filled(sentence: string, number: number, count: number): string {
  return sentence.replace('{number}', String(number)).replace('{count}', String(count));
}
