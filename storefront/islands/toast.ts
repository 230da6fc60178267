const SHOWN_MS = 6000;
let hiding: ReturnType<typeof setTimeout> | undefined;

/** A sentence at the bottom of the screen, read out by screen readers, with a link if there is a way on. */
export function showToast(text: string, link?: { readonly href: string; readonly label: string }): void {
  const toast = document.getElementById('toast');
  if (toast === null) return;
  const parts: (string | Node)[] = [text];
  if (link !== undefined) {
    const anchor = document.createElement('a');
    anchor.href = link.href;
    anchor.textContent = link.label;
    parts.push(' ', anchor);
  }
  toast.replaceChildren(...parts);
  clearTimeout(hiding);
  hiding = setTimeout(() => toast.replaceChildren(), SHOWN_MS);
}
