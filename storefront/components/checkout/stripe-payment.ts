/** The part of Stripe.js that the payment form uses. The script comes from js.stripe.com, as Stripe demands. */
interface StripeElements {
  create(type: 'payment'): { mount(element: HTMLElement): void; on(event: 'ready', listener: () => void): void };
}

interface StripeClient {
  elements(options: { clientSecret: string; appearance: { theme: 'stripe' | 'night' } }): StripeElements;
  confirmPayment(options: {
    elements: StripeElements;
    confirmParams: { return_url: string };
  }): Promise<{ error?: { message?: string } }>;
}

type StripeFactory = (publishableKey: string) => StripeClient;

const WAIT_STEPS = 100;
const WAIT_MS = 100;

/** `<stripe-payment>`: mounts the Payment Element, and lets a payment that failed be tried again. */
class StripePayment extends HTMLElement {
  connectedCallback(): void {
    void this.mount();
  }

  private async mount(): Promise<void> {
    const { key = '', secret = '', failed = '' } = this.dataset;
    const stripe = (await loadedStripe())?.(key);
    const form = this.querySelector('form');
    const place = this.querySelector<HTMLElement>('[data-element]');
    if (stripe === undefined || form === null || place === null) return this.say(failed);
    const theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'night' : 'stripe';
    const elements = stripe.elements({ clientSecret: secret, appearance: { theme } });
    const element = elements.create('payment');
    element.mount(place);
    element.on('ready', () => {
      this.querySelector('[data-loading]')?.remove();
      this.setBusy(false);
    });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.pay(stripe, elements);
    });
  }

  private async pay(stripe: StripeClient, elements: StripeElements): Promise<void> {
    this.setBusy(true);
    this.say('');
    const returnUrl = new URL(this.dataset.return ?? '/orders', location.href).href;
    // Only a failure comes back here: otherwise the browser goes to the order.
    const { error } = await stripe.confirmPayment({ elements, confirmParams: { return_url: returnUrl } });
    // Stripe speaks English here, as the page may not.
    const isEnglish = document.documentElement.lang.startsWith('en');
    this.say((isEnglish ? error?.message : undefined) ?? this.dataset.failed ?? '');
    this.setBusy(false);
  }

  private setBusy(isBusy: boolean): void {
    const button = this.querySelector('button');
    if (button !== null) button.disabled = isBusy;
  }

  private say(message: string): void {
    const place = this.querySelector('[data-message]');
    if (place !== null) place.textContent = message;
  }
}

async function loadedStripe(): Promise<StripeFactory | undefined> {
  for (let step = 0; step < WAIT_STEPS; step++) {
    const factory = (globalThis as { Stripe?: StripeFactory }).Stripe;
    if (factory !== undefined) return factory;
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
  return undefined;
}

customElements.define('stripe-payment', StripePayment);
