import type { Suggested } from '../../workers/search/suggest-schemas.ts';
import type { BoxWords } from '../components/box-words.ts';
import { forgetSearches, recentSearches, rememberSearch } from './recent-searches.ts';
import style from './search-box.css?inline';
import { element, fillList, type Group, groupsOf, queryOption } from './suggestion-list.ts';

/** A thumb types a letter in about so long: no request for a letter that is followed by another. */
const PAUSE_MS = 120;
const MAX_REMEMBERED = 50;
const RECENT_SHOWN = 5;

/** Turns the search form in `box` into a combobox with a list of suggestions (WAI-ARIA APG, editable, list). */
export function suggestIn(box: HTMLElement): void {
  const [form, input] = [box.querySelector('form'), box.querySelector('input')];
  if (form === null || input === null || box.dataset.ready !== undefined) return;
  box.dataset.ready = '';
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets.push(sheet);
  new Combobox(box, form, input).start();
}

class Combobox {
  private readonly words: BoxWords;
  private readonly list: HTMLElement;
  private readonly popup: HTMLElement;
  private readonly hint = element('p', 'suggest-hint');
  private readonly status = element('p', 'visually-hidden', { role: 'status' });
  private readonly clear: HTMLElement;
  private readonly known = new Map<string, Suggested>();
  private typed = '';
  private active = -1;
  private pause: ReturnType<typeof setTimeout> | undefined;
  private running: AbortController | null = null;

  constructor(
    private readonly box: HTMLElement,
    private readonly form: HTMLFormElement,
    private readonly input: HTMLInputElement,
  ) {
    this.words = JSON.parse(box.dataset.words ?? '{}') as BoxWords;
    this.list = element('div', 'suggest-list', { id: 'suggest-list', role: 'listbox', 'aria-label': this.words.list });
    this.clear = element('button', 'suggest-clear', { type: 'button' });
    this.clear.textContent = this.words.clear;
    this.popup = element('div', 'suggest');
    this.popup.replaceChildren(this.clear, this.hint, this.list);
  }

  start(): void {
    const back = element('button', 'suggest-back', { type: 'button', 'aria-label': this.words.back });
    back.textContent = '←';
    this.form.insertBefore(back, this.form.firstChild);
    for (const part of [this.popup, this.status]) this.box.appendChild(part);
    const roles = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': this.list.id };
    for (const [name, value] of Object.entries(roles)) this.input.setAttribute(name, value);
    this.close();
    this.input.addEventListener('focus', () => this.open());
    this.input.addEventListener('click', () => this.open());
    this.input.addEventListener('input', () => this.onInput());
    this.input.addEventListener('keydown', (event) => this.onKey(event));
    back.addEventListener('click', () => this.close());
    this.clear.addEventListener('click', () => this.forget());
    // The box keeps the focus while the list is clicked; a touch that scrolls is not a press of the mouse.
    this.popup.addEventListener('mousedown', (event) => event.preventDefault());
    this.list.addEventListener('click', ({ target }) => {
      const option = target instanceof Element ? target.closest<HTMLElement>('[role=option]') : null;
      if (option?.dataset.query !== undefined) rememberSearch(option.dataset.query);
    });
    this.form.addEventListener('submit', () => rememberSearch(this.input.value));
    this.box.addEventListener('focusout', ({ relatedTarget }) => {
      // A keyboard that a phone puts away takes the focus from nothing to nothing.
      const isElsewhere = relatedTarget instanceof Node && !this.box.contains(relatedTarget);
      if (isElsewhere || (relatedTarget === null && !fillsScreen())) this.close();
    });
    // Back out of the browser's memory, the page is as it was left: open.
    addEventListener('pagehide', () => this.close());
    if (document.activeElement === this.input) this.open();
  }

