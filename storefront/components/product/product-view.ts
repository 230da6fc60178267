import type { LiveProduct } from '../../../workers/catalog/find-product.ts';
import type { Offer, ProductDetail, Variant } from '../../../workers/catalog/schemas.ts';
import { type Delivery, pincodeSchema } from '../../../workers/delivery/schemas.ts';
import type { Offer as Promotion } from '../../../workers/promotions/schemas.ts';
import { t } from '../../i18n/t.ts';
import { chosenVariant } from './variant-choice.ts';

/** What the page and its live fragment say of a product: the same, so that the second can take the place of the first. */
export interface ProductView {
  readonly product: ProductDetail;
  readonly variant: Variant | null;
  readonly offer: Offer | null;
  readonly promotions: readonly Promotion[];
  readonly asked: AskedPincode;
  readonly delivery: Delivery | null;
}

export interface AskedPincode {
  /** As it was typed. */
  readonly typed: string;
  /** Six digits, and there is such a place. */
  readonly pincode: string | null;
  readonly error: string | null;
}

/** Six digits of an address's `pincode`, or null. */
export function pincodeIn({ searchParams }: URL): string | null {
  const { success, data } = pincodeSchema.safeParse(typedIn(searchParams));
  return success ? data : null;
}

export function viewOf({ product, destination, promotionsFor }: LiveProduct, { searchParams }: URL): ProductView {
  const variant = chosenVariant(product.variants, searchParams.get('v'));
  const offer = variant?.offer ?? null;
  const typed = typedIn(searchParams);
  return {
    ...{ product, variant, offer },
    promotions: offer === null ? [] : promotionsFor(offer.sku).filter(({ kind }) => kind !== 'flash_sale'),
    asked: { typed, pincode: destination?.pincode ?? null, error: destination === null ? errorOf(typed) : null },
    delivery: offer?.delivery ?? null,
  };
}

/** People write '560 001'. */
function typedIn(parameters: URLSearchParams): string {
  return (parameters.get('pincode') ?? '').replace(/\s/g, '').slice(0, 10);
}

/** A wrong pincode is not a wrong page: the reason stands beside the box. */
function errorOf(typed: string): string | null {
  if (typed === '') return null;
  return pincodeSchema.safeParse(typed).success ? t('delivery.unknown', { pincode: typed }) : t('delivery.invalid');
}

/** Pictures of the chosen variant, then those of the product; all where it has none of its own. */
export function picturesOf({ product: { images }, variant }: ProductView): ProductDetail['images'] {
  const own = images.filter(({ variantId }) => variantId !== null && variantId === variant?.id);
  const chosen = [...own, ...images.filter(({ variantId }) => variantId === null)];
  return chosen.length > 0 ? chosen : images;
}

/** Where a variant is shown; with the pincode, which without JavaScript is remembered by nothing else. */
export function variantHref({ product, asked }: ProductView, variantId: string): string {
  return `/p/${product.slug}?v=${variantId}${asked.pincode === null ? '' : `&pincode=${asked.pincode}`}`;
}
