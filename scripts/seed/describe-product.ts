import type { SpecGroup } from '../../workers/db/schema/catalog.ts';
import type { Family, ProductRow } from './family.ts';
import { between, chance, code } from './random.ts';

/** Two to four sentences: the product's own, then some of its family's, now and then the colours it comes in. */
export function describeProduct(family: Family, product: ProductRow): string {
  const name = `${product.brand} ${product.name}`;
  const more = familySentences(family, family.products.indexOf(product), between(1, 2, `sentences ${name}`));
  const colours = (product.choices.colour ?? []).map(({ value }) => value.toLowerCase());
  const showsColours = colours.length > 1 && chance(`colours ${name}`) < 0.35;
  return [product.detail, ...more, ...(showsColours ? [`In ${listed(colours)}.`] : [])].join(' ');
}

export function specsOf(family: Family, product: ProductRow): SpecGroup[] {
  const name = `${product.brand} ${product.name}`;
  const general = {
    Brand: product.brand,
    'Model number': `${code(product.brand, 2)}-${between(100, 999, name)}${code(name, 2)}`,
    Weight: weightText(family.weightGrams),
    'Country of origin': 'India',
  };
  const groups: Record<string, Readonly<Record<string, string>>> = { [family.specGroup]: product.specs };
  for (const [group, specs] of Object.entries({ ...family.commonSpecs, General: general })) {
    groups[group] = { ...groups[group], ...specs };
  }
  return Object.entries(groups).map(([group, specs]) => ({
    name: group,
    items: Object.entries(specs).map(([key, value]) => ({ key, value })),
  }));
}

/** Goes round the family's sentences, so that neighbours on a page do not say the same. */
function familySentences({ sentences }: Family, index: number, count: number): string[] {
  const step = 1 + (Math.floor(index / sentences.length) % Math.max(1, sentences.length - 1));
  const chosen = Array.from({ length: count }, (_, nth) => sentences[(index + nth * step) % sentences.length] ?? '');
  return [...new Set(chosen)];
}

function weightText(grams: number): string {
  return grams < 1000 ? `${grams} g` : `${grams / 1000} kg`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
