/**
 * `npm run relevance [-- QUERY]`: how well the search answers the judged queries of test/relevance, over 20,000 real
 * listings in a local D1, as NDCG@10. Fails below the floor. With words, shows what is found for them, grades and all.
 * The listings are not part of the project: without them there is nothing to judge, and it says so.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { JUDGEMENTS } from '../test/relevance/judgements.ts';
import { GROUPS, gradeOf, type Judgement, type Listing } from '../test/relevance/rules.ts';
import { searchProducts } from '../workers/search/search-products.ts';
import { type Corpus, openCorpus } from './relevance/open-corpus.ts';
import { ROOT } from './shop.ts';

/** A little below what the search reaches: overall, and of each group. */
const FLOOR = 0.95;
const GROUP_FLOOR = 0.88;
/** Named one by one. */
const WEAK = 0.7;
const TOP = 10;
const file = process.env.HAAT_LISTINGS ?? path.join(ROOT, '..', 'shared', 'data', 'flipkart-listings-20k.csv.gz');
const words = process.argv.slice(2).join(' ');

if (!existsSync(file)) {
  console.log(`Relevance was not measured: there are no listings at ${file} (HAAT_LISTINGS says where they are).`);
} else {
  const corpus = await openCorpus(file, path.join(ROOT, '.haat', 'relevance'), (line) => console.log(line));
  try {
    if (words === '') await judgeAll(corpus);
    else await show(corpus, words);
  } finally {
    await corpus.dispose();
  }
}

async function judgeAll(corpus: Corpus): Promise<void> {
  const listings = await readListings(corpus);
  const scores: { readonly judgement: Judgement; readonly ndcg: number }[] = [];
  for (const judgement of JUDGEMENTS) {
    const grades = new Map(listings.map((listing) => [listing.slug, gradeOf(judgement, listing)]));
    const { products, closeMatches } = await searchProducts(corpus.ctx, { q: judgement.query, page: 1, limit: TOP });
    const gained = gainOf([...products, ...closeMatches].map(({ slug }) => grades.get(slug) ?? 0));
    const ideal = gainOf([...grades.values()].sort((a, b) => b - a));
    if (ideal === 0) throw new Error(`No listing fits the judgement of '${judgement.query}'.`);
    scores.push({ judgement, ndcg: gained / ideal });
  }
  let isGood = true;
  for (const { judgement, ndcg } of scores.filter((score) => score.ndcg < WEAK)) {
    console.log(`  weak    ${ndcg.toFixed(2)}  ${judgement.group}: ${judgement.query}`);
  }
  const report = (name: string, some: typeof scores, floor: number) => {
    const mean = some.reduce((sum, { ndcg }) => sum + ndcg, 0) / some.length;
    console.log(`${mean >= floor ? 'ok     ' : 'BELOW  '} NDCG@10 ${mean.toFixed(3)}  ${name} (${some.length})`);
    isGood &&= mean >= floor;
  };
  for (const group of GROUPS) {
    report(
      group,
      scores.filter(({ judgement }) => judgement.group === group),
      GROUP_FLOOR,
    );
  }
  report('all judged queries', scores, FLOOR);
  if (!isGood) process.exitCode = 1;
}

async function show(corpus: Corpus, q: string): Promise<void> {
  const judgement = JUDGEMENTS.find(({ query }) => query === q);
  const listings = new Map((await readListings(corpus)).map((listing) => [listing.slug, listing]));
  const { products, closeMatches, total, isPartialMatch, correctedTo, didYouMean } = await searchProducts(corpus.ctx, {
    ...{ q, page: 1, limit: TOP },
  });
  console.log(JSON.stringify({ total, isPartialMatch, correctedTo, didYouMean, close: closeMatches.length }));
  for (const { slug } of [...products, ...closeMatches]) {
    const listing = listings.get(slug);
    if (listing === undefined) continue;
    const grade = judgement === undefined ? '' : gradeOf(judgement, listing);
    console.log(`${grade}  ${listing.title} | ${listing.brand} | ${listing.categoryPath}`);
  }
}

/** Grades count 1, 3 and 7, and less the further down they stand. */
function gainOf(grades: readonly number[]): number {
  return grades.slice(0, TOP).reduce((sum, grade, index) => sum + (2 ** grade - 1) / Math.log2(index + 2), 0);
}

async function readListings({ ctx }: Corpus): Promise<readonly Listing[]> {
  const rows = await ctx.db.all<Omit<Listing, 'attributes'> & { attributes: string }>(sql`
    SELECT c.slug, c.title, COALESCE(c.brand_name, '') AS brand, c.category_path AS categoryPath,
      (SELECT json_group_array(name || '=' || value) FROM card_attributes WHERE card_id = c.id) AS attributes
    FROM product_cards c`);
  return rows.map((row) => ({ ...row, attributes: JSON.parse(row.attributes) as string[] }));
}
