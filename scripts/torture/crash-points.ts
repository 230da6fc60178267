import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FAILPOINTS, type Failpoint } from '../../workers/failpoint.ts';
import { prepareShop, runShop, type Shop } from '../shop.ts';
import { atOnce } from './at-once.ts';
import { auditStock } from './cases/stock-cases.ts';
import { Dice } from './dice.ts';
import { Broken, eventually, expectEqual } from './expect.ts';
import { deliver, stripeWebhook } from './webhooks.ts';
import { CLIENTS, type Placed, World } from './world.ts';

export interface CrashRun {
  /** The shop's; its sandbox takes the next one. */
  readonly port: number;
  readonly stateDir: string;
  readonly seed: number;
  readonly log: (line: string) => void;
  readonly report: (id: string, title: string, work: () => Promise<string>) => Promise<void>;
}

/** Cases that kill the shop. */
export const crashCases = [
  { id: '6', run: killedUnderLoad },
  { id: '18', run: killedAtEachPoint },
] as const;

/** A dead checkout is taken back after 30 s, a lost message is sent again after 30 s: one sweep later both are due. */
const SWEEP_AFTER_MS = 2 * 60_000;
const AFTER_HOLD_MS = 16 * 60_000;
const REACHED_WITHIN_MS = 30_000;
/** A mail that was being sent is taken over after half a minute: its message has to be tried for longer than that. */
const EVENT_RETRY_SECONDS = '8';

