import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
  WebAuthnError,
} from '@simplewebauthn/browser';

type CreationOptions = Parameters<typeof startRegistration>[0]['optionsJSON'];
type RequestOptions = Parameters<typeof startAuthentication>[0]['optionsJSON'];

interface Question {
  readonly challengeId: string;
  readonly options: CreationOptions & RequestOptions;
}

/**
 * A form whose answer comes from the device. It asks the shop what the device needs (`data-options`, with `data-body`),
 * lets the device make (`data-create`) or use a passkey, and posts what it says. Its sentences come with the page.
 */
class PasskeyForm extends HTMLElement {
  connectedCallback(): void {
    const form = this.querySelector('form');
    if (form === null) return;
    if (!browserSupportsWebAuthn()) {
      this.say(this.dataset.unsupported);
      return;
    }
    form.hidden = false;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.answer(form);
    });
  }

  private async answer(form: HTMLFormElement): Promise<void> {
    const button = form.querySelector('button');
    this.say('');
    if (button !== null) button.disabled = true;
    try {
      const question = await this.ask();
      if (question === null) return;
      const { challengeId, options } = question;
      const credential = await (this.dataset.create === undefined
        ? startAuthentication({ optionsJSON: options })
        : startRegistration({ optionsJSON: options }));
      fill(form, 'challengeId', challengeId);
      fill(form, 'credential', JSON.stringify(credential));
      form.submit();
    } catch (error) {
      this.say(this.sentenceOf(error));
    } finally {
      if (button !== null) button.disabled = false;
    }
  }

  /** Null when the shop's own answer is where to go, or what to say. */
  private async ask(): Promise<Question | null> {
    const answer = await fetch(this.dataset.options ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: this.dataset.body ?? '{}',
    });
    if (answer.ok) return (await answer.json()) as Question;
    const said = (await answer.json()) as { readonly code: string; readonly detail: string };
    const isToConfirm = said.code === 'reauthentication_required' || said.code === 'second_factor_required';
    if (isToConfirm && this.dataset.confirm !== undefined) location.assign(this.dataset.confirm);
    else if (answer.status === 401) location.reload();
    else this.say(JSON.parse(this.dataset.problems ?? '{}')[said.code] ?? said.detail);
    return null;
  }

  private sentenceOf(error: unknown): string | undefined {
    const code = error instanceof WebAuthnError ? error.code : '';
    if (code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED') return this.dataset.known;
    if (code === 'ERROR_INVALID_DOMAIN' || code === 'ERROR_INVALID_RP_ID') return this.dataset.unsupported;
    const name = error instanceof Error ? error.name : '';
    return name === 'NotAllowedError' || name === 'AbortError' ? this.dataset.cancelled : this.dataset.failed;
  }

  private say(sentence: string | undefined): void {
    const place = this.querySelector('[data-message]');
    if (place !== null) place.textContent = sentence ?? '';
  }
}

function fill(form: HTMLFormElement, name: string, value: string): void {
  const input = form.elements.namedItem(name);
  if (input instanceof HTMLInputElement) input.value = value;
}

customElements.define('passkey-form', PasskeyForm);
