import type { categories } from '../../db/schema/catalog.ts';
import { slugify } from './clean-text.ts';
import { type CategoryTerms, DEPARTMENTS, departmentNamed, termsBelow } from './departments.ts';
import type { KnownCategory } from './gather-batch.ts';
import { shortHash, sourceId } from './source-id.ts';

type NewCategory = typeof categories.$inferInsert & KnownCategory;

const DEPARTMENT_SLUGS = new Set(DEPARTMENTS.map(({ slug }) => slug));

/** Behind the categories that people have placed. */
const POSITION = 1000;

/** The shop's tree of categories, with what a batch adds to it. Names are compared without regard to case. */
export class CategoryShelf {
  readonly added: NewCategory[] = [];
  private readonly byName = new Map<string, KnownCategory>();
  private readonly slugs = new Set<string>();

  constructor(known: readonly KnownCategory[]) {
    for (const category of known) this.keep(category);
  }

  /** The category at the end of a path of names, made with what is missing above it. Null: no such department. */
  find(path: readonly string[]): KnownCategory | null {
    let parent: KnownCategory | null = this.department(path[0] ?? '');
    for (const name of path.slice(1)) {
      if (parent === null) return null;
      parent =
        this.byName.get(keyOf(parent.id, name)) ??
        this.add(name, this.freeSlug(name, parent), parent, termsBelow(parent, name));
    }
    return parent;
  }

  /** For people whose department is not there. */
  departmentNames(): readonly string[] {
    const roots = [...this.byName.values()].filter(({ parentId }) => parentId === null);
    return [...new Set([...roots.map(({ name }) => name), ...DEPARTMENTS.map(({ name }) => name)])].sort();
  }

  private department(name: string): KnownCategory | null {
    const known = this.byName.get(keyOf(null, name));
    if (known !== undefined) return known;
    const department = departmentNamed(name);
    return department === undefined
      ? null
      : this.add(department.name, this.freeSlug(department.slug, null), null, department);
  }

  private add(name: string, slug: string, parent: KnownCategory | null, terms: CategoryTerms): KnownCategory {
    const { hsn, gstCode, returnPolicy, returnWindowDays, commissionBps, isCodAllowed, attributes } = terms;
    const path = `${parent?.path ?? '/'}${slug}/`;
    const category: NewCategory = {
      ...{ id: sourceId('category', path), slug, name, path, position: POSITION },
      ...{ parentId: parent?.id ?? null, depth: parent === null ? 0 : parent.depth + 1 },
      ...{ hsn, gstCode, returnPolicy, returnWindowDays, commissionBps, isCodAllowed, attributes },
    };
    this.added.push(category);
    this.keep(category);
    return category;
  }

  /** 'rings', else 'watches-and-jewellery-rings', else 'jewellery-rings', else with some characters of its own. */
  private freeSlug(name: string, parent: KnownCategory | null): string {
    const plain = slugify(name) || `category-${shortHash(name, 6)}`;
    if (parent === null) return this.slugs.has(plain) ? `${plain}-department` : plain;
    const department = parent.path.split('/')[1] ?? '';
    const candidates = [plain, `${department}-${plain}`, slugify(`${parent.name} ${plain}`, 120)];
    const free = candidates.find((slug) => !this.slugs.has(slug) && !DEPARTMENT_SLUGS.has(slug));
    return free ?? `${plain}-${shortHash(`${parent.path}${name.toLowerCase()}`, 6)}`;
  }

  private keep(category: KnownCategory): void {
    this.byName.set(keyOf(category.parentId, category.name), category);
    this.slugs.add(category.slug);
  }
}

function keyOf(parentId: string | null, name: string): string {
  return `${parentId ?? ''}|${name.toLowerCase()}`;
}
