import { readdirSync } from 'node:fs';
import path from 'node:path';
import { type APIRequestContext, expect, test } from '@playwright/test';
import { DEMO_PEOPLE, type DemoPerson, signedIn, visit } from './people.ts';

/** Who may see a page: the same words as storefront/guards.ts, and 'buyer' for whose order it is. */
type Who = 'anybody' | 'owner' | 'buyer' | 'user' | 'own address' | 'staff';

interface PageRoute {
  readonly who: Who;
  /** An address of it; `{name}` is filled with something that is there. The route itself when left out. */
  readonly place?: string;
}

const anybody = { who: 'anybody' } as const;
const user = { who: 'user' } as const;

/** Every page. The test fails when the folder has one that is not here. */
const PAGES: Readonly<Record<string, PageRoute>> = {
  '/': anybody,
  '/404': anybody,
  '/500': anybody,
  '/account': user,
  '/account/addresses': user,
  '/account/addresses/[addressId]': { who: 'own address', place: '/account/addresses/{addressId}' },
  '/account/addresses/new': user,
  '/account/confirm': user,
  '/account/devices': user,
  '/account/privacy': user,
  '/account/privacy/data': user,
  '/account/profile': user,
  '/account/profile/[contact]': { who: 'user', place: '/account/profile/email' },
  '/account/security': user,
  '/account/security/authenticator': user,
  '/account/security/passkeys': user,
  '/account/security/password': user,
  '/account/security/recovery-codes': user,
  '/admin': { who: 'staff' },
  '/admin/people': { who: 'staff' },
  '/admin/people/[userId]': { who: 'staff', place: '/admin/people/{userId}' },
  '/auth/google': anybody,
  '/auth/google/callback': anybody,
  '/c/[slug]': { who: 'anybody', place: '/c/{category}' },
  '/cart': anybody,
  '/cart/add': anybody,
  '/cart/change': anybody,
  '/cart/coupon': anybody,
  '/cart/coupon-off': anybody,
  '/cart/dismiss': anybody,
  '/cart/drop-saved': anybody,
  '/cart/move': anybody,
  '/cart/remove': anybody,
  '/cart/restore': anybody,
  '/cart/save': anybody,
  '/cart/wish': anybody,
  '/checkout': anybody,
  '/compare': anybody,
  '/compare/add': anybody,
  '/compare/remove': anybody,
  '/dev/components': anybody,
  '/developers': anybody,
  '/forgot': anybody,
  '/fragments/product/[slug]': { who: 'anybody', place: '/fragments/product/{product}' },
  '/fragments/products': anybody,
  '/login': anybody,
  '/login/passkey': anybody,
  '/logout': anybody,
  '/manifest.webmanifest': anybody,
  '/offline': anybody,
  '/orders': { who: 'owner' },
  '/orders/[orderNo]': { who: 'buyer', place: '/orders/{orderNo}' },
  '/orders/[orderNo]/cancel': { who: 'buyer', place: '/orders/{orderNo}/cancel' },
  '/orders/[orderNo]/reorder': { who: 'buyer', place: '/orders/{orderNo}/reorder' },
  '/orders/[orderNo]/pay': { who: 'buyer', place: '/orders/{orderNo}/pay' },
  '/p/[slug]': { who: 'anybody', place: '/p/{product}' },
  '/problem': anybody,
  '/register': anybody,
  '/reset': anybody,
  '/search': anybody,
  '/second-factor': anybody,
  '/sw.js': anybody,
  '/verify': anybody,
  '/wishlist': anybody,
  '/wishlist/add': anybody,
  '/wishlist/move': anybody,
  '/wishlist/remove': anybody,
};

/** They answer forms, and nobody who just looks. */
const FORMS_ONLY = new Set(['/account/security/passkeys', '/orders/[orderNo]/reorder']);

const WALKERS = ['nobody', 'guest', ...Object.keys(DEMO_PEOPLE)] as ('nobody' | 'guest' | DemoPerson)[];
type Walker = (typeof WALKERS)[number];

/** What a visitor is answered who may not; null for those who may. */
function refusalOf(who: Who, walker: Walker, place: string): string | null {
  const toLogin = `303 /login?next=${encodeURIComponent(place)}`;
  const isUser = walker !== 'nobody' && walker !== 'guest';
  switch (who) {
    case 'anybody':
      return null;
    case 'owner':
      return walker === 'nobody' ? toLogin : null;
    case 'buyer':
      if (walker === 'nobody') return toLogin;
      return walker === 'shopper' ? null : '404';
    case 'user':
      return isUser ? null : toLogin;
    case 'own address':
      if (!isUser) return toLogin;
      return walker === 'shopper' ? null : '404';
    case 'staff':
      if (walker === 'new staff') return '303 /account/security?need=second-factor';
      return walker === 'staff' || walker === 'support' ? null : '404';
  }
}

/** The routes of the folder, as Astro makes them of its files. */
function routesOfFolder(): readonly string[] {
  const root = path.join('storefront', 'pages');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(astro|ts|md)$/.test(file))
    .map((file) => `/${file.replaceAll(path.sep, '/').replace(/\.\w+$/, '')}`.replace(/\/index$/, '') || '/');
}

