import { cpSync, existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { prepareShop, ROOT, run, runFloor, runShop } from '../scripts/shop.ts';
import { call, load, type Measured } from './load.ts';
import { fillTo } from './search-fill.ts';

const SIZES = [20_000, 100_000, 300_000];
/** Of p95 at the largest size to that at the smallest, and of a suggestion to a point read. */
const AIM = 3;
const ROUNDS = 5;
const SECONDS = 4;
/** Few, so that the time is that of the search and not of those who wait before it. */
const CLIENTS = 4;
/** Each shop has two, and the floor one. */
const FIRST_PORT = 8760;

const KINDS = [
  ...[
    'shirt',
    'tshirt',
    'kurta',
    'saree',
    'dress',
    'jeans',
    'shoes',
    'sandals',
    'watch',
    'ring',
    'necklace',
    'bangles',
  ],
  ...['earrings', 'bracelet', 'laptop bag', 'mobile cover', 'router', 'pendrive', 'headphones', 'charger', 'bedsheet'],
  ...['blanket', 'curtain', 'towel', 'sofa', 'lamp', 'wall clock', 'mug', 'bottle', 'cookware', 'perfume', 'lipstick'],
  ...['sunglasses', 'wallet', 'belt', 'backpack', 'toy car', 'car mat', 'sticker', 'showpiece', 'pizza cutter', 'top'],
  ...['legging', 'bra', 'sweater', 'jacket', 'cap', 'socks', 'tie', 'school bag', 'pencil box', 'battery', 'seeds'],
];
/** One in sixteen is the bare kind, one is misspelt, the others are as people narrow it down. */
const ASIDES: readonly ((kind: string) => string)[] = [
  (kind) => kind,
  (kind) => kind.slice(0, 2) + kind.slice(3),
  ...['women', 'men', 'kids', 'red', 'blue', 'black', 'cotton', 'leather', 'gold', 'printed', 'designer', 'combo'].map(
    (word) => (kind: string) => `${word} ${kind}`,
  ),
  (kind) => `${kind} set of 2`,
  (kind) => `${kind} for girls`,
];
const QUERIES = ASIDES.flatMap((aside) => KINDS.map(aside));
const FILTERS = ['', '', '', '&max=999', '&min=300&max=2000', '&rating=4', '&inStock=1', '&sort=price_asc'];
const TYPED = ['s', 'sh', 'shi', 'kur', 'necklace', 'wat', 'wome', 'led', 'b', 'sar', 'mobile c', 'laptop ba', 'nik'];

interface Row {
  readonly name: string;
  readonly size: number;
  readonly measured: Measured;
}

interface Place {
  readonly size: number;
  readonly url: string;
}

/**
 * `npm run bench -- search-scale`: search with facets over shops of 20,000, 100,000 and 300,000 products, and the
 * suggestions beside a bare point read. The shops are open at the same time and take turns, so that a slow moment of the
 * machine falls on all. No answer is remembered: no search comes twice within its time.
 */
export async function benchSearchScale(listings: string, log: (line: string) => void): Promise<void> {
  const stateDirs = await fillShops(listings, log);
  const floor = await runFloor({ port: FIRST_PORT, stateDir: path.join(ROOT, '.haat', 'floor'), log });
  const shops = [];
  try {
    for (const [index, stateDir] of stateDirs.entries()) {
      const ports = { port: FIRST_PORT + 2 * index + 1, sandboxPort: FIRST_PORT + 2 * index + 2 };
      shops.push(await runShop({ ...ports, stateDir, cronSeconds: 3600, log }));
    }
    const places = shops.map(({ url }, index) => ({ size: SIZES[index] ?? 0, url }));
    report(await measureAll(places, floor.url, log));
  } finally {
    await Promise.all([...shops.map((shop) => shop.stop()), floor.stop()]);
  }
}

/** A shop of each size, made once: the larger ones grow out of the smaller. */
async function fillShops(listings: string, log: (line: string) => void): Promise<readonly string[]> {
  const folder = path.join(ROOT, '.haat', 'bench-search');
  const growing = path.join(folder, 'growing');
  await prepareShop({ stateDir: growing, log });
  await importInto(growing, listings, log);
  const stateDirs: string[] = [];
  for (const size of SIZES) {
    const stateDir = path.join(folder, String(size));
    stateDirs.push(stateDir);
    if (existsSync(stateDir)) continue;
    await fillTo(growing, size, log);
    cpSync(growing, stateDir, { recursive: true });
  }
  return stateDirs;
}

async function importInto(stateDir: string, listings: string, log: (line: string) => void): Promise<void> {
  if (!existsSync(listings)) throw new Error(`There are no listings to vary: ${listings} is missing.`);
  const stamp = path.join(stateDir, '.imported');
  if (existsSync(stamp)) return;
  const shop = await runShop({ port: FIRST_PORT, sandboxPort: FIRST_PORT + 1, stateDir, cronSeconds: 3600, log });
  await run('node', ['scripts/import.ts', listings, '--url', shop.url], log).finally(() => shop.stop());
  writeFileSync(stamp, '');
}

export async function measureAll(
  places: readonly Place[],
  floorUrl: string,
  log: (line: string) => void,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const [name, work] of worksOf(floorUrl)) {
    const measured = await measure(places, work);
    const some = places.map(({ size }, index) => ({ name, size, measured: measured[index] as Measured }));
    for (const row of some) log(line(row));
    rows.push(...some);
  }
  return rows;
}

