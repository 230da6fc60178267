import { showToast } from './toast.ts';

/** The shop as an app: its service worker, and a word when the connection is gone. */
class ShopApp extends HTMLElement {
  connectedCallback(): void {
    const say = () => showToast(this.dataset.offline ?? '');
    addEventListener('offline', say);
    if (!navigator.onLine) say();
    // After everything that the page itself needs; the server of developers has no such file.
    if (import.meta.env.PROD && 'serviceWorker' in navigator) afterLoad(register);
  }
}

function register(): void {
  // Without it the shop works as ever: private windows and old browsers refuse it.
  navigator.serviceWorker.register('/sw.js').catch(() => undefined);
}

function afterLoad(work: () => void): void {
  const whenIdle = () => ('requestIdleCallback' in window ? requestIdleCallback(work) : setTimeout(work, 1000));
  if (document.readyState === 'complete') whenIdle();
  else addEventListener('load', whenIdle, { once: true });
}

customElements.define('shop-app', ShopApp);
