import type { ProductDetail, Variant } from '../../../workers/catalog/schemas.ts';
import { chooseForCard } from '../../../workers/domain/buy-box.ts';

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
  /** Of the category: 'colour'. */
  readonly name: string;
  readonly label: string;
  readonly chosen: string | null;
  readonly values: readonly OptionValue[];
}

/** The variant of the address; else the one whose price the cards show, which know no flash sale. */
export function chosenVariant(variants: readonly Variant[], variantId: string | null): Variant | null {
  const named = variants.find(({ id }) => id === variantId);
  if (named !== undefined) return named;
  const offers = variants.flatMap((variant) =>
    [variant.offer, ...variant.otherOffers].flatMap((offer) => {
      if (offer === null) return [];
      const { sku, available, flash, seller } = offer;
      const pricePaise = flash?.regularPricePaise ?? offer.pricePaise;
      return [{ sku, available, pricePaise, sellerRatingTenths: seller.ratingTenths, variant }];
    }),
  );
  return chooseForCard(offers)?.variant ?? variants[0] ?? null;
}

/** Other variants that can be had, those first that share most with the one that is sold out. */
export function variantsInStock(variants: readonly Variant[], gone: Variant): readonly Variant[] {
  const shared = ({ attributes }: Variant) =>
    Object.entries(attributes).filter(([name, value]) => gone.attributes[name] === value).length;
  return variants.filter((variant) => variant.isInStock && variant !== gone).toSorted((a, b) => shared(b) - shared(a));
}

export function optionChoices({ options, variants }: Choices, chosen: Variant): readonly OptionChoice[] {
  return options.map(({ name, label, values }) => ({
    ...{ name, label },
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
