/** Keeps the address clean: boxes that were left empty are not sent, several values of one filter become one list. */
class FilterForm extends HTMLElement {
  connectedCallback(): void {
    this.querySelector('form')?.addEventListener('formdata', ({ formData }) => {
      for (const name of new Set(formData.keys())) {
        const values = formData.getAll(name).filter((value) => value !== '');
        if (values.length === 0) formData.delete(name);
        else formData.set(name, values.join(','));
      }
    });
  }
}

customElements.define('filter-form', FilterForm);
