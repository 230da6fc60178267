import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import type { FacetTerm } from './count-facets.ts';

export interface TermRow {
  readonly no: number;
  readonly kind: FacetTerm['kind'];
  readonly value: string;
  readonly brandName: string | null;
}

const KEPT_MS = 10 * 60_000;
const MAX_TERMS = 100_000;

/**
 * What this isolate knows. A number never changes its meaning, so edits of the catalogue do not make anybody forget;
 * now and then all are asked again, because the name of a brand may change.
 */
let known = { terms: new Map<number, FacetTerm>(), since: 0 };

/** The meanings that are known; to be filled with `addTerms`. */
export function openTerms({ now }: Context): Map<number, FacetTerm> {
  const isOld = now > known.since + KEPT_MS || known.terms.size > MAX_TERMS;
  if (isOld) known = { terms: new Map(), since: now };
  return known.terms;
}

/** The meanings of these numbers. */
export function selectTerms(numbers: readonly number[]): SQL {
  return sql`
    SELECT t.no, t.kind, t.value, b.name AS brandName
    FROM json_each(${JSON.stringify(numbers)}) wanted
    JOIN facet_terms t ON t.no = wanted.value
    LEFT JOIN brands b ON t.kind = 'brand' AND b.slug = t.value`;
}

export function addTerms(terms: Map<number, FacetTerm>, rows: readonly TermRow[]): void {
  for (const row of rows) terms.set(row.no, termOf(row));
}

function termOf({ kind, value, brandName }: TermRow): FacetTerm {
  if (kind === 'category') return { kind, path: value };
  if (kind === 'brand') return { kind, slug: value, name: brandName ?? value };
  return { kind, pairs: JSON.parse(value) as [string, string][] };
}