/** Something of the shopper's, so that a forgotten guard shows. */
async function givenThings(shopper: APIRequestContext): Promise<Readonly<Record<string, string>>> {
  const read = async <Answer>(place: string) => (await (await shopper.get(`/api/v1${place}`)).json()) as Answer;
  const { products } = await read<{ products: { sku: string; slug: string }[] }>(
    '/products?inStock=1&sort=price_asc&min=100&limit=40',
  );
  const { categories } = await read<{ categories: { slug: string }[] }>('/categories');
  const { addresses } = await read<{ addresses: { id: string }[] }>('/account/addresses');
  const { id: userId } = await read<{ id: string }>('/auth/me');
  const { sku = '', slug: product = '' } = products[37] ?? {};
  await shopper.post('/api/v1/cart/items', { data: { sku, quantity: 1 } });
  const { totals } = await read<{ totals: { grandPaise: number } }>('/checkout?pincode=560038&paymentMethod=cod');
  const placed = await shopper.post('/api/v1/checkout', {
    headers: { 'idempotency-key': crypto.randomUUID() },
    data: {
      ...{ email: 'asha@haat.test', paymentMethod: 'cod', expectedGrandPaise: totals.grandPaise },
      address: { name: 'Asha Menon', phone: '9876500001', line: '14, 3rd Cross', pincode: '560038' },
    },
  });
  expect(placed.status(), await placed.text()).toBe(201);
  const { orderNo } = (await placed.json()) as { orderNo: string };
  return { ...{ product, orderNo, userId }, addressId: addresses[0]?.id ?? '', category: categories[0]?.slug ?? '' };
}

async function openWalkers(): Promise<ReadonlyMap<Walker, APIRequestContext>> {
  const walkers = new Map<Walker, APIRequestContext>();
  for (const walker of WALKERS) {
    const isKnown = walker !== 'nobody' && walker !== 'guest';
    walkers.set(walker, isKnown ? await signedIn(walker) : await visit(walker));
  }
  return walkers;
}

test('the table names the pages that there are, and no others', () => {
  expect(Object.keys(PAGES).toSorted()).toEqual(routesOfFolder().toSorted());
});

test('every page lets in whom it should, and nobody else', async () => {
  test.setTimeout(240_000);
  const walkers = await openWalkers();
  const [shopper, guest] = [walkers.get('shopper'), walkers.get('guest')];
  if (shopper === undefined || guest === undefined) throw new Error('somebody is missing');
  const things = await givenThings(shopper);
  const { sku } = (
    (await (await guest.get('/api/v1/products?inStock=1&limit=1')).json()) as { products: [{ sku: string }] }
  ).products[0];
  await guest.post('/api/v1/cart/items', { data: { sku, quantity: 1 } });

  const wrong: string[] = [];
  let refused = 0;
  for (const [route, { who, place = route }] of Object.entries(PAGES)) {
    const address = place.replace(/\{(\w+)\}/g, (_, name: string) => things[name] ?? '');
    for (const [walker, api] of walkers) {
      const wanted = refusalOf(who, walker, address);
      // A form is turned away as its page is.
      for (const method of wanted === null ? ['GET'] : ['GET', 'POST']) {
        const form = method === 'POST' ? { form: { do: 'suspend', reason: 'a test' } } : {};
        const answer = await api.fetch(address, { method, maxRedirects: 0, ...form });
        const location = answer.headers().location?.replace(/^https?:\/\/[^/]+/, '');
        const seen = location === undefined ? String(answer.status()) : `${answer.status()} ${location}`;
        const isIn = who === 'anybody' || !(answer.status() === 404 || seen.includes('/login?next='));
        // The page that apologises does it with its status.
        const isFine = answer.status() < (route === '/500' ? 501 : 500) && ![401, 403].includes(answer.status());
        const isForm = method === 'POST' && who === 'buyer' && seen === `303 ${address.replace(/\/\w+$/, '')}`;
        const isAsWanted = wanted === null ? isFine && (isIn || FORMS_ONLY.has(route)) : seen === wanted || isForm;
        if (isAsWanted) refused += wanted === null ? 0 : 1;
        else wrong.push(`${method} ${address} answers ${walker} with ${seen}, not ${wanted ?? 'the page'}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(refused).toBeGreaterThan(150);
  // A form of somebody else about the order led nowhere.
  const order = await shopper.get(`/api/v1/orders/${things.orderNo}`);
  expect(await order.json()).toMatchObject({ orderNo: things.orderNo, status: 'confirmed' });
  for (const api of walkers.values()) await api.dispose();
});

test('a page that is not yours reads as one that is not there', async () => {
  const api = await signedIn('shopper');
  const [missing, admin] = [await api.get('/no-such-page'), await api.get('/admin/people')];
  expect([admin.status(), missing.status()]).toEqual([404, 404]);
  const textOf = async (answer: typeof admin, place: string) => (await answer.text()).replaceAll(place, '');
  expect(await textOf(admin, '/admin/people')).toBe(await textOf(missing, '/no-such-page'));
  expect(admin.headers()['content-security-policy']).toBe(missing.headers()['content-security-policy']);
});
