import { validationError } from '../http/openapi.ts';
import { type AttributeParameter, type SearchQuery, searchQuerySchema } from './schemas.ts';

/** A search is its URL. These two are inverse, and equal searches have equal URLs. */

const ATTRIBUTE = 'attr.' satisfies AttributeParameter;
const MAX_ATTRIBUTES = 8;

/** Throws `validation_failed` that names 'query.q' and the like. Parameters that are not ours are dropped. */
export function parseSearch(params: URLSearchParams): SearchQuery {
  const isOurs = (name: string) => name in searchQuerySchema.shape || name.startsWith(ATTRIBUTE);
  const given = [...params].filter(([name, value]) => isOurs(name) && value !== '');
  const parsed = searchQuerySchema.safeParse(Object.fromEntries(given));
  if (!parsed.success) throw validationError(parsed.error, 'query.');
  return canonical(parsed.data);
}

/** Known parameters only, sorted, no defaults: what two equal searches have in common. */
export function canonical(query: SearchQuery): SearchQuery {
  const { q, category, brand, min, max, rating, discount, inStock, exact, sort, page, limit } = query;
  const lists = { brand: sorted(brand), ...Object.fromEntries(attributesOf(query)) };
  const given = { q: q || undefined, category, min, max, rating, discount, inStock, exact, ...lists };
  const kept = Object.entries(given).filter(([, value]) => value !== undefined && value !== '');
  return {
    ...Object.fromEntries(kept),
    ...(sort === undefined || sort === 'relevance' ? {} : { sort }),
    page,
    limit,
  };
}

/**
 * The address of a search with something changed: `{ brand: undefined }` takes a filter away. A change of the filters
 * goes back to the first page.
 */
export function searchHref(query: SearchQuery, change: Partial<SearchQuery> = {}, path = '/search'): string {
  const changed = canonical({ ...query, page: 1, ...change });
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(changed)) {
    const isDefault = (name === 'page' && value === 1) || (name === 'limit' && value === 24);
    if (!isDefault) params.set(name, String(value));
  }
  params.sort();
  return params.size === 0 ? path : `${path}?${params}`;
}

/** The change that adds a value to a list parameter, or takes it out: for 'brand' and 'attr.colour'. */
export function toggled(query: SearchQuery, name: 'brand' | AttributeParameter, value: string): Partial<SearchQuery> {
  const values = splitList(query[name]);
  const next = values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
  return { [name]: next.length === 0 ? undefined : joinList(next) };
}

/** 'a,b' → ['a', 'b']; a comma inside a value is written '\,'. */
export function splitList(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  const values = text.match(/(?:\\.|[^,\\])+/g) ?? [];
  return [...new Set(values.map((value) => value.replace(/\\(.)/g, '$1').trim()).filter((value) => value !== ''))];
}

export function joinList(values: readonly string[]): string {
  return values.map((value) => value.replace(/[\\,]/g, '\\$&')).join(',');
}

/** The attribute parameters, by name, with their values sorted. */
export function attributesOf(query: SearchQuery): readonly [parameter: string, values: string][] {
  return Object.entries(query)
    .filter(([name, value]) => name.startsWith(ATTRIBUTE) && typeof value === 'string' && value !== '')
    .slice(0, MAX_ATTRIBUTES)
    .map(([name, value]) => [name, sorted(String(value)) ?? ''] as [string, string])
    .filter(([, values]) => values !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

export function attributeName(parameter: string): string {
  return parameter.slice(ATTRIBUTE.length);
}

export function attributeParameter(name: string): AttributeParameter {
  return `${ATTRIBUTE}${name}`;
}

function sorted(list: string | undefined): string | undefined {
  const values = [...splitList(list)].sort();
  return values.length === 0 ? undefined : joinList(values);
}
