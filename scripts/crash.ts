/**
 * `npm run crash`: kills the whole shop (SIGKILL) while 64 checkouts are under way, starts it again, and looks at the
 * books: no order half made, no piece held for a dead order, nothing confirmed that is lost (invariant 18).
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { call } from '../bench/load.ts';
import { prepareShop, ROOT, runShop } from './shop.ts';

const BUYERS = 64;
/** Then some have their answer, some have asked, and some are at every step between. */
const KILL_AFTER_ANSWERS = 16;
/** A dead checkout is taken back when it is 30 s old; the cron of this shop runs every 5 s. */
const SETTLED_WITHIN_MS = 60_000;
const log = (line: string) => console.error(line);
const scratch = mkdtempSync(path.join(tmpdir(), 'haat-crash-'));
const stateDir = path.join(scratch, 'state');
const options = { port: 8790, sandboxPort: 8791, stateDir, cronSeconds: 5, log };

interface Books {
  readonly unfinished: number;
  readonly unhandled: number;
  readonly wrongLevels: number;
  readonly withoutInvoice: number;
  readonly withoutMail: number;
  readonly confirmed: number;
  readonly pending: number;
}

const source = process.env.HAAT_STATE ?? path.join(ROOT, '.wrangler', 'state');
await prepareShop({ stateDir: source, log });
cpSync(source, stateDir, { recursive: true });
let passed = 0;
let failed = 0;
let shop = await runShop(options);
try {
  const buyers = await givenBuyers(`${shop.url}/api/v1`);
  const told: string[] = [];
  let killed: Promise<void> | null = null;
  const checkouts = buyers.map(async (buyer, index) => {
    const answer = await order(`${shop.url}/api/v1`, buyer, index);
    if (answer !== null) told.push(answer);
    if (told.length >= KILL_AFTER_ANSWERS) killed ??= shop.stop(true);
  });
  await Promise.all(checkouts);
  await killed;
  log(`killed: ${told.length} of ${BUYERS} buyers had their answer`);

  shop = await runShop(options);
  const books = await settledBooks();
  const known = query<{ n: number }>(
    `SELECT COUNT(*) AS n FROM orders WHERE order_no IN (${told.map((no) => `'${no}'`).join(',') || "''"})
     AND status IN ('confirmed', 'payment_pending')`,
  )[0];
  expectEqual('every order that a buyer was told of stands', known?.n, told.length);
  expectEqual('no checkout is left unfinished', books.unfinished, 0);
  expectEqual('every announcement is handled', books.unhandled, 0);
  expectEqual('each level is what its orders say', books.wrongLevels, 0);
  expectEqual('every confirmed parcel has its invoice', books.withoutInvoice, 0);
  expectEqual('every confirmed order has one e-mail', books.withoutMail, 0);
  log(`after the restart: ${books.confirmed} confirmed, ${books.pending} waiting for payment`);
} finally {
  await shop.stop();
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

interface Buyer {
  readonly cookie: string;
  readonly paymentMethod: 'cod' | 'stripe';
  readonly grandPaise: number;
}

async function givenBuyers(api: string): Promise<Buyer[]> {
  const found = await call(`${api}/products?limit=20&inStock=1&sort=rating&max=5000`);
  const { products } = JSON.parse(found.body) as { products: { sku: string }[] };
  return await Promise.all(
    Array.from({ length: BUYERS }, async (_, index) => {
      const sku = products[index % products.length]?.sku;
      const added = await call(`${api}/cart/items`, { method: 'POST', body: { sku, quantity: 1 } });
      const cookie = ([added.headers['set-cookie']].flat()[0] ?? '').split(';')[0] ?? '';
      const paymentMethod = index % 2 === 0 ? 'cod' : 'stripe';
      const preview = await call(`${api}/checkout?pincode=560001&paymentMethod=${paymentMethod}`, {
        headers: { cookie },
      });
      const { totals } = JSON.parse(preview.body) as { totals: { grandPaise: number } };
      return { cookie, paymentMethod, grandPaise: totals.grandPaise } as const;
    }),
  );
}

/** The number of the order, or null when no answer came. */
async function order(api: string, { cookie, paymentMethod, grandPaise }: Buyer, index: number): Promise<string | null> {
  const answer = await call(`${api}/checkout`, {
    method: 'POST',
    headers: { cookie, 'idempotency-key': `crash-${process.pid}-${index}` },
    body: {
      email: `buyer${index}@haat.test`,
      address: { name: 'Asha Rao', phone: '9876543210', line: '12 MG Road', pincode: '560001' },
      paymentMethod,
      expectedGrandPaise: grandPaise,
    },
  }).catch(() => null);
  return answer?.status === 201 ? (JSON.parse(answer.body) as { orderNo: string }).orderNo : null;
}

async function settledBooks(): Promise<Books> {
  const deadline = Date.now() + SETTLED_WITHIN_MS;
  for (;;) {
    const books = readBooks();
    const open = books.unfinished + books.unhandled + books.wrongLevels + books.withoutInvoice + books.withoutMail;
    if (open === 0 || Date.now() > deadline) return books;
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}

function readBooks(): Books {
  const [books] = query<Books>(`
    WITH wanted AS (
      SELECT l.sku, SUM(CASE WHEN o.status = 'payment_pending' THEN l.quantity ELSE 0 END) AS held,
        SUM(CASE WHEN o.status IN ('confirmed', 'paid') THEN l.quantity ELSE 0 END) AS sold
      FROM order_lines l JOIN orders o ON o.id = l.order_id GROUP BY l.sku)
    SELECT
      (SELECT COUNT(*) FROM orders WHERE status = 'created') AS unfinished,
      (SELECT COUNT(*) FROM outbox WHERE handled_at IS NULL) AS unhandled,
      (SELECT COUNT(*) FROM wanted w JOIN stock_levels k ON k.sku = w.sku
        JOIN inventory_ledger opening ON opening.sku = w.sku AND opening.seq = 1
        WHERE k.reserved <> w.held OR k.on_hand <> opening.on_hand_change - w.sold) AS wrongLevels,
      (SELECT COUNT(*) FROM fulfilments f JOIN orders o ON o.id = f.order_id AND o.status = 'confirmed'
        LEFT JOIN invoices i ON i.fulfilment_id = f.id WHERE i.document_key IS NULL) AS withoutInvoice,
      (SELECT COUNT(*) FROM orders o WHERE o.status = 'confirmed' AND 1 <> (SELECT COUNT(*) FROM notifications n
        WHERE n.dedupe_key LIKE '%' || o.id || '%' AND n.status = 'sent')) AS withoutMail,
      (SELECT COUNT(*) FROM orders WHERE status = 'confirmed') AS confirmed,
      (SELECT COUNT(*) FROM orders WHERE status = 'payment_pending') AS pending`);
  if (books === undefined) throw new Error('the books could not be read');
  return books;
}

/** Reads the files of the running shop; a read that meets a write is tried again. */
function query<Row>(command: string, triesLeft = 5): Row[] {
  const { stdout, stderr } = spawnSync(
    'wrangler',
    ['d1', 'execute', 'DB', '--local', '--json', '--persist-to', stateDir, '--command', command],
    { cwd: ROOT, encoding: 'utf8', shell: process.platform === 'win32' },
  );
  const answer = JSON.parse(stdout || 'null') as { results: Row[] }[] | { error: unknown } | null;
  if (Array.isArray(answer) && answer[0] !== undefined) return answer[0].results;
  if (triesLeft === 0) throw new Error(stdout + stderr);
  return query(command, triesLeft - 1);
}

function expectEqual(name: string, got: unknown, want: unknown): void {
  if (got === want) passed += 1;
  else failed += 1;
  console.log(
    `${got === want ? 'ok    ' : 'FAILED'}  ${name}${got === want ? '' : `: ${String(got)}, not ${String(want)}`}`,
  );
}
