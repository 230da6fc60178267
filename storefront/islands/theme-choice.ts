/** /dev/components in a theme that the device does not ask for: the tokens of it, set on the page itself. */
class ThemeChoice extends HTMLElement {
  connectedCallback(): void {
    const themes: Readonly<Record<string, Readonly<Record<string, string>>>> = JSON.parse(this.dataset.themes ?? '{}');
    const root = document.documentElement;
    this.querySelector('select')?.addEventListener('change', (event) => {
      const chosen = (event.currentTarget as HTMLSelectElement).value;
      root.removeAttribute('style');
      for (const [name, value] of Object.entries(themes[chosen] ?? {})) root.style.setProperty(`--${name}`, value);
      if (chosen in themes) root.style.colorScheme = chosen;
    });
  }
}

customElements.define('theme-choice', ThemeChoice);
