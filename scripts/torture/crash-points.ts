import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FAILPOINTS, type Failpoint } from '../../workers/failpoint.ts';
import { NO_BOT_CHECK, prepareShop, runShop, type Shop } from '../shop.ts';
import { atOnce } from './at-once.ts';
import { auditStock } from './cases/stock-cases.ts';
import { scenarios } from './crash-scenarios.ts';
import { Dice } from './dice.ts';
import { Broken, eventually, expectEqual } from './expect.ts';
import { CLIENTS, World } from './world.ts';

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

async function killedAtEachPoint({ port, stateDir, seed, log, report }: CrashRun): Promise<void> {
  await prepareShop({ stateDir, log, build: 'test' });
  const failpoints = new FailpointServer();
  const env = { ...NO_BOT_CHECK, EVENT_RETRY_SECONDS, FAILPOINT_URL: await failpoints.open() };
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
    runShop({
      port,
      sandboxPort: port + 1,
      stateDir,
      cronSeconds: 3600,
      log,
      env: { ...NO_BOT_CHECK, EVENT_RETRY_SECONDS },
    });
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
