/** Counts the seconds down until another code may be asked for, and keeps the button from being pressed in vain. */
class ResendWait extends HTMLElement {
  private timer: ReturnType<typeof setInterval> | undefined;

  connectedCallback(): void {
    const [text, button] = [this.querySelector('p'), this.querySelector('button')];
    if (text === null || button === null) return;
    const endsAt = Date.now() + Number(this.dataset.seconds) * 1000;
    const show = () => {
      const seconds = Math.ceil((endsAt - Date.now()) / 1000);
      button.disabled = seconds > 0;
      if (seconds > 0)
        text.textContent = (seconds === 1 ? this.dataset.one : this.dataset.other)?.replace('#', String(seconds)) ?? '';
      else {
        text.remove();
        clearInterval(this.timer);
      }
    };
    show();
    this.timer = setInterval(show, 1000);
  }

  disconnectedCallback(): void {
    clearInterval(this.timer);
  }
}

customElements.define('resend-wait', ResendWait);
