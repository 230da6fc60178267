import { type SQL, sql } from 'drizzle-orm';
import { rememberRecent } from '../catalog/recent.ts';
import type { Context } from '../context.ts';
import type { FacetTerm } from './count-facets.ts';

export interface TermRow {
  readonly no: number;
  readonly kind: FacetTerm['kind'];
  readonly value: string;
  readonly brandName: string | null;
}

const SECONDS = 60;
const MAX_TERMS = 100_000;

/** Meanings never change; they are asked again now and then because the name of a brand may. */
const recent = rememberRecent<Map<number, FacetTerm>>({ seconds: SECONDS, entries: 1 });

/** What this isolate knows; to be filled with `addTerms`. */
export function openTerms(ctx: Context): Map<number, FacetTerm> {
  const terms = recent.get('terms', ctx.now);
  return terms === undefined || terms.size > MAX_TERMS ? new Map() : terms;
}

/** The meanings of these numbers. */
export function selectTerms(numbers: readonly number[]): SQL {
  return sql`
    SELECT t.no, t.kind, t.value, b.name AS brandName
    FROM json_each(${JSON.stringify(numbers)}) wanted
    JOIN facet_terms t ON t.no = wanted.value
    LEFT JOIN brands b ON t.kind = 'brand' AND b.slug = t.value`;
}

export function addTerms(ctx: Context, terms: Map<number, FacetTerm>, rows: readonly TermRow[]): void {
  const isNew = terms.size === 0;
  for (const row of rows) terms.set(row.no, termOf(row));
  if (isNew) recent.set('terms', terms, ctx.now);
}

function termOf({ kind, value, brandName }: TermRow): FacetTerm {
  if (kind === 'category') return { kind, path: value };
  if (kind === 'brand') return { kind, slug: value, name: brandName ?? value };
  return { kind, pairs: JSON.parse(value) as [string, string][] };
}
