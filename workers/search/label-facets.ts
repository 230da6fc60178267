import { type CategoryNode, type CategoryTree, parentPathOf } from '../catalog/category-tree.ts';
import type { FacetValue, SearchQuery, SearchResult } from './schemas.ts';
import type { FacetCounts } from './search-index.ts';
import { attributeParameter, splitList } from './search-url.ts';

type Facets = SearchResult['facets'];

const MAX_VALUES = 30;
const MAX_ATTRIBUTES = 8;

/** Counts with names, in the order in which people look for them. */
export function labelFacets(
  query: SearchQuery,
  counts: FacetCounts,
  tree: CategoryTree,
  category: CategoryNode | null,
): Facets {
  const brands = new Set(splitList(query.brand));
  return {
    categories: labelCategories(counts, tree, category),
    brands: mostFirst(
      counts.brands.map(({ slug, name, count }) => ({ value: slug, label: name, count, isChosen: brands.has(slug) })),
    ),
    attributes: labelAttributes(query, counts, tree, category),
    price: counts.price,
  };
}

function labelCategories(counts: FacetCounts, tree: CategoryTree, category: CategoryNode | null): Facets['categories'] {
  const siblingsOf = category === null ? '/' : parentPathOf(category.path);
  const isShown = ({ path }: CategoryNode) =>
    parentPathOf(path) === siblingsOf ||
    (category !== null && (category.path.startsWith(path) || parentPathOf(path) === category.path));
  return tree.nodes.filter(isShown).flatMap((node) => {
    const count = counts.categories.get(node.path) ?? 0;
    const isChosen = node === category;
    if (count === 0 && !isChosen) return [];
    return [{ value: node.slug, label: node.name, count, isChosen, depth: node.depth }];
  });
}

/** Only attributes that a category names may be filtered by; in a category, in its own order. */
function labelAttributes(
  query: SearchQuery,
  counts: FacetCounts,
  tree: CategoryTree,
  category: CategoryNode | null,
): Facets['attributes'] {
  const counted = category === null ? tree.nodes.filter(({ path }) => counts.categories.has(path)) : [category];
  const below = category === null ? [] : tree.nodes.filter(({ path }) => path.startsWith(category.path));
  const definitions = new Map<string, string>();
  for (const { attributes } of [...counted, ...below]) {
    for (const { name, label } of attributes) if (!definitions.has(name)) definitions.set(name, label);
  }
  return [...definitions]
    .flatMap(([name, label]) => {
      const chosen = new Set(splitList(query[attributeParameter(name)]));
      const values = [...(counts.attributes.get(name) ?? [])].map(([value, count]) => ({
        ...{ value, label: value, count, isChosen: chosen.has(value) },
      }));
      return values.length === 0 ? [] : [{ name, label, values: mostFirst(values) }];
    })
    .slice(0, MAX_ATTRIBUTES);
}

/** The most frequent values; chosen ones are never cut off. */
function mostFirst(values: readonly FacetValue[]): FacetValue[] {
  const ordered = [...values].sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
  return ordered.filter((value, index) => index < MAX_VALUES || value.isChosen);
}
