import { createHash, randomUUID } from 'node:crypto';
import { type Answer, type Call, call } from '../../bench/load.ts';
import type { Shop } from '../shop.ts';
import { StaffClient } from '../staff-client.ts';
import { DEMO_STAFF } from '../staff-login.ts';
import { atOnce, times } from './at-once.ts';
import { Books } from './books.ts';
import type { Dice } from './dice.ts';
import { Broken } from './expect.ts';

/** Real concurrency of a case, unless it says otherwise. */
export const CLIENTS = 64;
const PRICE_PAISE = 99_900;
/** Demo sellers with a GSTIN of their own. */
const SELLERS = 5;

export interface Buyer {
  readonly cookie: string;
}

export interface Reply extends Answer {
  /** The first reply was lost: this is the one of a second request, after a first that may have done its work. */
  readonly wasLost?: boolean;
}

export interface Placed {
  readonly buyer: Buyer;
  readonly orderNo: string;
  readonly orderId: string;
  readonly grandPaise: number;
}

export interface GivenGoods {
  readonly seller?: number;
  readonly pricePaise?: number;
}

interface ImportedGoods {
  readonly listingId: string;
  readonly pricePaise: number;
  /** As it is when it is left out. */
  readonly stock?: number;
}

export interface CheckoutOptions {
  readonly paymentMethod?: 'cod' | 'stripe' | 'razorpay';
  readonly key?: string;
  readonly expectedGrandPaise?: number;
  readonly email?: string;
}

/** The running shop as its buyers, its staff and its third parties see it. */
export class World {
  readonly shop: Shop;
  readonly api: string;
  readonly dice: Dice;
  readonly books: Books;
  readonly #staff: StaffClient;
  #sellers: readonly string[] = [];

  private constructor(shop: Shop, stateDir: string, dice: Dice, staff: StaffClient) {
    this.shop = shop;
    this.api = `${shop.url}/api/v1`;
    this.dice = dice;
    this.books = Books.open(stateDir);
    this.#staff = staff;
  }

  static async open(shop: Shop, stateDir: string, dice: Dice): Promise<World> {
    const world = new World(shop, stateDir, dice, await StaffClient.signIn(shop.url, DEMO_STAFF));
    world.#sellers = world.books
      .all<{ slug: string }>('SELECT slug FROM sellers ORDER BY slug LIMIT ?', SELLERS)
      .map(({ slug }) => slug);
    return world;
  }

  close(): void {
    this.books.close();
  }

  /** A listing of its own with so many pieces on the shelf. `seller` picks one of five. */
  async given(stock: number, { seller = 0, pricePaise = PRICE_PAISE }: GivenGoods = {}): Promise<string> {
    const listingId = `torture-${randomUUID()}`;
    await this.#import(this.#sellers[seller] ?? '', { listingId, pricePaise, stock });
    const row = this.books.one<{ sku: string }>(`SELECT sku FROM listings WHERE source_key LIKE '%' || ?`, listingId);
    if (row === undefined) throw new Error(`the import made no listing ${listingId}`);
    return row.sku;
  }

  /** A guest with these in the cart. */
  async buyer(...wishes: readonly { readonly sku: string; readonly quantity?: number }[]): Promise<Buyer> {
    let cookie = '';
    for (const { sku, quantity = 1 } of wishes) {
      const added = await ask(`${this.api}/cart/items`, {
        method: 'POST',
        headers: cookie === '' ? {} : { cookie },
        body: { sku, quantity },
      });
      if (added.status >= 300) throw new Broken(`not added to the cart: ${added.status} ${added.body}`);
      const cookies = [added.headers['set-cookie']].flat().filter((each) => each !== undefined);
      if (cookie === '') cookie = cookies.map((each) => each.split(';')[0]).join('; ');
    }
    return { cookie };
  }

  buyers(count: number, wish: (index: number) => readonly { sku: string; quantity?: number }[]): Promise<Buyer[]> {
    return atOnce(
      times(count, (index) => () => this.buyer(...wish(index))),
      CLIENTS,
    );
  }

  /** What the cart costs with this way to pay. */
  async grandPaise(buyer: Buyer, paymentMethod: string): Promise<number> {
    const answer = await this.as(buyer, 'GET', `/checkout?pincode=560001&paymentMethod=${paymentMethod}`);
    return (JSON.parse(answer.body) as { totals: { grandPaise: number } }).totals.grandPaise;
  }

  async checkout(buyer: Buyer, options: CheckoutOptions = {}): Promise<Reply> {
    const { paymentMethod = 'cod', key = randomUUID(), email = 'torture@haat.test' } = options;
    const expectedGrandPaise = options.expectedGrandPaise ?? (await this.grandPaise(buyer, paymentMethod));
    return await ask(`${this.api}/checkout`, {
      method: 'POST',
      headers: { cookie: buyer.cookie, 'idempotency-key': key },
      body: {
        email,
        // Parcels that came back count by phone: everybody has one of their own.
        address: { name: 'Asha Rao', phone: this.#phone(buyer), line: '12 MG Road', pincode: '560001' },
        paymentMethod,
        expectedGrandPaise,
      },
    });
  }

  #phone({ cookie }: Buyer): string {
    const digits = createHash('sha256').update(cookie).digest().readUInt32BE(0) % 1_000_000_000;
    return `9${String(digits).padStart(9, '0')}`;
  }

