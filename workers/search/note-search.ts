import { sql } from 'drizzle-orm';
import { type Context, createContext } from '../context.ts';
import { istDate } from '../domain/ist.ts';
import { clientOf } from '../http/client.ts';
import { networkOf } from '../http/network.ts';
import { keyedHash } from '../http/signing-key.ts';
import type { SearchResult } from './schemas.ts';
import { searchTermOf } from './search-term.ts';

/** A page of results says with this header how the search went; it is kept with the page at the edge. */
export const OUTCOME_HEADER = 'x-search-outcome';
export type SearchOutcome = 'all' | 'part' | 'none';

/** A search that was mended, or found only with some of its words, is not one to suggest to others. */
export function outcomeOf({ total, isPartialMatch, correctedTo }: Outcome): SearchOutcome {
  if (total === 0) return 'none';
  return isPartialMatch || correctedTo !== null ? 'part' : 'all';
}

type Outcome = Pick<SearchResult, 'total' | 'isPartialMatch' | 'correctedTo'>;

/** Narrowing, sorting and turning pages is the same search going on. */
const SEARCH_ONLY = new Set(['q', 'category', 'lang']);
const BOT = /bot|crawl|spider|slurp|preview|lighthouse|monitor|scrapy|facebookexternal/i;
/** Searches that come within this time are written together. */
const GATHER_MS = 2000;
const MAX_GATHERED = 500;
/** A term that the same browser asks for again within this time is the same search: a reload, a way back. */
const AGAIN_MS = 30 * 60_000;
const MAX_REMEMBERED = 5000;
/** Somebody who sends nonsense must not fill the database: so many different terms a day. */
const MAX_TERMS_A_DAY = 20_000;
const ASKER_GROUPS = 32;

interface Gathered {
  readonly count: number;
  readonly zeroCount: number;
  readonly askers: bigint;
}

/** Of this isolate: terms that wait to be written, and who asked for what lately (by hash, in memory alone). */
let gathered = new Map<string, Gathered>();
const askedLately = new Map<string, number>();

/**
 * Counts a search of a person that was just answered, from the cache or not. It stands before the page cache, so that
 * a kept page counts too; the person never waits for it. An isolate that dies takes two seconds of counts with it.
 */
export function noteSearch(request: Request, page: Response, env: Env, later: Context['later']): void {
  const outcome = page.headers.get(OUTCOME_HEADER);
  if (outcome === null || page.status !== 200) return;
  const term = termIn(request);
  if (term === null) return;
  const ctx = createContext({ env, actor: { kind: 'system', name: 'search' }, later });
  later(gather(ctx, request, term, outcome).catch((error: unknown) => ctx.log.error('search not noted', { error })));
}

/** The normalised words that a person searched for; null for anything else than that. */
function termIn({ url, method, headers }: Request): string | null {
  const { pathname, searchParams } = new URL(url);
  const isSearch = method === 'GET' && pathname === '/search' && [...searchParams.keys()].every(isOfSearch);
  if (!isSearch || !isByPerson(headers)) return null;
  return searchTermOf(searchParams.get('q') ?? '');
}

/** Marks of campaigns do not change a search. */
function isOfSearch(name: string): boolean {
  return SEARCH_ONLY.has(name) || /^(utm_|gclid|fbclid|ref$)/.test(name);
}

/** A page that is opened, not fetched ahead of need, by something that does not call itself a robot. */
function isByPerson(headers: Headers): boolean {
  const purpose = headers.get('sec-purpose') ?? headers.get('purpose') ?? headers.get('x-moz') ?? '';
  if (purpose.includes('prefetch')) return false;
  const mode = headers.get('sec-fetch-mode');
  if (mode !== null && mode !== 'navigate') return false;
  const agent = headers.get('user-agent') ?? '';
  return agent.startsWith('Mozilla/') && !BOT.test(agent);
}

async function gather(ctx: Context, request: Request, term: string, outcome: string): Promise<void> {
  const { ip } = clientOf(request);
  const asker = await keyedHash(ctx.env, `asker:${ip === null ? '' : networkOf(ip)}`);
  const mark = `${asker} ${request.headers.get('user-agent') ?? ''} ${term}`;
  if ((askedLately.get(mark) ?? 0) > ctx.now - AGAIN_MS) return;
  remember(mark, ctx.now);
  const known = gathered.get(term);
  if (known === undefined && gathered.size >= MAX_GATHERED) return;
  const isFirst = gathered.size === 0;
  gathered.set(term, {
    count: (known?.count ?? 0) + 1,
    zeroCount: (known?.zeroCount ?? 0) + (outcome === ('all' satisfies SearchOutcome) ? 0 : 1),
    askers: (known?.askers ?? 0n) | (1n << BigInt(Number.parseInt(asker.slice(0, 8), 16) % ASKER_GROUPS)),
  });
  if (!isFirst) return;
  await scheduler.wait(GATHER_MS);
  await writeGathered(ctx);
}

function remember(mark: string, now: number): void {
  const oldest = askedLately.keys().next().value;
  if (askedLately.size >= MAX_REMEMBERED && oldest !== undefined) askedLately.delete(oldest);
  askedLately.delete(mark);
  askedLately.set(mark, now);
}

async function writeGathered(ctx: Context): Promise<void> {
  const rows = [...gathered].map(([term, { count, zeroCount, askers }]) => [term, count, zeroCount, Number(askers)]);
  gathered = new Map();
  const day = istDate(ctx.now);
  await ctx.db.run(sql`
    INSERT INTO search_terms (day, term, count, zero_count, askers)
    SELECT ${day}, value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(${JSON.stringify(rows)})
    WHERE EXISTS (SELECT 1 FROM search_terms WHERE day = ${day} AND term = value ->> 0)
      OR (SELECT COUNT(*) FROM (SELECT 1 FROM search_terms WHERE day = ${day} LIMIT ${MAX_TERMS_A_DAY}))
        < ${MAX_TERMS_A_DAY}
    ON CONFLICT (day, term) DO UPDATE SET
      count = count + excluded.count, zero_count = zero_count + excluded.zero_count, askers = askers | excluded.askers`);
}
