/** A chosen order is applied at once; the button is for browsers without JavaScript and goes. */
class SortForm extends HTMLElement {
  connectedCallback(): void {
    const apply = this.querySelector<HTMLElement>('[data-apply]');
    if (apply !== null) apply.hidden = true;
    this.querySelector('select')?.addEventListener('change', (event) => {
      (event.currentTarget as HTMLSelectElement).form?.requestSubmit();
    });
  }
}

customElements.define('sort-form', SortForm);
