/** Fills in the code of an SMS that names this shop, as soon as it arrives, and sends the form (WebOTP, in Chrome). */
class OneTimeCode extends HTMLElement {
  private readonly waiting = new AbortController();

  connectedCallback(): void {
    const input = this.querySelector('input');
    const form = input?.form;
    if (!input || !form || !('OTPCredential' in window)) return;
    form.addEventListener('submit', () => this.waiting.abort());
    void this.fill(input, form);
  }

  disconnectedCallback(): void {
    this.waiting.abort();
  }

  private async fill(input: HTMLInputElement, form: HTMLFormElement): Promise<void> {
    const wish = { otp: { transport: ['sms'] }, signal: this.waiting.signal };
    // No code, no leave, or a form that was sent first: the person types.
    const credential = await navigator.credentials.get(wish).catch(() => null);
    if (credential === null || !('code' in credential) || input.value !== '') return;
    input.value = String(credential.code);
    const isAlone = form.querySelectorAll('input:not([type="hidden"])').length === 1;
    if (isAlone) form.requestSubmit();
  }
}

customElements.define('one-time-code', OneTimeCode);