type Work = (url: string, n: number) => Promise<boolean>;

function worksOf(floorUrl: string): readonly (readonly [string, Work])[] {
  const get = async (url: string) => (await call(url)).status === 200;
  const text = (n: number) => encodeURIComponent(QUERIES[(n * 7) % QUERIES.length] ?? '');
  const filtered = (n: number) => `${FILTERS[n % FILTERS.length]}&limit=${20 + (n % 5)}`;
  const typed = (n: number) => encodeURIComponent(TYPED[n % TYPED.length] ?? '');
  return [
    ['search', (url, n) => get(`${url}/api/v1/products?q=${text(n)}`)],
    ['search with filters', (url, n) => get(`${url}/api/v1/products?q=${text(n)}${filtered(n)}`)],
    ['suggest', (url, n) => get(`${url}/api/v1/search/suggest?q=${typed(n)}`)],
    ['point read', (_, n) => get(`${floorUrl}/point?n=${n}`)],
  ];
}

/** The middle round of each place, by p95; the places take turns. */
async function measure(places: readonly Place[], work: Work): Promise<readonly Measured[]> {
  const rounds = places.map((): Measured[] => []);
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [index, { url }] of places.entries()) {
      const firstN = round * 10_000;
      const measured = await load((n) => work(url, n), { seconds: SECONDS, clients: CLIENTS, firstN });
      // The first round warms up.
      if (round > 0) rounds[index]?.push(measured);
    }
  }
  return rounds.map((each) => each.sort((a, b) => a.p95Ms - b.p95Ms)[Math.floor(ROUNDS / 2)] as Measured);
}

function report(rows: readonly Row[]): void {
  const p95 = (name: string, size = 0) =>
    rows.find((row) => row.name === name && row.size === size)?.measured.p95Ms ?? Number.NaN;
  const [least, most] = [SIZES[0], SIZES.at(-1)];
  const ratios = [
    ...['search', 'search with filters'].map(
      (name) => [`${name}: p95 at ${most} to ${least}`, p95(name, most) / p95(name, least)] as const,
    ),
    [`suggest: p95 to a point read at ${most}`, p95('suggest', most) / p95('point read', most)] as const,
  ];
  console.log(`\n${CLIENTS} clients, ${ROUNDS} rounds of ${SECONDS} s each, middle round\n`);
  for (const row of rows) console.log(line(row));
  for (const [name, ratio] of ratios) {
    console.log(`${name.padEnd(48)} ${ratio.toFixed(2)} (at most ${AIM})${ratio <= AIM ? '' : ' NO'}`);
  }
  console.log(JSON.stringify({ rows, ratios }));
}

function line({ name, size, measured: m }: Row): string {
  const title = `${name}, ${size.toLocaleString('en')}`;
  return `${title.padEnd(34)} ${String(m.perSecond).padStart(6)}/s  p50 ${m.p50Ms} ms  p95 ${m.p95Ms} ms  ${m.errors} errors`;
}
