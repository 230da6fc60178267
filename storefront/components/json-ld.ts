import type { Offer, ProductCard, ProductDetail, Variant } from '../../workers/catalog/schemas.ts';
import { DEFAULT_DELIVERY_RULES, type DeliveryRules } from '../../workers/domain/delivery.ts';
import { decimalRupees } from '../../workers/domain/money.ts';
import { LANGUAGE_TAGS } from '../../workers/http/locale.ts';
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

/** The shop itself, on its home page. */
export function organizationObject(page: URL, name: string): JsonLd {
  return { '@type': 'Organization', name, url: `${page.origin}/`, logo: `${page.origin}/icons/icon-512.png` };
}

/** The site and how to search in it. */
export function websiteObject(page: URL, name: string): JsonLd {
  return {
    '@type': 'WebSite',
    name,
    url: `${page.origin}/`,
    inLanguage: Object.values(LANGUAGE_TAGS),
    potentialAction: {
      '@type': 'SearchAction',
      target: { '@type': 'EntryPoint', urlTemplate: `${page.origin}/search?q={search_term_string}` },
      'query-input': 'required name=search_term_string',
    },
  };
}

/** The products of a page of a list; `before` is how many are on the pages before it. */
export function itemList(page: URL, products: readonly ProductCard[], before = 0): JsonLd {
  return {
    '@type': 'ItemList',
    numberOfItems: products.length,
    itemListElement: products.map(({ slug, title }, index) => ({
      '@type': 'ListItem',
      position: before + index + 1,
      name: title,
      url: `${page.origin}/p/${slug}`,
    })),
  };
}

/** The product with the chosen variant's buy box and the other sellers' offers. */
export function productObject(
  page: URL,
  product: ProductDetail,
  variant: Variant | null,
  rules: DeliveryRules = DEFAULT_DELIVERY_RULES,
): JsonLd {
  const { ratingTenths, ratingCount } = product;
  const offers = variant === null ? [] : [variant.offer, ...variant.otherOffers].filter((offer) => offer !== null);
  return {
    '@type': 'Product',
    name: product.title,
    description: product.description || product.title,
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
            ratingCount,
            bestRating: '5',
          },
        }),
    ...(offers.length === 0 ? {} : { offers: offersObject(offers.map((offer) => offerObject(offer, product, rules))) }),
  };
}

interface OfferObject extends JsonLd {
  readonly price: string;
}

/** One seller is an offer; several are a range of prices with the offers in it, the buy box first. */
function offersObject(offers: readonly OfferObject[]): JsonLd {
  const [only] = offers;
  if (offers.length === 1 && only !== undefined) return only;
  const byPrice = offers.toSorted((a, b) => Number(a.price) - Number(b.price));
  return {
    '@type': 'AggregateOffer',
    priceCurrency: 'INR',
    lowPrice: byPrice.at(0)?.price,
    highPrice: byPrice.at(-1)?.price,
    offerCount: offers.length,
    offers,
  };
}

function offerObject(offer: Offer, product: ProductDetail, rules: DeliveryRules): OfferObject {
  return {
    '@type': 'Offer',
    sku: offer.sku,
    priceCurrency: 'INR',
    price: decimalRupees(offer.pricePaise),
    availability: `https://schema.org/${offer.available > 0 ? 'InStock' : 'OutOfStock'}`,
    itemCondition: 'https://schema.org/NewCondition',
    seller: { '@type': 'Organization', name: offer.seller.name },
    shippingDetails: shippingObject(offer, rules),
    hasMerchantReturnPolicy: returnObject(product),
  };
}

/** On the page as everybody sees it: to the rest of the country. */
function shippingObject({ shippingPaise, handlingDays }: Offer, rules: DeliveryRules): JsonLd {
  const days = (minValue: number, maxValue: number) => {
    return { '@type': 'QuantitativeValue', minValue, maxValue, unitCode: 'DAY' };
  };
  return {
    '@type': 'OfferShippingDetails',
    shippingRate: { '@type': 'MonetaryAmount', value: decimalRupees(shippingPaise), currency: 'INR' },
    shippingDestination: { '@type': 'DefinedRegion', addressCountry: 'IN' },
    deliveryTime: {
      '@type': 'ShippingDeliveryTime',
      // A day more than it takes, for what is ordered after the cut-off.
      handlingTime: days(0, handlingDays + 1),
      transitTime: days(rules.transitDays.local, rules.transitDays.remote),
    },
  };
}

/** https://developers.google.com/search/docs/appearance/structured-data/return-policy */
function returnObject({ returnPolicy, returnWindowDays }: ProductDetail): JsonLd {
  const shared = { '@type': 'MerchantReturnPolicy', applicableCountry: 'IN' };
  if (returnPolicy === 'none' || returnWindowDays === 0) {
    return { ...shared, returnPolicyCategory: 'https://schema.org/MerchantReturnNotPermitted' };
  }
  return {
    ...shared,
    returnPolicyCategory: 'https://schema.org/MerchantReturnFiniteReturnWindow',
    merchantReturnDays: returnWindowDays,
    returnMethod: 'https://schema.org/ReturnByMail',
    returnFees: 'https://schema.org/FreeReturn',
    refundType: `https://schema.org/${returnPolicy === 'refund' ? 'FullRefund' : 'ExchangeRefund'}`,
  };
}
