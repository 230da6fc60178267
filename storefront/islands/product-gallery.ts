/** The small pictures move the large ones without moving the page, and show which one is seen. */
class ProductGallery extends HTMLElement {
  connectedCallback(): void {
    const track = this.querySelector('.track');
    const links = [...this.querySelectorAll<HTMLAnchorElement>('.thumbs a')];
    if (track === null || links.length === 0) return;
    links.forEach((link, index) => {
      link.addEventListener('click', (event) => {
        event.preventDefault();
        track.scrollTo({ left: index * track.clientWidth, behavior: 'smooth' });
      });
    });
    const mark = () => {
      const seen = Math.round(track.scrollLeft / Math.max(1, track.clientWidth));
      links.forEach((link, index) => {
        if (index === seen) link.setAttribute('aria-current', 'true');
        else link.removeAttribute('aria-current');
      });
    };
    track.addEventListener('scroll', mark, { passive: true });
    mark();
  }
}

customElements.define('product-gallery', ProductGallery);
