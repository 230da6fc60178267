import { formatRupees, parseRupees } from '../../../workers/domain/money.ts';
import type { AttributeParameter, SearchQuery, SearchResult } from '../../../workers/search/schemas.ts';
import {
  attributeName,
  attributeParameter,
  attributesOf,
  splitList,
  toggled,
} from '../../../workers/search/search-url.ts';
import { t } from '../../i18n/t.ts';
import { type Browsing, isFilter } from './browsing.ts';

export interface ActiveFilter {
  readonly label: string;
  /** The same search without this filter. */
  readonly href: string;
}

type Facets = SearchResult['facets'];
type ListParameter = 'brand' | AttributeParameter;

/** What narrows the results now, each with the way to take it back, in the order of the filter panel. */
export function activeFilters(browsing: Browsing, facets: Facets): ActiveFilter[] {
  const { query, hrefOf } = browsing;
  const { min, max, rating, discount, inStock } = query;
  const filters: ActiveFilter[] = chosenOf(browsing, 'brand', facets.brands);
  if (min !== undefined || max !== undefined) {
    filters.push({ label: priceLabel(min, max), href: hrefOf({ min: undefined, max: undefined }) });
  }
  for (const [parameter] of attributesOf(query)) {
    const facet = facets.attributes.find(({ name }) => attributeParameter(name) === parameter);
    filters.push(...chosenOf(browsing, parameter as AttributeParameter, facet?.values ?? []));
  }
  if (rating !== undefined)
    filters.push({ label: t('filters.ratingFrom', { rating }), href: hrefOf({ rating: undefined }) });
  if (discount !== undefined) {
    filters.push({ label: t('filters.discountFrom', { percent: discount }), href: hrefOf({ discount: undefined }) });
  }
  if (inStock !== undefined) filters.push({ label: t('filters.inStock'), href: hrefOf({ inStock: undefined }) });
  return filters;
}

/** The same words, category and order, and nothing else. */
export function unfilteredHref({ query, hrefOf }: Browsing): string {
  const cleared = Object.keys(query).filter(isFilter);
  return hrefOf(Object.fromEntries(cleared.map((name) => [name, undefined])) as Partial<SearchQuery>);
}

/** All that are chosen, also those that no product has: whoever chose them must be able to take them back. */
function chosenOf({ query, hrefOf }: Browsing, name: ListParameter, values: Facets['brands']): ActiveFilter[] {
  return splitList(query[name]).map((value) => {
    const known = values.find((each) => each.value === value);
    const unknown = name === 'brand' ? value : t('filters.ofAttribute', { name: attributeName(name), value });
    return { label: known?.label ?? unknown, href: hrefOf(toggled(query, name, value)) };
  });
}

/** `min` and `max` are whole rupees, as in the address. */
function priceLabel(min: number | undefined, max: number | undefined): string {
  const text = (rupees: number) => formatRupees(parseRupees(String(rupees)) ?? 0);
  if (min === undefined) return t('filters.priceTo', { max: text(max ?? 0) });
  if (max === undefined) return t('filters.priceFrom', { min: text(min) });
  return t('filters.priceBetween', { min: text(min), max: text(max) });
}
