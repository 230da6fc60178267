import { sql } from 'drizzle-orm';
import { type CardRow, cardColumns, cardOf } from '../catalog/card.ts';
import type { ProductCard } from '../catalog/schemas.ts';
import type { Context } from '../context.ts';
import type { AttributeDefinition, SpecGroup } from '../db/schema/catalog.ts';

export const MAX_COMPARED = 4;

export interface ComparedProduct extends ProductCard {
  readonly categorySlug: string;
  readonly returnPolicy: 'refund' | 'replacement' | 'none';
  readonly returnWindowDays: number;
}

/** One fact about each of the products, in their order; null where a product does not say. */
export interface ComparedRow {
  readonly name: string;
  readonly values: readonly (string | null)[];
  readonly isDifferent: boolean;
}

export interface ComparedGroup {
  /** '' for what belongs to no group. */
  readonly name: string;
  readonly rows: readonly ComparedRow[];
}

export interface Comparison {
  readonly products: readonly ComparedProduct[];
  readonly groups: readonly ComparedGroup[];
}

interface Row extends CardRow {
  readonly specs: string;
  readonly categorySlug: string;
  readonly categoryAttributes: string;
  readonly attributes: string;
  readonly returnPolicy: ComparedProduct['returnPolicy'];
  readonly returnWindowDays: number;
}

/** Up to four products side by side, in the order of their slugs. What is not on sale any more is left out. */
export async function compareProducts(ctx: Context, slugs: readonly string[]): Promise<Comparison> {
  const asked = slugs.slice(0, MAX_COMPARED);
  if (asked.length === 0) return { products: [], groups: [] };
  const rows = await ctx.db.all<Row>(sql`
    SELECT ${cardColumns}, p.specs, g.slug AS categorySlug, g.attributes AS categoryAttributes,
      g.return_policy AS returnPolicy, g.return_window_days AS returnWindowDays,
      (SELECT json_group_array(json(v.attributes)) FROM variants v WHERE v.product_id = p.id) AS attributes
    FROM json_each(${JSON.stringify(asked)}) asked
    CROSS JOIN products p ON p.slug = asked.value AND p.status = 'active'
    JOIN product_cards c ON c.product_id = p.id
    JOIN categories g ON g.id = p.category_id
    ORDER BY asked.key`);
  return { products: rows.map(productOf), groups: groupsOf(rows.map(factsOf)) };
}

function productOf(row: Row): ComparedProduct {
  const { specs: _specs, categoryAttributes: _definitions, attributes: _attributes, ...rest } = row;
  const { categorySlug, returnPolicy, returnWindowDays, ...card } = rest;
  return { ...cardOf(card), categorySlug, returnPolicy, returnWindowDays };
}

/** What a product says of itself: what can be chosen, then its specifications, group by group. */
type Facts = ReadonlyMap<string, ReadonlyMap<string, string>>;

function factsOf({ specs, attributes, categoryAttributes }: Row): Facts {
  const facts = new Map<string, Map<string, string>>();
  const keep = (group: string, name: string, value: string) => {
    const own = facts.get(group) ?? new Map<string, string>();
    facts.set(group, own.set(name, value));
  };
  const variants = JSON.parse(attributes) as readonly Readonly<Record<string, string>>[];
  for (const { name, label } of JSON.parse(categoryAttributes) as readonly AttributeDefinition[]) {
    const values = [...new Set(variants.flatMap((variant) => variant[name] ?? []))];
    if (values.length > 0) keep('', label, values.join(', '));
  }
  for (const { name, items } of JSON.parse(specs) as readonly SpecGroup[]) {
    for (const { key, value } of items) keep(name, key, value);
  }
  return facts;
}

/** Groups and names in the order in which they are first met. */
function groupsOf(products: readonly Facts[]): ComparedGroup[] {
  const groups = new Set(products.flatMap((facts) => [...facts.keys()]));
  return [...groups].map((name) => {
    const names = new Set(products.flatMap((facts) => [...(facts.get(name)?.keys() ?? [])]));
    return {
      name,
      rows: [...names].map((key) =>
        rowOf(
          key,
          products.map((facts) => facts.get(name)?.get(key) ?? null),
        ),
      ),
    };
  });
}

/** Written differently is not different: '6 GB' and '6gb'. */
function rowOf(name: string, values: readonly (string | null)[]): ComparedRow {
  const spellings = new Set(values.map((value) => value?.toLowerCase().replace(/\s+/g, '') ?? null));
  return { name, values, isDifferent: spellings.size > 1 };
}
