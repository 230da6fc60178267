import { sql } from 'drizzle-orm';
import { rememberRecent } from '../catalog/recent.ts';
import type { Context } from '../context.ts';
import type { FacetTerm, FacetTerms } from './count-facets.ts';

interface Row {
  readonly no: number;
  readonly kind: FacetTerm['kind'];
  readonly value: string;
  readonly brandName: string | null;
}

const SECONDS = 60;
const MAX_TERMS = 100_000;

/** Meanings never change; they are asked again now and then because the name of a brand may. */
const recent = rememberRecent<Map<number, FacetTerm>>({ seconds: SECONDS, entries: 1 });

/** The meanings of at least these numbers. */
export async function readFacetTerms(ctx: Context, numbers: ReadonlySet<number>): Promise<FacetTerms> {
  const terms = recent.get('terms', ctx.now) ?? new Map<number, FacetTerm>();
  const missing = [...numbers].filter((no) => !terms.has(no));
  if (missing.length === 0) return terms;
  const rows = await ctx.db.all<Row>(sql`
    SELECT t.no, t.kind, t.value, b.name AS brandName
    FROM json_each(${JSON.stringify(missing)}) wanted
    JOIN facet_terms t ON t.no = wanted.value
    LEFT JOIN brands b ON t.kind = 'brand' AND b.slug = t.value`);
  if (terms.size + rows.length > MAX_TERMS) terms.clear();
  for (const row of rows) terms.set(row.no, termOf(row));
  if (terms.size === rows.length) recent.set('terms', terms, ctx.now);
  return terms;
}

function termOf({ kind, value, brandName }: Row): FacetTerm {
  if (kind === 'category') return { kind, path: value };
  if (kind === 'brand') return { kind, slug: value, name: brandName ?? value };
  return { kind, pairs: JSON.parse(value) as [string, string][] };
}