  /** An order of its own, placed; throws when it was refused. */
  async order(buyer: Buyer, options: CheckoutOptions = {}): Promise<Placed> {
    const answer = await this.checkout(buyer, options);
    if (answer.status !== 201) throw new Broken(`not ordered: ${outcomeOf(answer)} ${answer.body}`);
    const { orderNo, totals } = JSON.parse(answer.body) as { orderNo: string; totals: { grandPaise: number } };
    const orderId = this.books.one<{ id: string }>('SELECT id FROM orders WHERE order_no = ?', orderNo)?.id ?? '';
    return { buyer, orderNo, orderId, grandPaise: totals.grandPaise };
  }

  as({ cookie }: Buyer, method: string, path: string, body?: unknown): Promise<Reply> {
    return ask(`${this.api}${path}`, { method, headers: { cookie }, body });
  }

  async staff(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Reply> {
    return await ask(`${this.api}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await this.#staff.accessToken()}`,
        'idempotency-key': randomUUID(),
        ...headers,
      },
      body,
    });
  }

  /** The sandbox of third parties. */
  async sandbox<Result>(method: string, path: string, body?: unknown, headers = {}): Promise<Result> {
    const answer = await call(`${this.shop.sandboxUrl}${path}`, { method, headers, body });
    if (answer.status >= 300) throw new Error(`sandbox ${method} ${path}: ${answer.status} ${answer.body}`);
    return JSON.parse(answer.body === '' ? 'null' : answer.body) as Result;
  }

  /** Runs the cron as if it were so much later: holds expire and sweeps find what is due. */
  async tick(laterMs = 0): Promise<void> {
    const answer = await call(`${this.shop.url}/cdn-cgi/handler/scheduled?time=${Date.now() + laterMs}`);
    if (answer.status !== 200) throw new Error(`cron: ${answer.status} ${answer.body}`);
  }

  orderStatus(orderId: string): string | undefined {
    return this.books.one<{ status: string }>('SELECT status FROM orders WHERE id = ?', orderId)?.status;
  }

  /** The level in the object itself. */
  async level(sku: string): Promise<{ onHand: number; reserved: number }> {
    const answer = await this.staff('GET', `/admin/stock/${sku}`);
    const { level } = JSON.parse(answer.body) as { level: { onHand: number; reserved: number } };
    return { onHand: level.onHand, reserved: level.reserved };
  }

  /** A listing of the torture catalogue gets another price. */
  async reprice(sku: string, pricePaise: number): Promise<void> {
    const row = this.books.one<{ sourceKey: string; seller: string }>(
      'SELECT l.source_key AS sourceKey, s.slug AS seller FROM listings l JOIN sellers s ON s.id = l.seller_id WHERE sku = ?',
      sku,
    );
    const listingId = row?.sourceKey.split(':').at(-1) ?? '';
    await this.#import(row?.seller ?? '', { listingId, pricePaise });
  }

  async #import(sellerSlug: string, { listingId, pricePaise, stock }: ImportedGoods): Promise<void> {
    const fileKey = createHash('sha256').update(randomUUID()).digest('hex');
    const started = await this.staff('POST', '/admin/imports', {
      fileKey,
      isDryRun: false,
      sellerSlug,
      defaultStock: 0,
    });
    const { importId } = JSON.parse(started.body) as { importId: string };
    const fields = {
      listing_id: listingId,
      product_id: listingId,
      title: `Torture kurta ${listingId}`,
      brand: 'Torture',
      category: "Men's Fashion > Men's Topwear > Men's Shirts",
      mrp: '1999',
      price: String(pricePaise / 100),
      hsn: '6205',
      gst_code: 'gst-18',
      ...(stock === undefined ? {} : { stock: String(stock) }),
    };
    const sent = await this.staff('POST', `/admin/imports/${importId}/batches`, {
      afterLine: 0,
      rows: [{ line: 2, fields }],
    });
    const { rejected } = JSON.parse(sent.body) as { rejected?: unknown[] };
    if (sent.status !== 200 || rejected?.length !== 0) throw new Error(`import: ${sent.status} ${sent.body}`);
  }
}

/** '201', '409 out_of_stock': what became of a request. */
export function outcomeOf(answer: Answer): string {
  if (answer.status < 400) return String(answer.status);
  const code = /"code":"([a-z_]+)"/.exec(answer.body)?.[1] ?? answer.body.slice(0, 80);
  return `${answer.status} ${code}`;
}

/**
 * A call whose reply the local development server may lose on its way, now and then, under load. Like a buyer whose
 * connection broke, it asks again: everything in the shop may be asked twice.
 */
export async function ask(url: string, request: Call): Promise<Reply> {
  const answer = await call(url, request);
  const wasLost = answer.status >= 500 && /Network connection lost|restarted mid-request/.test(answer.body);
  return wasLost ? { ...(await call(url, request)), wasLost } : answer;
}
