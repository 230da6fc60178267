import type { ProductDetail, Variant } from '../../../workers/catalog/schemas.ts';

/** Which variant a product page shows, and where each value of each option leads. */

type Choices = Pick<ProductDetail, 'options' | 'variants'>;

export interface OptionValue {
  readonly value: string;
  /** Null when no variant has the value at all. */
  readonly variantId: string | null;
  readonly isChosen: boolean;
  /** `none`: not together with the other chosen values, so the link changes those too. */
  readonly state: 'in_stock' | 'out_of_stock' | 'none';
}

export interface OptionChoice {
  readonly label: string;
  readonly chosen: string | null;
  readonly values: readonly OptionValue[];
}

/** The variant of the address; else the one whose price the cards show: in stock first, then the cheapest. */
export function chosenVariant(variants: readonly Variant[], variantId: string | null): Variant | null {
  const named = variants.find(({ id }) => id === variantId);
  return named ?? [...variants].sort(byStockAndPrice)[0] ?? null;
}

export function optionChoices({ options, variants }: Choices, chosen: Variant): readonly OptionChoice[] {
  return options.map(({ name, label, values }) => ({
    label,
    chosen: chosen.attributes[name] ?? null,
    values: values.map((value) => optionValue(variants, chosen, name, value)),
  }));
}

function optionValue(variants: readonly Variant[], chosen: Variant, name: string, value: string): OptionValue {
  const isChosen = chosen.attributes[name] === value;
  const having = variants.filter(({ attributes }) => attributes[name] === value);
  const exact = having.find((variant) => differsOnlyIn(name, variant, chosen));
  if (exact !== undefined) {
    return { value, variantId: exact.id, isChosen, state: exact.isInStock ? 'in_stock' : 'out_of_stock' };
  }
  const nearest = [...having].sort(byStockAndPrice)[0];
  return { value, variantId: nearest?.id ?? null, isChosen, state: 'none' };
}

function differsOnlyIn(name: string, variant: Variant, other: Variant): boolean {
  const names = new Set([...Object.keys(variant.attributes), ...Object.keys(other.attributes)]);
  names.delete(name);
  return [...names].every((key) => variant.attributes[key] === other.attributes[key]);
}

function byStockAndPrice(a: Variant, b: Variant): number {
  const inStock = Number(b.isInStock) - Number(a.isInStock);
  if (inStock !== 0) return inStock;
  return (a.offer?.pricePaise ?? Number.MAX_SAFE_INTEGER) - (b.offer?.pricePaise ?? Number.MAX_SAFE_INTEGER);
}
