import { expect, test } from 'vitest';
import { newPromotionSchema } from '../../workers/promotions/schemas.ts';
import { buildCatalogue } from './build-catalogue.ts';
import { CATEGORIES } from './categories.ts';
import { promotionRows } from './promotions.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const catalogue = buildCatalogue();
const rows = promotionRows(catalogue, NOW);

test('there is one of each kind, and a flash sale on five listings for some days', () => {
  expect(new Set(rows.map(({ kind }) => kind))).toEqual(
    new Set(['coupon', 'product', 'cart', 'bank_offer', 'flash_sale']),
  );
  const flash = rows.filter(({ kind }) => kind === 'flash_sale');
  expect(flash).toHaveLength(5);
  for (const { sku, rule, validUntilAt, dueAt } of flash) {
    const listing = catalogue.listings.find((each) => each.sku === sku);
    expect(rule.type === 'price' && rule.pricePaise < (listing?.pricePaise ?? 0)).toBe(true);
    expect([validUntilAt, dueAt]).toEqual([NOW + 4 * 86_400_000, NOW + 4 * 86_400_000]);
  }
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
});

test('staff could have written them: every category and brand is there', () => {
  for (const row of rows) {
    const { kind, code, sku, name, nameHi, rule, eligibility, bearer, usageLimit, perPersonLimit } = row;
    const written = { kind, code, sku, name, nameHi, rule, eligibility, bearer, usageLimit, perPersonLimit };
    expect(newPromotionSchema.safeParse({ ...written, validFrom: new Date(NOW).toISOString() }).error).toBeUndefined();
    for (const path of eligibility.categoryPaths) expect(CATEGORIES.map((each) => each.path)).toContain(path);
    for (const slug of eligibility.brandSlugs) expect(catalogue.brands.map((brand) => brand.slug)).toContain(slug);
  }
});
