/** A piece of a page that may be put into another as it is. Only `html` makes one, so what is in it has been escaped. */
export class Html {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }

  /** A template whose values are escaped: in text, and in attributes between double quotes. */
  static readonly of = (pieces: TemplateStringsArray, ...values: readonly Part[]): Html => {
    let text = pieces[0] ?? '';
    for (let index = 0; index < values.length; index++) text += textOf(values[index]) + (pieces[index + 1] ?? '');
    return new Html(text);
  };
}

/** What a template may hold. `false`, `null` and `undefined` are nothing, as in Astro. */
export type Part = Html | string | number | false | null | undefined | readonly Part[];

/**
 * What is on a page dozens of times is a function that returns this, not a component: Astro takes twenty times as long
 * over the same card. html`<a href="${href}">${title}</a>`
 */
export const html = Html.of;

/** Attributes with a space before each: true is a name alone, null and false are no attribute. Names are our own. */
export function attributes(all: Readonly<Record<string, string | number | boolean | null | undefined>>): Html {
  return html`${Object.entries(all).map(([name, value]) => attribute(name, value))}`;
}

function attribute(name: string, value: string | number | boolean | null | undefined): Part {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) throw new TypeError(`'${name}' is no name of an attribute`);
  if (value === null || value === undefined || value === false) return null;
  return value === true ? html` ${name}` : html` ${name}="${value}"`;
}

function textOf(part: Part): string {
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  if (part === null || part === undefined || part === false) return '';
  if (part instanceof Html) return part.toString();
  return part.map(textOf).join('');
}

const SPECIAL = /[&<>"']/;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Most texts have nothing to escape: they are looked through once. */
function escaped(text: string): string {
  return SPECIAL.test(text) ? text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '') : text;
}
