import type { Suggested } from '../../workers/search/suggest-schemas.ts';
import type { BoxWords } from '../components/box-words.ts';

/** The list below the search box as elements: groups of options, each a link. */

export interface Group {
  readonly title: string;
  readonly options: readonly HTMLElement[];
}

const CLOCK = 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17Zm0-13.5v5l3.5 2';
const GLASS = 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Zm4.7-1.8L20 20';

/** An option that is a search: Enter runs it, and while it is marked its words stand in the box. */
export function queryOption(text: string, typed: string, isRecent = false): HTMLElement {
  const option = optionTo(`/search?q=${encodeURIComponent(text)}`, text);
  option.dataset.query = text;
  const words = document.createElement('span');
  // What would be added to the typed letters stands out, as it is what tells the options apart.
  const begins = typed !== '' && text.toLowerCase().startsWith(typed.toLowerCase());
  if (begins) words.replaceChildren(text.slice(0, typed.length), bold(text.slice(typed.length)));
  else words.textContent = text;
  option.replaceChildren(icon(isRecent ? CLOCK : GLASS), words);
  return option;
}

export function groupsOf(suggested: Suggested, typed: string, words: BoxWords): readonly Group[] {
  const queries = suggested.queries.map(({ text }) => queryOption(text, typed));
  const categories = suggested.categories.map(({ slug, name, parentName }) => {
    const below = parentName === null ? '' : words.inCategory.replace('#', parentName);
    return lineOption(`/c/${slug}`, name, below);
  });
  const brands = suggested.brands.map(({ slug, name }) => lineOption(`/search?brand=${slug}`, name, ''));
  return [
    { title: typed === '' ? words.popular : words.queries, options: queries },
    { title: words.categories, options: categories },
    { title: words.brands, options: brands },
    { title: words.products, options: suggested.products.map((product) => productOption(product, words)) },
  ];
}

/** Groups with something in them, titled, in a listbox. */
export function fillList(list: HTMLElement, groups: readonly Group[]): void {
  const filled = groups.filter(({ options }) => options.length > 0);
  list.replaceChildren(
    ...filled.map(({ title, options }, index) => {
      const group = element('div', 'suggest-group', { role: 'group', 'aria-labelledby': `suggest-title-${index}` });
      const heading = element('div', 'suggest-title', { id: `suggest-title-${index}`, role: 'presentation' });
      heading.textContent = title;
      group.replaceChildren(heading, ...options);
      return group;
    }),
  );
  list.querySelectorAll('[role=option]').forEach((option, index) => {
    option.id = `suggest-${index}`;
  });
}

function productOption(product: Suggested['products'][number], words: BoxWords): HTMLElement {
  const price = rupees(product.pricePaise);
  const said = product.isInStock ? price : `${price}, ${words.soldOut}`;
  const option = optionTo(`/p/${product.slug}`, `${product.title}, ${said}`);
  option.classList.add('suggest-product');
  const image = element('img', '', { alt: '', width: '48', height: '48', loading: 'lazy', decoding: 'async' });
  image.setAttribute('src', product.image.url);
  const [title, amount] = [element('span', 'suggest-name'), element('span', 'suggest-price')];
  title.textContent = product.title;
  amount.replaceChildren(bold(price), product.isInStock ? '' : ` · ${words.soldOut}`);
  option.replaceChildren(image, title, amount);
  return option;
}

function lineOption(href: string, name: string, below: string): HTMLElement {
  const option = optionTo(href, below === '' ? name : `${name}, ${below}`);
  const soft = element('small', '');
  soft.textContent = below;
  option.replaceChildren(name, soft);
  return option;
}

function optionTo(href: string, label: string): HTMLElement {
  const attributes = { role: 'option', href, tabindex: '-1', 'aria-selected': 'false', 'aria-label': label };
  return element('a', 'suggest-option', attributes);
}

/** '₹1,29,950', as the pages write it (workers/domain/money.ts); prices of cards are whole rupees nearly always. */
function rupees(paise: number): string {
  const digits = paise % 100 === 0 ? 0 : 2;
  return `₹${(paise / 100).toLocaleString('en-IN', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

function bold(text: string): HTMLElement {
  const strong = document.createElement('b');
  strong.textContent = text;
  return strong;
}

function icon(path: string): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(svg.namespaceURI ?? '', 'path') as SVGPathElement;
  line.setAttribute('d', path);
  svg.appendChild(line);
  return svg;
}

export function element(
  tag: string,
  className: string,
  attributes: Readonly<Record<string, string>> = {},
): HTMLElement {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
