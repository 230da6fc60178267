import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { prepareShop, ROOT, run, runFloor, runShop } from '../scripts/shop.ts';
import { call, load, type Measured } from './load.ts';
import { fillTo } from './search-fill.ts';

const SIZES = [20_000, 100_000, 300_000];
/** Of p95 at the largest size to that at the smallest, and of a suggestion to a point read. */
const AIM = 3;
const ROUNDS = 3;
const SECONDS = 6;
/** Few, so that the time is that of the search and not of those who wait before it. */
const CLIENTS = 4;

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
  readonly measured: Measured;
}

/**
 * `npm run bench -- search-scale`: search with facets over shops of 20,000, 100,000 and 300,000 products, and the
 * suggestions beside a bare point read, at each size. No answer is remembered: no search comes twice within its time.
 */
export async function benchSearchScale(listings: string, log: (line: string) => void): Promise<void> {
  const stateDir = path.join(ROOT, '.haat', 'bench-search');
  await prepareShop({ stateDir, log });
  await importInto(stateDir, listings, log);
  const rows: Row[] = [];
  for (const size of SIZES) {
    await fillTo(stateDir, size, log);
    rows.push(...(await measureAt(size, stateDir, log)));
  }
  report(rows);
}

/** Once: what has been imported is only looked through again. */
async function importInto(stateDir: string, listings: string, log: (line: string) => void): Promise<void> {
  if (!existsSync(listings)) throw new Error(`There are no listings to vary: ${listings} is missing.`);
  const stamp = path.join(stateDir, '.imported');
  if (existsSync(stamp)) return;
  const shop = await runShop({ port: 8780, sandboxPort: 8781, stateDir, cronSeconds: 3600, log });
  await run('node', ['scripts/import.ts', listings, '--url', shop.url], log).finally(() => shop.stop());
  writeFileSync(stamp, '');
}

export async function measureAt(size: number, stateDir: string, log: (line: string) => void): Promise<readonly Row[]> {
  const shop = await runShop({ port: 8780, sandboxPort: 8781, stateDir, cronSeconds: 3600, log });
  const floor = await runFloor({ port: 8785, stateDir: path.join(ROOT, '.haat', 'floor'), log });
  try {
    const api = `${shop.url}/api/v1`;
    const get = async (url: string) => (await call(url)).status === 200;
    const text = (n: number) => encodeURIComponent(QUERIES[(n * 7) % QUERIES.length] ?? '');
    const works: readonly [string, (n: number) => Promise<boolean>][] = [
      ['search', (n) => get(`${api}/products?q=${text(n)}`)],
      [
        'search with filters',
        (n) => get(`${api}/products?q=${text(n)}${FILTERS[n % FILTERS.length]}&limit=${20 + (n % 5)}`),
      ],
      ['suggest', (n) => get(`${api}/search/suggest?q=${encodeURIComponent(TYPED[n % TYPED.length] ?? '')}`)],
      ['point read', (n) => get(`${floor.url}/point?n=${n}`)],
    ];
    const rows: Row[] = [];
    for (const [name, work] of works) {
      const row = { name: `${name}, ${size.toLocaleString('en')}`, measured: await measure(work) };
      log(line(row));
      rows.push(row);
    }
    return rows;
  } finally {
    await Promise.all([shop.stop(), floor.stop()]);
  }
}

/** The middle of three rounds, by p95. */
async function measure(work: (n: number) => Promise<boolean>): Promise<Measured> {
  await load(work, { seconds: 2, clients: CLIENTS, firstN: 1_000_000 });
  const rounds: Measured[] = [];
  let firstN = 0;
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push(await load(work, { seconds: SECONDS, clients: CLIENTS, firstN }));
    firstN += (rounds.at(-1)?.count ?? 0) + 1;
  }
  return rounds.sort((a, b) => a.p95Ms - b.p95Ms)[1] as Measured;
}

function report(rows: readonly Row[]): void {
  const p95 = (name: string, size: number) =>
    rows.find((row) => row.name === `${name}, ${size.toLocaleString('en')}`)?.measured.p95Ms ?? 0;
  const [least = 0, most = 0] = [SIZES[0], SIZES.at(-1)];
  const ratios = [
    ...['search', 'search with filters'].map(
      (name) => [`${name}: p95 at ${most} to ${least}`, p95(name, most) / p95(name, least)] as const,
    ),
    [`suggest: p95 to a point read at ${most}`, p95('suggest', most) / p95('point read', most)] as const,
  ];
  console.log(`\n${CLIENTS} clients, ${ROUNDS} rounds of ${SECONDS} s, the middle one\n`);
  for (const row of rows) console.log(line(row));
  for (const [name, ratio] of ratios)
    console.log(`${name.padEnd(48)} ${ratio.toFixed(2)} (at most ${AIM})${ratio <= AIM ? '' : ' NO'}`);
  console.log(JSON.stringify({ rows, ratios }));
}

function line({ name, measured: m }: Row): string {
  return `${name.padEnd(34)} ${String(m.perSecond).padStart(6)}/s  p50 ${m.p50Ms} ms  p95 ${m.p95Ms} ms  ${m.errors} errors`;
}