/** Asked by the shop at each failpoint; the armed one gets no answer, ever. */
class FailpointServer {
  #armed: Failpoint | null = null;
  #reached: () => void = () => undefined;
  readonly #server = createServer((request, response) => {
    if (request.url === `/${this.#armed}`) this.#reached();
    else response.end('go on');
  });

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Resolves when the shop stands at the point. */
  arm(name: Failpoint): Promise<void> {
    this.#armed = name;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Broken(`${name} was never reached`)), REACHED_WITHIN_MS);
      this.#reached = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  disarm(): void {
    this.#armed = null;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** What leads to a point, and what has to be true once the shop was killed there, started again and swept once. */
interface Scenario {
  readonly points: readonly Failpoint[];
  /** Everything that is done before the point is armed. */
  prepare(world: World, sku: string): Promise<Act>;
}

interface Act {
  /** Runs into the point; the answer never comes. */
  run(): Promise<unknown>;
  /** How the order stands in the end. */
  end(): unknown;
  readonly want: unknown;
  /** What is left on the shelf of the ten pieces, and promised. */
  readonly level: { readonly onHand: number; readonly reserved: number };
  /** How far the clock of the cron was ahead already. */
  readonly laterMs?: number;
}

const scenarios: readonly Scenario[] = [
  {
    points: ['checkout.intended', 'checkout.held'],
    prepare: async (world, sku) => {
      const [buyer, key] = [await world.buyer({ sku }), randomUUID()];
      const again = () => world.checkout(buyer, { key, expectedGrandPaise: 101_900 });
      // The sweep has taken it back: the same request, sent again, is a new try.
      const end = async () => [(await again()).status, statuses(world, sku)];
      return { run: again, end, want: [201, ['cancelled', 'confirmed']], level: { onHand: 9, reserved: 0 } };
    },
  },
  {
    points: ['checkout.committed', 'stock.committed', 'invoice.numbered', 'invoice.stored'],
    prepare: async (world, sku) => {
      const [buyer, key] = [await world.buyer({ sku }), randomUUID()];
      const again = () => world.checkout(buyer, { key, expectedGrandPaise: 101_900 });
      const end = async () => [(await again()).status, statuses(world, sku), papers(world, sku)];
      return { run: again, end, want: [201, ['confirmed'], [1, 0]], level: { onHand: 9, reserved: 0 } };
    },
  },
  {
    points: ['cod.switched'],
    prepare: async (world, sku) => {
      const { buyer, orderNo } = await world.order(await world.buyer({ sku }), { paymentMethod: 'stripe' });
      const run = () =>
        world.as(buyer, 'POST', `/orders/${orderNo}/payment-method`, { method: 'cod', expectedGrandPaise: 101_900 });
      const end = () => [statuses(world, sku), papers(world, sku)];
      return { run, end, want: [['confirmed'], [1, 0]], level: { onHand: 9, reserved: 0 } };
    },
  },
  {
    points: ['capture.received', 'capture.applied'],
    prepare: async (world, sku) => {
      const order = await started(world, sku);
      const webhook = captureOf(order);
      const end = () => [statuses(world, sku), papers(world, sku)];
      return { run: () => deliver(world, webhook), end, want: [['paid'], [1, 0]], level: { onHand: 9, reserved: 0 } };
    },
  },
  {
    points: ['capture.held_again'],
    prepare: async (world, sku) => {
      const order = await started(world, sku);
      await world.tick(AFTER_HOLD_MS);
      const webhook = captureOf(order);
      const end = () => [statuses(world, sku), papers(world, sku)];
      const want = [['paid'], [1, 0]];
      const level = { onHand: 9, reserved: 0 };
      return { run: () => deliver(world, webhook), end, want, level, laterMs: AFTER_HOLD_MS };
    },
  },
  {
    points: ['cancel.applied', 'cancel.released', 'credit_note.numbered'],
    prepare: async (world, sku) => {
      const { buyer, orderNo } = await paid(world, sku);
      const run = () => world.as(buyer, 'POST', `/orders/${orderNo}/cancel`, {});
      const end = () => [statuses(world, sku), papers(world, sku), refunds(world, sku)];
      return { run, end, want: [['cancelled'], [1, 1], ['succeeded']], level: { onHand: 10, reserved: 0 } };
    },
  },
  {
    points: ['refund.requested', 'refund.asked', 'refund.applied'],
    prepare: async (world, sku) => {
      const { orderNo } = await paid(world, sku);
      const body = { amountPaise: 5000, note: 'crash' };
      const headers = { 'idempotency-key': randomUUID() };
      const again = () => world.staff('POST', `/admin/orders/${orderNo}/refunds`, body, headers);
      const end = async () => [(await again()).status < 300, refunds(world, sku)];
      return { run: again, end, want: [true, ['succeeded']], level: { onHand: 9, reserved: 0 } };
    },
  },
  {
    points: ['pack.applied'],
    prepare: (world, sku) => parcelAct(world, sku, [], 'pack', 'packed'),
  },
  {
    points: ['label.booked'],
    prepare: async (world, sku) => {
      const act = await parcelAct(world, sku, ['pack'], 'label', 'packed');
      // The carrier has one parcel, and the shop its number.
      const end = async () => [await act.end(), await hasOneBooking(world, sku)];
      return { ...act, end, want: [act.want, true] };
    },
  },
  {
    points: ['ship.applied'],
    prepare: (world, sku) => parcelAct(world, sku, ['pack', 'label'], 'ship', 'shipped'),
  },
  {
    points: ['deliver.applied'],
    prepare: (world, sku) => parcelAct(world, sku, ['pack', 'label', 'ship'], 'deliver', 'delivered'),
  },
  {
    points: ['come_back.applied'],
    prepare: async (world, sku) => {
      const act = await parcelAct(world, sku, ['pack', 'label', 'ship', 'turn-back'], 'come-back', 'rto_received');
      return { ...act, level: { onHand: 10, reserved: 0 } };
    },
  },
];

async function killedAtEachPoint({ port, stateDir, seed, log, report }: CrashRun): Promise<void> {
  await prepareShop({ stateDir, log, build: 'test' });
  const failpoints = new FailpointServer();
  const env = { EVENT_RETRY_SECONDS, FAILPOINT_URL: await failpoints.open() };
  const start = () => runShop({ port, sandboxPort: port + 1, stateDir, cronSeconds: 3600, log, env, build: 'test' });
  let shop: Shop = await start();
  const world = await World.open(shop, stateDir, new Dice(seed));
  try {
    for (const name of FAILPOINTS) {
      const scenario = scenarios.find(({ points }) => points.includes(name));
      await report('18', `killed at ${name}`, async () => {
        if (scenario === undefined) throw new Broken('no scenario leads there');
        const sku = await world.given(10);
        const act = await scenario.prepare(world, sku);
        const reached = failpoints.arm(name);
        void act.run().catch(() => undefined);
        try {
          await reached;
        } finally {
          await shop.stop(true);
          failpoints.disarm();
          shop = await start();
        }
        await world.tick((act.laterMs ?? 0) + SWEEP_AFTER_MS);
        await eventually('the order', act.end, act.want);
        await eventually('the shelf', () => world.level(sku), act.level);
        return await nothingDangles(world);
      });
    }
    // D1 hears again from an object whose message died with the queue, but not at once: looked at when all is over.
    await report('18', 'the stock of all of them', () => auditStock(world));
  } finally {
    world.close();
    await shop.stop();
    failpoints.close();
  }
}

/** 64 checkouts under way, and the whole shop is gone: objects, alarms, queue and all. */
async function killedUnderLoad({ port, stateDir, seed, log, report }: CrashRun): Promise<void> {
  const start = () =>
    runShop({ port, sandboxPort: port + 1, stateDir, cronSeconds: 3600, log, env: { EVENT_RETRY_SECONDS } });
  let shop = await start();
  const world = await World.open(shop, stateDir, new Dice(seed));
  try {
    await report('6', 'objects killed in the middle of 64 checkouts', async () => {
      const sku = await world.given(1000);
      const buyers = await world.buyers(CLIENTS, () => [{ sku }]);
      let answered = 0;
      const enough = new Promise<void>((resolve) => {
        void atOnce(
          buyers.map((buyer, index) => async () => {
            const paymentMethod = index % 2 === 0 ? 'cod' : 'stripe';
            const answer = await world.checkout(buyer, { paymentMethod }).catch(() => null);
            answered += answer === null ? 0 : 1;
            if (answered >= CLIENTS / 4) resolve();
          }),
        ).then(() => resolve());
      });
      await enough;
      const before = answered;
      if (before === CLIENTS) throw new Broken('all had their answers: nothing was killed in the middle');
      await shop.stop(true);
      shop = await start();
      await world.tick(SWEEP_AFTER_MS);
      const held = () =>
        world.books.one(
          `SELECT COALESCE(SUM(o.status = 'payment_pending'), 0) AS reserved, 1000 - COALESCE(SUM(o.status = 'confirmed'), 0) AS onHand
           FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE l.sku = ?`,
          sku,
        ) as { onHand: number; reserved: number };
      await eventually(
        'the shelf is what the orders say',
        async () => {
          const [level, orders] = [await world.level(sku), held()];
          return level.onHand === orders.onHand && level.reserved === orders.reserved;
        },
        true,
        60_000,
      );
      await nothingDangles(world);
      return `${before} answered before; ${await auditStock(world)}`;
    });
  } finally {
    world.close();
    await shop.stop();
  }
}

async function nothingDangles(world: World): Promise<string> {
  await eventually(
    'left behind',
    () =>
      world.books.one(`SELECT
        (SELECT COUNT(*) FROM orders WHERE status = 'created') AS checkouts,
        (SELECT COUNT(*) FROM outbox WHERE handled_at IS NULL) AS announcements,
        (SELECT COUNT(*) FROM refunds WHERE status IN ('due', 'pending')) AS refunds,
        (SELECT COUNT(*) FROM webhook_inbox WHERE processed_at IS NULL) AS webhooks`),
    { checkouts: 0, announcements: 0, refunds: 0, webhooks: 0 },
    60_000,
  );
  const audit = await world.staff('GET', '/admin/ledger/audit');
  expectEqual('ledger', (JSON.parse(audit.body) as { differences: unknown[] }).differences.slice(0, 3), []);
  return 'nothing dangles';
}

type Waiting = Placed & { readonly gatewayRef: string };

async function started(world: World, sku: string): Promise<Waiting> {
  const placed = await world.order(await world.buyer({ sku }), { paymentMethod: 'stripe' });
  const answer = await world.as(placed.buyer, 'POST', `/payments/${placed.orderNo}/create-intent`, {
    gateway: 'stripe',
  });
  return { ...placed, gatewayRef: (JSON.parse(answer.body) as { gatewayRef: string }).gatewayRef };
}

function captureOf({ gatewayRef, grandPaise }: Waiting) {
  return stripeWebhook('payment_intent.succeeded', { gatewayRef, amountPaise: grandPaise });
}

/** Paid through the sandbox, its invoice written. */
async function paid(world: World, sku: string): Promise<Placed> {
  const order = await started(world, sku);
  await world.sandbox('POST', `/control/stripe/intents/${order.gatewayRef}`, { outcome: 'success' });
  await eventually('paid and invoiced', () => [statuses(world, sku), papers(world, sku)], [['paid'], [1, 0]]);
  return order;
}

/** A cash order whose parcel has come so far, and the step that is killed; a repeat of the step afterwards finds it done. */
async function parcelAct(
  world: World,
  sku: string,
  before: readonly string[],
  step: string,
  want: string,
): Promise<Act> {
  const { orderId } = await world.order(await world.buyer({ sku }));
  const id = world.books.one<{ id: string }>('SELECT id FROM fulfilments WHERE order_id = ?', orderId)?.id ?? '';
  const post = (name: string) => world.staff('POST', `/fulfilments/${id}/${name}`, name === 'ship' ? {} : undefined);
  for (const name of before) {
    const answer = await post(name);
    if (answer.status !== 200) throw new Broken(`${name}: ${answer.status} ${answer.body}`);
  }
  const end = async () => {
    const again = await post(step);
    const row = world.books.one<{ status: string }>('SELECT status FROM fulfilments WHERE id = ?', id);
    return [[200, 409].includes(again.status), row?.status];
  };
  return { run: () => post(step), end, want: [true, want], level: { onHand: 9, reserved: 0 } };
}

/** Whether the number of the parcel is the one under which the carrier has it. */
async function hasOneBooking(world: World, sku: string): Promise<boolean> {
  const [parcel] = world.books.all<{ id: string; awb: string | null }>(
    'SELECT f.id, f.awb FROM fulfilments f JOIN order_lines l ON l.fulfilment_id = f.id WHERE l.sku = ?',
    sku,
  );
  const { parcels } = await world.sandbox<{ parcels: { awb: string }[] }>(
    'GET',
    `/control/carrier/parcels?ref=${parcel?.id}`,
  );
  return parcel?.awb !== null && parcels.length === 1 && parcels[0]?.awb === parcel?.awb;
}

function statuses(world: World, sku: string): string[] {
  return world.books
    .all<{ status: string }>(
      'SELECT o.status FROM orders o JOIN order_lines l ON l.order_id = o.id WHERE l.sku = ? ORDER BY o.status',
      sku,
    )
    .map(({ status }) => status);
}

/** Invoices and credit notes with their documents. */
function papers(world: World, sku: string): number[] {
  return ['invoices', 'credit_notes'].map((table) =>
    world.books.count(
      `SELECT COUNT(*) AS n FROM ${table} WHERE document_key IS NOT NULL
       AND order_id IN (SELECT order_id FROM order_lines WHERE sku = ?)`,
      sku,
    ),
  );
}

function refunds(world: World, sku: string): string[] {
  return world.books
    .all<{ status: string }>(
      'SELECT r.status FROM refunds r JOIN order_lines l ON l.order_id = r.order_id WHERE l.sku = ?',
      sku,
    )
    .map(({ status }) => status);
}
