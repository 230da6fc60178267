import type { ProductDetail, Variant } from '../../workers/catalog/schemas.ts';
import { decimalRupees } from '../../workers/domain/money.ts';
import { formatRating } from '../i18n/format.ts';

/** schema.org objects for search engines. Addresses are made absolute against the page's own. */

type JsonLd = Readonly<Record<string, unknown>>;

export function breadcrumbList(
  page: URL,
  crumbs: readonly { readonly label: string; readonly href?: string }[],
): JsonLd {
  return {
    '@type': 'BreadcrumbList',
    itemListElement: crumbs.map(({ label, href }, index) => ({
      '@type': 'ListItem',
      position: index + 1,
      name: label,
      ...(href === undefined ? {} : { item: page.origin + href }),
    })),
  };
}

/** The product with the chosen variant's buy box and the other sellers' offers. */
export function productObject(page: URL, product: ProductDetail, variant: Variant | null): JsonLd {
  const offers = variant === null ? [] : [variant.offer, ...variant.otherOffers].filter((offer) => offer !== null);
  const { ratingTenths, ratingCount } = product;
  return {
    '@type': 'Product',
    name: product.title,
    description: product.description,
    url: `${page.origin}/p/${product.slug}`,
    image: product.images.map(({ largeUrl }) => page.origin + largeUrl),
    ...(variant?.offer ? { sku: variant.offer.sku } : {}),
    ...(product.brand === null ? {} : { brand: { '@type': 'Brand', name: product.brand.name } }),
    ...(ratingCount === 0
      ? {}
      : {
          aggregateRating: {
            '@type': 'AggregateRating',
            ratingValue: formatRating(ratingTenths),
            reviewCount: ratingCount,
          },
        }),
    offers: offers.map((offer) => ({
      '@type': 'Offer',
      sku: offer.sku,
      priceCurrency: 'INR',
      price: decimalRupees(offer.pricePaise),
      availability: `https://schema.org/${offer.available > 0 ? 'InStock' : 'OutOfStock'}`,
      itemCondition: 'https://schema.org/NewCondition',
      seller: { '@type': 'Organization', name: offer.seller.name },
    })),
  };
}
