import type { Context } from '../context.ts';
import { isEligible, type Promotable } from '../domain/promotion.ts';
import { isoOrNull } from '../http/iso.ts';
import type { Person } from './person.ts';
import { type PromotionRow, promotionsOf, selectPromotions } from './queries.ts';
import type { Offer } from './schemas.ts';

/** For pages that are the same for everybody. */
export const NOBODY: Person = { keys: [], owner: null, phone: null, isSignedIn: false };

/** What a piece costs in a flash sale that runs now. */
export interface FlashPrice {
  readonly promotionId: string;
  readonly pricePaise: number;
  /** Epoch ms. */
  readonly endsAt: number;
  /** Pieces; null without a cap. */
  readonly left: number | null;
}

/** A product as offers look at it: all that is sold of it, by whom. */
export interface OfferedProduct {
  readonly categoryPath: string;
  readonly brandSlug: string | null;
  readonly listings: readonly { readonly sku: string; readonly sellerId: string }[];
}

/** The statement behind `offersOf` and `flashPricesOf`, for a page's batch. */
export function selectOffers(ctx: Context, skus: readonly string[]) {
  return selectPromotions(ctx, { skus, couponCode: null, person: NOBODY });
}

/** By SKU; only sales that run and have pieces left. */
export function flashPricesOf(rows: readonly PromotionRow[]): ReadonlyMap<string, FlashPrice> {
  const open = new Set(openOnes(rows).map(({ id }) => id));
  const left = new Map(promotionsOf(rows).map((promotion) => [promotion.id, promotion.left]));
  return new Map(
    rows.flatMap(({ id, kind, sku, rule, validUntilAt, usageLimit }) => {
      if (kind !== 'flash_sale' || sku === null || validUntilAt === null || !open.has(id)) return [];
      const { pricePaise } = JSON.parse(rule) as { readonly pricePaise: number };
      const pieces = usageLimit === null ? null : (left.get(id) ?? null);
      return [[sku, { promotionId: id, pricePaise, endsAt: validUntilAt, left: pieces }]];
    }),
  );
}

export async function flashPricesFor(ctx: Context, skus: readonly string[]): Promise<ReadonlyMap<string, FlashPrice>> {
  return flashPricesOf(await selectOffers(ctx, skus));
}

/** What pages may show of what runs: for a product, or all. In the order in which promotions apply. */
export function offersOf(rows: readonly PromotionRow[], product: OfferedProduct | null = null): readonly Offer[] {
  const ends = new Map(rows.map((row) => [row.id, row.validUntilAt]));
  return openOnes(rows)
    .filter((promotion) => promotion.isListed)
    .filter(
      (promotion) => product === null || promotables(product).some((each) => isEligible(promotion.eligibility, each)),
    )
    .map(({ id, kind, label, labelHi, code, rule, eligibility, bearer, left }) => ({
      ...{ promotionId: id, kind, label, labelHi, code, rule, left },
      minCartPaise: eligibility.minCartPaise,
      people: eligibility.people,
      paymentMethods: [...eligibility.paymentMethods],
      isByBank: bearer.bankBps > 0,
      endsAt: isoOrNull(ends.get(id) ?? null),
    }));
}

export async function offersFor(ctx: Context, product: OfferedProduct): Promise<readonly Offer[]> {
  const skus = product.listings.map(({ sku }) => sku);
  return offersOf(await selectOffers(ctx, skus), product);
}

/** All that is listed and runs, flash sales left out: those are said of their product. */
export async function listOffers(ctx: Context): Promise<readonly Offer[]> {
  return offersOf(await selectOffers(ctx, []));
}

/** To somebody unknown what asks for a sign-in is open too: the page says so. */
function openOnes(rows: readonly PromotionRow[]) {
  return promotionsOf(rows).filter(({ refusal }) => refusal === null || refusal === 'signed_in_only');
}

function promotables({ categoryPath, brandSlug, listings }: OfferedProduct): readonly Promotable[] {
  return listings.map((listing) => ({ ...listing, categoryPath, brandSlug }));
}
