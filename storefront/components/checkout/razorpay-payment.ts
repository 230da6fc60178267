/** The part of Razorpay's checkout.js that the payment form uses; the script comes from checkout.razorpay.com. */
interface RazorpayOptions {
  readonly key: string;
  readonly order_id: string;
  readonly amount: number;
  readonly currency: 'INR';
  readonly name: string;
  readonly description: string;
  readonly prefill: {
    readonly name: string;
    readonly email: string;
    readonly contact: string;
    readonly method?: string;
  };
  /** Razorpay's page posts its signed answer there itself: nothing depends on this page staying open. */
  readonly callback_url: string;
  readonly redirect: true;
}

type RazorpayFactory = new (options: RazorpayOptions) => { open(): void };

/** `<razorpay-payment>`: the button opens Razorpay's window, and it stays there for another try. */
class RazorpayPayment extends HTMLElement {
  connectedCallback(): void {
    this.querySelector('button')?.addEventListener('click', () => this.open());
  }

  private open(): void {
    const Razorpay = (globalThis as { Razorpay?: RazorpayFactory }).Razorpay;
    const message = this.querySelector('[data-message]');
    if (message !== null) message.textContent = Razorpay === undefined ? (this.dataset.failed ?? '') : '';
    if (Razorpay === undefined) return;
    const { options = '{}' } = this.dataset;
    new Razorpay(JSON.parse(options) as RazorpayOptions).open();
  }
}

customElements.define('razorpay-payment', RazorpayPayment);