  private get options(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>('[role=option]')];
  }

  private get isOpen(): boolean {
    return this.box.dataset.open !== undefined;
  }

  private open(): void {
    if (this.isOpen) return;
    this.box.dataset.open = '';
    this.input.setAttribute('aria-expanded', 'true');
    this.typed = this.input.value.trim();
    void this.suggest();
  }

  private close(): void {
    clearTimeout(this.pause);
    this.running?.abort();
    delete this.box.dataset.open;
    this.input.setAttribute('aria-expanded', 'false');
    this.mark(-1);
    this.status.textContent = '';
  }

  private onInput(): void {
    if (!this.isOpen) this.open();
    this.typed = this.input.value.trim();
    this.mark(-1);
    clearTimeout(this.pause);
    this.pause = setTimeout(() => void this.suggest(), this.known.has(this.typed) ? 0 : PAUSE_MS);
  }

  private onKey(event: KeyboardEvent): void {
    const last = this.options.length - 1;
    // A Hindi keyboard composes a letter of several keys: those are not for the list.
    if (event.isComposing) return;
    if (event.key === 'Escape' && this.isOpen) {
      if (this.active >= 0) this.input.value = this.typed;
      this.close();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (!this.isOpen) this.open();
      else this.step(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Home' && this.active >= 0) this.choose(0);
    else if (event.key === 'End' && this.active >= 0) this.choose(last);
    else if (event.key === 'Enter' && this.active >= 0) this.options[this.active]?.click();
    else return;
    event.preventDefault();
  }

  /** Down from the box to the first, from the last back to the box, and the other way round. */
  private step(by: 1 | -1): void {
    const count = this.options.length;
    if (count === 0) return;
    const places = count + 1;
    this.choose(((this.active + 1 + by + places) % places) - 1);
  }

  private choose(index: number): void {
    this.mark(index);
    this.input.value = this.options[index]?.dataset.query ?? this.typed;
  }

  private mark(index: number): void {
    this.active = index;
    const { options } = this;
    for (const [place, option] of options.entries()) option.setAttribute('aria-selected', String(place === index));
    const marked = options[index];
    if (marked === undefined) this.input.removeAttribute('aria-activedescendant');
    else this.input.setAttribute('aria-activedescendant', marked.id);
    marked?.scrollIntoView({ block: 'nearest' });
  }

  /** What was there stays until the new is: on a slow network the list does not blink. */
  private async suggest(): Promise<void> {
    const { typed } = this;
    this.running?.abort();
    const known = this.known.get(typed);
    if (known !== undefined) return this.show(known);
    if (typed === '') this.render([], '');
    const running = new AbortController();
    this.running = running;
    try {
      // Without cookies: the answer is the same for everybody, and the browser may keep it.
      const init = { signal: running.signal, credentials: 'omit' } as const;
      const answer = await fetch(`/api/v1/search/suggest?q=${encodeURIComponent(typed)}`, init);
      if (!answer.ok) throw new Error(String(answer.status));
      const suggested = (await answer.json()) as Suggested;
      if (this.known.size >= MAX_REMEMBERED) this.known.clear();
      this.known.set(typed, suggested);
      if (!running.signal.aborted) this.show(suggested);
    } catch {
      if (!running.signal.aborted) this.render([], typed === '' ? '' : this.words.failed);
    }
  }

  private show(suggested: Suggested): void {
    const { correctedTo } = suggested;
    const hint = correctedTo === null ? '' : this.words.corrected.replace('#', correctedTo);
    this.render(groupsOf(suggested, this.typed, this.words), hint);
  }

  private render(groups: readonly Group[], hint: string): void {
    const recent = recentSearches().filter((text) => begins(text, this.typed) && text !== this.typed);
    const isEmpty = this.typed === '';
    const shown = recent.slice(0, isEmpty ? RECENT_SHOWN : 2);
    const options = shown.map((text) => queryOption(text, this.typed, true));
    const isNew = ({ dataset }: HTMLElement) => dataset.query === undefined || !shown.includes(dataset.query);
    const others = groups.map((group) => ({ ...group, options: group.options.filter(isNew) }));
    this.clear.hidden = options.length === 0;
    fillList(this.list, [{ title: this.words.recent, options }, ...others]);
    this.mark(-1);
    const count = this.options.length;
    this.hint.textContent = hint === '' && count === 0 && !isEmpty ? this.words.none : hint;
    const sentence = count === 1 ? this.words.one : this.words.other;
    const said = count === 0 ? this.hint.textContent : `${hint} ${sentence.replace('#', String(count))}`;
    this.status.textContent = said.trim();
  }

  private forget(): void {
    forgetSearches();
    this.input.focus();
    void this.suggest();
    this.status.textContent = this.words.cleared;
  }
}

function begins(text: string, typed: string): boolean {
  return text.toLowerCase().startsWith(typed.toLowerCase());
}

/** As search-box.css has it. */
function fillsScreen(): boolean {
  return matchMedia('(width < 48rem)').matches;
}
