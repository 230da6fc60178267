import type { SeedCategory } from './categories.ts';
import type { ProductRow } from './family.ts';
import { between, chance, code, shuffled } from './random.ts';
import { SELLERS, type SeedSeller } from './sellers.ts';

/** One seller's offer of one variant. */
export interface SeedOffer {
  readonly seller: SeedSeller;
  readonly sku: string;
  readonly mrpPaise: number;
  readonly pricePaise: number;
  readonly onHand: number;
  readonly isCodAllowed: boolean;
}

/** Above this a seller asks for payment in advance. */
const CASH_LIMIT_PAISE = 2_500_000;

/** Sellers of a product: often one, up to four, from those of the department. */
export function sellersOf(product: ProductRow, category: SeedCategory): SeedSeller[] {
  const name = `${product.brand} ${product.name}`;
  const department = category.path.split('/')[1] ?? '';
  const candidates = shuffled(
    SELLERS.filter(({ departments }) => departments.includes(department)),
    name,
  );
  const roll = chance(`sellers ${name}`);
  return candidates.slice(0, roll < 0.45 ? 1 : roll < 0.7 ? 2 : roll < 0.88 ? 3 : 4);
}

/**
 * Offers of a variant. The first seller has every variant at the table's price; the others have most of them, a few
 * per cent away from it. All print the same MRP on the pack.
 */
export function offersOf(
  variantName: string,
  product: ProductRow,
  category: SeedCategory,
  sellers: readonly SeedSeller[],
  extraRupees: number,
): SeedOffer[] {
  const priceRupees = product.priceRupees + extraRupees;
  const mrpRupees = product.mrpRupees + roundUpTo10((extraRupees * product.mrpRupees) / product.priceRupees);
  return sellers.flatMap((seller, rank) => {
    const name = `${variantName}/${seller.slug}`;
    if (rank > 0 && chance(`has ${name}`) > 0.75) return [];
    const asked = rank === 0 ? priceRupees : otherPrice(priceRupees, `${product.name}/${seller.slug}`);
    const pricePaise = Math.min(asked, mrpRupees) * 100;
    return [
      {
        seller,
        sku: `${seller.skuPrefix}-${code(name, 8)}`,
        mrpPaise: mrpRupees * 100,
        pricePaise,
        onHand: stockOf(name),
        isCodAllowed: category.isCodAllowed && pricePaise <= CASH_LIMIT_PAISE,
      },
    ];
  });
}

/** 4 % less to 9 % more, ending in 9 as shop prices do. */
function otherPrice(priceRupees: number, name: string): number {
  const shifted = Math.round(priceRupees * (0.96 + chance(`price ${name}`) * 0.13));
  if (shifted < 100) return shifted;
  return Math.round(shifted / 10) * 10 - 1;
}

/** Some are sold out, some have one to three left, most have plenty. */
function stockOf(name: string): number {
  const roll = chance(`stock ${name}`);
  if (roll < 0.06) return 0;
  return roll < 0.16 ? between(1, 3, name) : between(4, 200, name);
}

function roundUpTo10(rupees: number): number {
  return Math.ceil(rupees / 10) * 10;
}
