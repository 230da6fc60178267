/**
 * `npm run bench [-- FILTER …]` (`flash`, `login`, `search-scale`: files of their own in bench/): the production build beside a floor, in one run. Each measure alternates between floor
 * and shop, so that a slow moment of the machine falls on both; the middle round counts. The last line is JSON.
 */
import { existsSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { flash } from '../bench/flash.ts';
import { load, type Measured } from '../bench/load.ts';
import { benchLogin, seedBenchAccounts } from '../bench/login.ts';
import { type Scenario, scenariosOf } from '../bench/scenarios.ts';
import { benchSearchScale } from '../bench/search-scale.ts';
import { NO_BOT_CHECK, prepareShop, ROOT, run, runFloor, runShop } from './shop.ts';
import { Dice } from './torture/dice.ts';
import { World } from './torture/world.ts';

const ROUNDS = 3;
const SECONDS = 3;
const WARM_UP_SECONDS = 1;
const CLIENTS = 64;
const filters = process.argv.slice(2);
const log = (line: string) => console.error(line);
const stateDir = path.join(ROOT, '.haat', 'bench');
const LISTINGS = path.join(ROOT, '..', 'shared', 'data', 'flipkart-listings-20k.csv.gz');

interface Row {
  readonly name: string;
  readonly floor: Measured;
  readonly shop: Measured;
  readonly ratio: number;
  readonly target: number | null;
}

if (filters[0] === 'search-scale') {
  await benchSearchScale(LISTINGS, log);
  process.exit(0);
}
await prepareShop({ stateDir, log });
if (filters[0] === 'login') await seedBenchAccounts(stateDir);
const shop = await runShop({ port: 8780, sandboxPort: 8781, stateDir, cronSeconds: 60, log, env: NO_BOT_CHECK });
const floor = await runFloor({ port: 8785, stateDir: path.join(ROOT, '.haat', 'floor'), log });
try {
  if (filters[0] === 'flash') {
    const world = await World.open(shop, stateDir, new Dice(1));
    await flash(world, floor.url, log);
    world.close();
  } else if (filters[0] === 'login') await benchLogin(shop.url, floor.url);
  else await measureAll();
} finally {
  await Promise.all([shop.stop(), floor.stop()]);
}

async function measureAll(): Promise<void> {
  if (existsSync(LISTINGS)) await run('node', ['scripts/import.ts', LISTINGS, '--url', shop.url], log);
  else log('The 20,000 listings are not here: measuring with the demo catalogue.');
  const scenarios = await scenariosOf({ shopUrl: shop.url, floorUrl: floor.url });
  const rows: Row[] = [];
  for (const scenario of scenarios.filter(isWanted)) {
    rows.push(await measure(scenario));
    log(line(rows.at(-1) as Row));
  }
  report(rows);
}

function isWanted({ name }: Scenario): boolean {
  return filters.length === 0 || filters.some((filter) => name.includes(filter));
}

async function measure({ name, floor: bare, shop: whole, prepare, target }: Scenario): Promise<Row> {
  const floors: Measured[] = [];
  const shops: Measured[] = [];
  // The numbers given to the works never repeat, so nothing is measured that an earlier round has made.
  let firstN = 0;
  const round = async (work: (n: number) => Promise<boolean>, seconds: number) => {
    const measured = await load(work, { seconds, clients: CLIENTS, firstN });
    firstN += measured.count + 1000;
    return measured;
  };
  await prepare?.();
  await round(bare, WARM_UP_SECONDS);
  await round(whole, WARM_UP_SECONDS);
  for (let index = 0; index < ROUNDS; index++) {
    await prepare?.();
    floors.push(await round(bare, SECONDS));
    shops.push(await round(whole, SECONDS));
  }
  const [middleFloor, middleShop] = [middle(floors), middle(shops)];
  const ratio = Number((middleShop.perSecond / middleFloor.perSecond).toFixed(2));
  return { name, floor: middleFloor, shop: middleShop, ratio, target };
}

function middle(rounds: readonly Measured[]): Measured {
  return [...rounds].sort((a, b) => a.perSecond - b.perSecond)[Math.floor(rounds.length / 2)] as Measured;
}

function report(rows: readonly Row[]): void {
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
  console.log(`\n${machine}; ${CLIENTS} clients, ${ROUNDS} rounds of ${SECONDS} s each, middle round\n`);
  console.log(
    ['measure', 'floor/s', 'p50', 'p95', 'shop/s', 'p50', 'p95', 'ratio', 'aim', 'errors'].map(cell).join(' '),
  );
  for (const row of rows) console.log(line(row));
  console.log(`\n${JSON.stringify({ machine, clients: CLIENTS, rows })}`);
}

function line({ name, floor: f, shop: s, ratio, target }: Row): string {
  const aim = target === null ? '' : `${target}${ratio >= target ? ' ok' : ' NO'}`;
  const cells = [name, f.perSecond, f.p50Ms, f.p95Ms, s.perSecond, s.p50Ms, s.p95Ms, ratio, aim, f.errors + s.errors];
  return cells.map(cell).join(' ');
}

function cell(value: string | number, index: number): string {
  return index === 0 ? String(value).padEnd(30) : String(value).padStart(8);
}
