import type { CategoryTree } from '../catalog/category-tree.ts';
import { tellingWords } from '../domain/search/understand.ts';
import type { SearchQuery, SearchResult } from './schemas.ts';
import { searchHref } from './search-url.ts';

const MAX_WORD_SUGGESTIONS = 4;
const MAX_DEPARTMENTS = 6;

/** What to try when a search found too little: fewer filters, fewer words, the largest departments. Never empty. */
export function suggest(query: SearchQuery, tree: CategoryTree): SearchResult['suggestions'] {
  const plain: SearchQuery = { page: 1, limit: query.limit, ...(query.q === undefined ? {} : { q: query.q }) };
  const isFiltered = searchHref(query) !== searchHref(plain);
  const words = tellingWords(query.q ?? '').map(({ surface }) => surface);
  const departments = tree.nodes
    .filter(({ depth, productCount }) => depth === 0 && productCount > 0)
    .sort((a, b) => b.productCount - a.productCount)
    .slice(0, MAX_DEPARTMENTS);
  return [
    ...(isFiltered
      ? [{ kind: 'unfiltered' as const, name: '', label: 'Remove all filters', href: searchHref(plain) }]
      : []),
    ...(words.length < 2 ? [] : words.map((word) => words.filter((other) => other !== word).join(' ')))
      .slice(0, MAX_WORD_SUGGESTIONS)
      .map((q) => ({
        ...{ kind: 'words' as const, name: q, label: `Search “${q}”` },
        href: searchHref({ page: 1, limit: query.limit, q }),
      })),
    ...departments.map(({ name, slug }) => ({
      ...{ kind: 'department' as const, name, label: `Browse ${name}` },
      href: `/c/${slug}`,
    })),
    { kind: 'all', name: '', label: 'See everything', href: '/search' },
  ];
}
