import { DurableObject } from 'cloudflare:workers';
import { hashPassword, isPassword } from '../workers/accounts/password.ts';
import type { StockObject } from '../workers/objects/stock-object.ts';

export { StockObject } from '../workers/objects/stock-object.ts';

interface FloorEnv {
  readonly DB: D1Database;
  readonly BARE: DurableObjectNamespace<BareObject>;
  readonly STOCK: DurableObjectNamespace<StockObject>;
}

/** The bare object: one update and one insert, nothing decided. */
export class BareObject extends DurableObject {
  constructor(ctx: DurableObjectState, env: unknown) {
    super(ctx, env as never);
    ctx.storage.sql.exec(`
      CREATE TABLE IF NOT EXISTS total (id INTEGER PRIMARY KEY, n INTEGER NOT NULL);
      INSERT OR IGNORE INTO total VALUES (1, 0);
      CREATE TABLE IF NOT EXISTS entries (id INTEGER PRIMARY KEY, n INTEGER NOT NULL);`);
  }

  ping(): number {
    return 1;
  }

  write(): number {
    this.ctx.storage.sql.exec('UPDATE total SET n = n + 1');
    this.ctx.storage.sql.exec('INSERT INTO entries (n) VALUES (1)');
    return 1;
  }
}

let passwordHash: Promise<string> | null = null;

const ROWS = 20_000;
const POINT = 'SELECT * FROM items WHERE id = ?';

/** One path for each floor; `n` chooses the row or the object. */
const floors: Readonly<Record<string, (env: FloorEnv, n: number) => Promise<unknown>>> = {
  '/hello': async () => 'hello',
  // A login is at least the check of a password.
  '/password': async () => {
    passwordHash ??= hashPassword('haat-demo-2026');
    return await isPassword('haat-demo-2026', await passwordHash);
  },
  '/point': (env, n) =>
    env.DB.prepare(POINT)
      .bind(n % ROWS)
      .first(),
  '/batch3': (env, n) => env.DB.batch([0, 1, 2].map((i) => env.DB.prepare(POINT).bind((n + i) % ROWS))),
  '/object': (env, n) => env.BARE.getByName(String(n)).ping(),
  '/object-write': (env, n) => env.BARE.getByName(String(n)).write(),
  '/checkout': async (env, n) => {
    const write = env.DB.prepare('INSERT INTO entries (n) VALUES (?)').bind(n);
    await env.DB.batch([env.DB.prepare(POINT).bind(n % ROWS), write]);
    await env.BARE.getByName(`cart-${n}`).write();
    await env.BARE.getByName(`stock-${n % 500}`).write();
    await env.DB.batch([env.DB.prepare('UPDATE items SET price = price + 1 WHERE id = ?').bind(n % ROWS), write]);
  },
  // The least for a checkout of one hot SKU: every request writes the same object.
  '/flash': async (env, n) => {
    const write = env.DB.prepare('INSERT INTO entries (n) VALUES (?)').bind(n);
    await env.DB.batch([env.DB.prepare(POINT).bind(n % ROWS), write]);
    await env.BARE.getByName('hot').write();
    await env.DB.batch([env.DB.prepare('UPDATE items SET price = price + 1 WHERE id = ?').bind(n % ROWS), write]);
  },
  '/hold': (env, n) =>
    env.STOCK.getByName('hot').hold({ orderId: `ord_${n}`, quantity: 1, expiresAt: Date.now() + 3_600_000 }),
  '/setup': async (env) => {
    await env.DB.batch([
      env.DB.prepare('CREATE TABLE IF NOT EXISTS items (id INTEGER PRIMARY KEY, title TEXT, price INTEGER, body TEXT)'),
      env.DB.prepare('CREATE TABLE IF NOT EXISTS entries (id INTEGER PRIMARY KEY, n INTEGER)'),
      // The object's alarm asks for the orders behind old holds.
      env.DB.prepare('CREATE TABLE IF NOT EXISTS orders (id TEXT PRIMARY KEY, status TEXT)'),
      env.DB.prepare('CREATE TABLE IF NOT EXISTS stock_levels (sku TEXT PRIMARY KEY, on_hand, reserved, seq)'),
      env.DB.prepare(
        'CREATE TABLE IF NOT EXISTS inventory_ledger (sku, seq, on_hand_change, reserved_change, reason, ref, at, PRIMARY KEY (sku, seq))',
      ),
      env.DB.prepare(`
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS - 1})
        INSERT OR IGNORE INTO items SELECT i, 'item ' || i, i, hex(randomblob(200)) FROM n`),
      env.DB.prepare(`INSERT OR IGNORE INTO stock_levels VALUES ('hot', 100000000, 0, 1)`),
      env.DB.prepare(`INSERT OR IGNORE INTO inventory_ledger VALUES ('hot', 1, 100000000, 0, 'import', 'bench', 0)`),
    ]);
  },
};

export default {
  async fetch(request: Request, env: FloorEnv): Promise<Response> {
    const url = new URL(request.url);
    if (url.pathname === '/cached') return cached(request);
    const floor = floors[url.pathname];
    if (floor === undefined) return new Response('no such floor', { status: 404 });
    const found = await floor(env, Number(url.searchParams.get('n') ?? 0));
    const bytes = Number(url.searchParams.get('bytes') ?? 0);
    return bytes === 0 ? Response.json(found ?? null) : pageOf(bytes);
  },
};

/** A cache hit of a page's size. */
async function cached(request: Request): Promise<Response> {
  const hit = await caches.default.match(request.url);
  if (hit !== undefined) return hit;
  const page = pageOf(Number(new URL(request.url).searchParams.get('bytes') ?? 40_000));
  await caches.default.put(request.url, page.clone());
  return page;
}

function pageOf(bytes: number): Response {
  return new Response('x'.repeat(bytes), {
    headers: { 'content-type': 'text/html', 'cache-control': 'public, max-age=3600' },
  });
}
