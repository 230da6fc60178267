import { atOnce } from '../scripts/torture/at-once.ts';
import { type Buyer, outcomeOf, type World } from '../scripts/torture/world.ts';
import { watchBusiestThread } from './busiest-thread.ts';
import { call, load } from './load.ts';

const BUYERS = 6000;
const STOCK = 5000;
const CLIENTS = 64;
const SHARDS = 4;
const FLOOR_SECONDS = 10;

interface Round {
  readonly name: string;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Share of one core that the busiest thread of the runtime took; null where the system does not say. */
  readonly thread: number | null;
  readonly outcomes: Readonly<Record<string, number>>;
}

/**
 * A flash sale: 6,000 buyers, 64 at a time, check out one SKU of which there are 5,000, once in one stock object and
 * once split over four; before, between and after them the floor, which does the least for a checkout of one hot SKU.
 * Throws when an order is lost or one too many is made.
 */
export async function flash(world: World, floorUrl: string, log: (line: string) => void): Promise<void> {
  const floors = [await floorRound(floorUrl, 'flash')];
  const single = await saleRound(world, 1, log);
  floors.push(await floorRound(floorUrl, 'flash'));
  const split = await saleRound(world, SHARDS, log);
  floors.push(await floorRound(floorUrl, 'flash'));
  const object = await floorRound(floorUrl, 'hold');
  const floor = [...floors].sort((a, b) => a.perSecond - b.perSecond)[1] as Round;

  const rows = [floor, single, split, object];
  console.log(
    `\n${CLIENTS} clients\n\n${['measure', 'per s', 'p50 ms', 'p95 ms', 'thread', 'ratio'].map(cell).join(' ')}`,
  );
  for (const row of rows) {
    const ratio = (row.perSecond / floor.perSecond).toFixed(2);
    console.log([row.name, row.perSecond, row.p50Ms, row.p95Ms, percent(row.thread), ratio].map(cell).join(' '));
  }
  const rise = split.perSecond / single.perSecond;
  console.log(
    `\nsplit over ${SHARDS} objects: ${rise.toFixed(2)} times one object${rise >= 1.5 ? '' : ', short of 1.5'}`,
  );
  if (rise < 1.5) {
    console.log(
      `The bound is not the object: alone it takes ${object.perSecond} holds/s, ${(object.perSecond / single.perSecond).toFixed(1)} ` +
        `times what the sale asks of it. What else a checkout does (the Worker, two batches of D1, the cart) shares one ` +
        `thread of the local runtime with every object, computing ${percent(single.thread)} of the time, and gains nothing.`,
    );
  }
  console.log(`\n${JSON.stringify({ clients: CLIENTS, buyers: BUYERS, stock: STOCK, floor, single, split, object })}`);
}

async function floorRound(floorUrl: string, path: 'flash' | 'hold'): Promise<Round> {
  const busiestThread = watchBusiestThread();
  const startedAt = Date.now();
  const measured = await load(async (n) => (await call(`${floorUrl}/${path}?n=${startedAt + n}`)).status === 200, {
    seconds: FLOOR_SECONDS,
    clients: CLIENTS,
  });
  const { perSecond, p50Ms, p95Ms, errors, count } = measured;
  const name = path === 'flash' ? 'floor of a checkout' : 'hold in one object alone';
  return { name, perSecond, p50Ms, p95Ms, thread: busiestThread(), outcomes: { ok: count - errors, errors } };
}

async function saleRound(world: World, shards: number, log: (line: string) => void): Promise<Round> {
  const sku = await world.given(STOCK);
  if (shards > 1) await world.staff('POST', `/admin/stock/${sku}/split`, { shards });
  log(`filling ${BUYERS} carts …`);
  const buyers: Buyer[] = await world.buyers(BUYERS, () => [{ sku }]);
  const grand = await world.grandPaise(buyers[0] ?? { cookie: '' }, 'stripe');
  log(`selling ${STOCK} pieces over ${shards} object${shards === 1 ? '' : 's'} …`);

  const latencies: number[] = [];
  const outcomes: Record<string, number> = {};
  const busiestThread = watchBusiestThread();
  const startedAt = performance.now();
  await atOnce(
    buyers.map((buyer) => async () => {
      const beganAt = performance.now();
      const answer = await world.checkout(buyer, { paymentMethod: 'stripe', expectedGrandPaise: grand });
      latencies.push(performance.now() - beganAt);
      const outcome = outcomeOf(answer);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }),
    CLIENTS,
  );
  const seconds = (performance.now() - startedAt) / 1000;
  const thread = busiestThread();
  requireExact(world, sku, outcomes);
  latencies.sort((a, b) => a - b);
  const at = (share: number) => Math.round(latencies[Math.floor(latencies.length * share)] ?? 0);
  return {
    name: `checkout, ${shards} object${shards === 1 ? '' : 's'}`,
    perSecond: Math.round((outcomes['201'] ?? 0) / seconds),
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    thread,
    outcomes,
  };
}

/** 5,000 orders that hold a piece each, 1,000 clean refusals, nothing else. */
function requireExact(world: World, sku: string, outcomes: Readonly<Record<string, number>>): void {
  const wanted = { '201': STOCK, '409 out_of_stock': BUYERS - STOCK };
  const orders = world.books.count(
    `SELECT COUNT(*) AS n FROM order_lines l JOIN orders o ON o.id = l.order_id
     WHERE l.sku = ? AND o.status = 'payment_pending'`,
    sku,
  );
  const isExact = Object.entries(wanted).every(([outcome, count]) => outcomes[outcome] === count);
  console.log(`${orders} orders, answers ${JSON.stringify(outcomes)}`);
  if (!isExact || orders !== STOCK) throw new Error(`the sale is off: wanted ${JSON.stringify(wanted)}`);
}

function percent(share: number | null): string {
  return share === null ? '?' : `${Math.round(share * 100)} %`;
}

function cell(value: string | number, index: number): string {
  return index === 0 ? String(value).padEnd(26) : String(value).padStart(8);
}
