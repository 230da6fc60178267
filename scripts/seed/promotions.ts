import type { InferInsertModel } from 'drizzle-orm';
import type { promotions } from '../../workers/db/schema/promotions.ts';
import type { Eligibility } from '../../workers/domain/promotion.ts';
import type { Catalogue } from './build-catalogue.ts';
import { CATEGORIES } from './categories.ts';
import { seedId } from './random.ts';

type Row = InferInsertModel<typeof promotions>;
type SeedPromotion = Omit<Row, 'id' | 'eligibility' | 'bearer' | 'validFromAt' | 'createdAt' | 'updatedAt'> & {
  readonly eligibility?: Partial<Eligibility>;
  readonly bearer?: Row['bearer'];
};

const DAY_MS = 86_400_000;
const FLASH_DAYS = 4;
const PLATFORM = { sellerBps: 0, bankBps: 0 };
const EVERYBODY: Eligibility = {
  ...{ categoryPaths: [], brandSlugs: [], skus: [], sellerIds: [], minCartPaise: 0 },
  ...{ people: 'everyone', paymentMethods: [] },
};

const OFFERS: readonly SeedPromotion[] = [
  {
    kind: 'coupon',
    code: 'WELCOME10',
    name: '10% off your first order, up to ₹200',
    nameHi: 'पहले ऑर्डर पर 10% छूट, ₹200 तक',
    rule: { type: 'percent', percentBps: 1000, maxPaise: 20_000 },
    eligibility: { people: 'first_order' },
    perPersonLimit: 1,
  },
  {
    kind: 'coupon',
    code: 'FLAT150',
    name: '₹150 off from ₹999',
    nameHi: '₹999 से ₹150 की छूट',
    rule: { type: 'flat', amountPaise: 15_000 },
    eligibility: { minCartPaise: 99_900 },
    perPersonLimit: 3,
  },
  {
    kind: 'coupon',
    code: 'FREESHIP',
    name: 'Free delivery from ₹199',
    nameHi: '₹199 से मुफ़्त डिलीवरी',
    rule: { type: 'free_shipping' },
    eligibility: { minCartPaise: 19_900 },
    perPersonLimit: 3,
  },
  {
    kind: 'product',
    name: 'Festival of lights: 10% off lighting',
    nameHi: 'रोशनी का त्योहार: लाइटिंग पर 10% छूट',
    rule: { type: 'percent', percentBps: 1000, maxPaise: null },
    eligibility: { categoryPaths: ['/home-and-furniture/lighting/'] },
    bearer: { sellerBps: 5000, bankBps: 0 },
  },
  {
    kind: 'product',
    name: 'Rasoi Kala kitchen week: 8% off',
    nameHi: 'रसोई कला सप्ताह: 8% छूट',
    rule: { type: 'percent', percentBps: 800, maxPaise: 30_000 },
    eligibility: { brandSlugs: ['rasoi-kala'] },
    bearer: { sellerBps: 10_000, bankBps: 0 },
  },
  {
    kind: 'cart',
    name: 'Books: buy 2, get 1 free',
    nameHi: 'किताबें: 2 ख़रीदें, 1 मुफ़्त पाएँ',
    rule: { type: 'buy_x_get_y', buy: 2, get: 1, percentBps: 10_000 },
    eligibility: { categoryPaths: ['/books-and-stationery/books/'] },
  },
  {
    kind: 'bank_offer',
    name: '5% off with cards of Sahyadri Bank, up to ₹150',
    nameHi: 'सह्याद्रि बैंक के कार्ड से 5% छूट, ₹150 तक',
    rule: { type: 'percent', percentBps: 500, maxPaise: 15_000 },
    eligibility: { minCartPaise: 299_900, paymentMethods: ['stripe'] },
    bearer: { sellerBps: 0, bankBps: 10_000 },
  },
];

/** Where the flash sale takes a piece from: things that people wait for. */
const FLASH_CATEGORIES = ['mobile-phones', 'laptops', 'televisions', 'cameras', 'sofas'] as const;
const FLASH_FROM_PAISE = 500_000;
const FLASH_PIECES = 20;

/** The offers of the demo shop. All have begun; the flash sale goes on for some days from when the shop was set up. */
export function promotionRows(catalogue: Catalogue, now: number): Row[] {
  return [...OFFERS, ...flashSales(catalogue, now)].map(({ eligibility = {}, bearer = PLATFORM, ...offer }) => ({
    id: seedId('promotion', offer.code ?? offer.sku ?? offer.name),
    ...{ code: null, sku: null, perPersonLimit: null, usageLimit: null, validUntilAt: null, dueAt: null },
    ...{ ...offer, eligibility: { ...EVERYBODY, ...eligibility }, bearer },
    ...{ validFromAt: now, createdAt: now, updatedAt: now },
  }));
}

function flashSales({ products, listings, stockLevels }: Catalogue, now: number): SeedPromotion[] {
  const onHand = new Map(stockLevels.map((level) => [level.sku, level.onHand]));
  const until = now + FLASH_DAYS * DAY_MS;
  return FLASH_CATEGORIES.flatMap((slug) => {
    const path = CATEGORIES.find((category) => category.slug === slug)?.path ?? '';
    const ids = new Set(products.filter((each) => each.categoryId === seedId('category', path)).map(({ id }) => id));
    const listing = listings.find(({ productId, sku, pricePaise }) => {
      return ids.has(productId) && pricePaise > FLASH_FROM_PAISE && (onHand.get(sku) ?? 0) > FLASH_PIECES;
    });
    if (listing === undefined) return [];
    return [
      {
        kind: 'flash_sale' as const,
        ...{ sku: listing.sku, name: 'Flash sale', nameHi: 'फ़्लैश सेल' },
        rule: { type: 'price' as const, pricePaise: fourFifthsOf(listing.pricePaise) },
        ...{ usageLimit: FLASH_PIECES, perPersonLimit: 2, validUntilAt: until, dueAt: until },
      },
    ];
  });
}

/** Ends in 99 as shop prices do. */
function fourFifthsOf(pricePaise: number): number {
  return Math.floor((pricePaise * 4) / 5 / 10_000) * 10_000 - 100;
}
