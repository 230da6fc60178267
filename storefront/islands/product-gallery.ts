import { PictureZoom } from './picture-zoom.ts';

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };

/**
 * Small pictures and arrows move the large ones without moving the page, and show which one is seen; a click on a large
 * one looks at it closely.
 */
class ProductGallery extends HTMLElement {
  #track: HTMLElement | null = null;
  #pictures: HTMLAnchorElement[] = [];
  #marks: HTMLAnchorElement[] = [];

  connectedCallback(): void {
    const dialog = this.querySelector('dialog');
    this.#track = this.querySelector('.track');
    this.#pictures = [...this.querySelectorAll<HTMLAnchorElement>('.track a')];
    this.#marks = [...this.querySelectorAll<HTMLAnchorElement>('.thumbs a')];
    const zoom =
      dialog === null ? null : new PictureZoom(dialog, this.#pictures, (index) => this.#show(index, 'instant'));
    this.#pictures.forEach((link, index) => {
      link.addEventListener('click', (event) => {
        if (zoom === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        zoom.open(index);
      });
    });
    this.#marks.forEach((link, index) => {
      link.addEventListener('click', (event) => {
        event.preventDefault();
        this.#show(index);
      });
    });
    this.#track?.addEventListener('keydown', (event) => this.#onKey(event));
    this.#track?.addEventListener('scroll', () => this.#mark(), { passive: true });
    this.#mark();
  }

  get #seen(): number {
    const track = this.#track;
    return track === null ? 0 : Math.abs(Math.round(track.scrollLeft / Math.max(1, track.clientWidth)));
  }

  #onKey(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const index = Math.max(0, Math.min(this.#pictures.length - 1, this.#seen + step));
    this.#show(index);
    this.#pictures[index]?.focus({ preventScroll: true });
  }

  #show(index: number, behavior?: ScrollBehavior): void {
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const left = index * (this.#track?.clientWidth ?? 0);
    this.#track?.scrollTo({ left, behavior: behavior ?? (isCalm ? 'instant' : 'smooth') });
  }

  /** Of the large pictures one is a stop for the Tab key: the one that is seen. */
  #mark(): void {
    const seen = this.#seen;
    this.#pictures.forEach((link, index) => {
      link.tabIndex = index === seen || link === document.activeElement ? 0 : -1;
    });
    this.#marks.forEach((link, index) => {
      if (index === seen) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    });
  }
}

customElements.define('product-gallery', ProductGallery);
