import { type Answer, call } from './load.ts';
import { pageScenarios } from './pages.ts';

/** One measure: what the shop does, beside the floor that does the least possible for it. */
export interface Scenario {
  readonly name: string;
  readonly floor: (n: number) => Promise<boolean>;
  readonly shop: (n: number) => Promise<boolean>;
  /** The share of the floor that the shop aims at; null when none is set. */
  readonly target: number | null;
  /** Makes ahead what a round uses up, so that the round measures only its own work. */
  readonly prepare?: () => Promise<void>;
}

export interface Places {
  readonly shopUrl: string;
  readonly floorUrl: string;
}

interface Goods {
  readonly slugs: readonly string[];
  readonly skus: readonly string[];
  readonly categories: readonly string[];
}

const QUERIES = [
  'shirt',
  'cotton kurta',
  'red dress',
  'running shoes',
  'laptop bag',
  'gold ring',
  'necklace set',
  'phone cover',
  'wall clock',
  'bedsheet',
  'sunglasses',
  'formal shirt',
  'jeans',
  'women top',
  'bra',
  'sandals',
  'watch',
  'led bulb',
  'pendrive',
  'mug',
  'baby dress',
  'car mat',
  'backpack',
  'belt',
  'wallet',
  'towel',
  'curtain',
  'shampoo',
  'lipstick',
  'toy car',
]; // prettier-ignore

const ADDS_PER_CART = 40;
const CARTS_PER_ROUND = 1500;

export async function scenariosOf({ shopUrl, floorUrl }: Places): Promise<Scenario[]> {
  const api = `${shopUrl}/api/v1`;
  const goods = await findGoods(api);
  const pick = <T>(list: readonly T[], n: number) => list[n % list.length] as T;
  const floor =
    (path: string, of: (n: number) => number = (n) => n) =>
    async (n: number) =>
      isOk(await call(`${floorUrl}${path}?n=${of(n)}`));

  const adds = new Map<number, Promise<string>>();
  const addToCart = async (n: number) => {
    const owner = Math.floor(n / ADDS_PER_CART);
    const sku = pick(goods.skus, n);
    const known = adds.get(owner);
    if (known === undefined) {
      const first = newCart(api, sku);
      adds.set(owner, first);
      return (await first) !== '';
    }
    return isOk(
      await call(`${api}/cart/items`, { method: 'POST', headers: { cookie: await known }, body: { sku, quantity: 1 } }),
    );
  };

  const carts: Cart[] = [];
  return [
    ...(await pageScenarios({ shopUrl, floorUrl }, goods)),
    {
      name: 'search with facets, new',
      floor: floor('/point'),
      // Another price each time, so that no answer is remembered.
      shop: async (n) => isOk(await call(`${api}/products?q=${encodeURIComponent(pick(QUERIES, n))}&max=${1000 + n}`)),
      target: 0.25,
    },
    {
      name: 'search with facets, repeated',
      floor: floor('/point'),
      shop: async (n) => isOk(await call(`${api}/products?q=${encodeURIComponent(pick(QUERIES, n))}`)),
      target: 0.25,
    },
    {
      name: 'add to cart',
      floor: floor('/object-write', (n) => Math.floor(n / ADDS_PER_CART)),
      shop: addToCart,
      target: 0.6,
    },
    {
      name: 'whole checkout',
      prepare: () => fillCarts(api, goods.skus, carts),
      floor: floor('/checkout'),
      shop: async (n) => {
        const cart = carts.pop() ?? (await fillCart(api, pick(goods.skus, n)));
        return isOk(await checkout(api, cart, n));
      },
      target: 0.4,
    },
    {
      name: 'hot SKU, hold in its object',
      floor: floor('/object-write', () => 0),
      shop: floor('/hold'),
      target: 0.8,
    },
  ];
}

interface Cart {
  readonly cookie: string;
  readonly grandPaise: number;
}

async function fillCarts(api: string, skus: readonly string[], carts: Cart[]): Promise<void> {
  let next = 0;
  const fill = async () => {
    while (carts.length < CARTS_PER_ROUND) carts.push(await fillCart(api, skus[next++ % skus.length] ?? ''));
  };
  await Promise.all(Array.from({ length: 32 }, fill));
}

async function fillCart(api: string, sku: string): Promise<Cart> {
  const cookie = await newCart(api, sku);
  const preview = await call(`${api}/checkout?pincode=560001&paymentMethod=cod`, { headers: { cookie } });
  const { totals } = JSON.parse(preview.body) as { totals: { grandPaise: number } };
  return { cookie, grandPaise: totals.grandPaise };
}

async function newCart(api: string, sku: string): Promise<string> {
  const answer = await call(`${api}/cart/items`, { method: 'POST', body: { sku, quantity: 1 } });
  const cookies = answer.headers['set-cookie'];
  return (Array.isArray(cookies) ? cookies : []).map((cookie) => cookie.split(';')[0]).join('; ');
}

function checkout(api: string, cart: Cart, n: number): Promise<Answer> {
  return call(`${api}/checkout`, {
    method: 'POST',
    headers: { cookie: cart.cookie, 'idempotency-key': `bench-${process.pid}-${n}-${Math.random()}` },
    body: {
      email: `buyer${n}@haat.test`,
      address: { name: 'Asha Rao', phone: '9876543210', line: '12 MG Road', pincode: '560001' },
      paymentMethod: 'cod',
      expectedGrandPaise: cart.grandPaise,
    },
  });
}

/** Products that can be bought with cash on delivery, and categories, as any visitor finds them. */
async function findGoods(api: string): Promise<Goods> {
  const pages = await Promise.all(
    [1, 2, 3, 4, 5, 6].map(async (page) => {
      const answer = await call(`${api}/products?limit=48&inStock=1&sort=rating&max=5000&page=${page}`);
      return (JSON.parse(answer.body) as { products: { slug: string; sku: string; isInStock: boolean }[] }).products;
    }),
  );
  const products = pages.flat().filter((product) => product.isInStock);
  const { categories } = JSON.parse((await call(`${api}/categories`)).body) as {
    categories: { slug: string; depth: number }[];
  };
  return {
    slugs: products.map((product) => product.slug),
    skus: products.map((product) => product.sku),
    categories: categories.filter((category) => category.depth === 0).map((category) => category.slug),
  };
}

function isOk(answer: Answer): boolean {
  return answer.status >= 200 && answer.status < 300;
}
