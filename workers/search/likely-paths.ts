import type { CategoryNode, CategoryTree } from '../catalog/category-tree.ts';
import { tellingWords } from '../domain/search/understand.ts';
import { wordsIn } from '../domain/search/words.ts';

const MAX_PATHS = 6;

/** Categories whose names the words hold, the most exact first: 'red sarees' names Sarees, not Saree Falls. */
export function likelyPaths(text: string, tree: CategoryTree): readonly string[] {
  const words = new Set(tellingWords(text).map(({ term }) => term));
  if (words.size === 0) return [];
  return namesOf(tree)
    .filter(({ terms }) => terms.every((term) => words.has(term)))
    .sort((a, b) => b.terms.length - a.terms.length || b.node.productCount - a.node.productCount)
    .slice(0, MAX_PATHS)
    .map(({ node }) => node.path);
}

interface Name {
  readonly node: CategoryNode;
  readonly terms: readonly string[];
}

/** A tree is kept for some seconds; its names are read once. */
const names = new WeakMap<CategoryTree, readonly Name[]>();

function namesOf(tree: CategoryTree): readonly Name[] {
  const known = names.get(tree);
  if (known !== undefined) return known;
  const read = tree.nodes
    .filter(({ productCount }) => productCount > 0)
    .map((node) => ({ node, terms: wordsIn(node.name).map(({ term }) => term) }))
    .filter(({ terms }) => terms.length > 0);
  names.set(tree, read);
  return read;
}
