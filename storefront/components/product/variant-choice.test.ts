import { expect, test } from 'vitest';
import type { Offer, Variant } from '../../../workers/catalog/schemas.ts';
import { chosenVariant, optionChoices, variantsInStock } from './variant-choice.ts';

const options = [
  { name: 'colour', label: 'Colour', values: ['Indigo', 'White'] },
  { name: 'size', label: 'Size', values: ['M', 'L'] },
];

const indigoM = variant('indigo-m', { colour: 'Indigo', size: 'M' }, 90_000);
const indigoL = variant('indigo-l', { colour: 'Indigo', size: 'L' }, 80_000, 0);
const whiteM = variant('white-m', { colour: 'White', size: 'M' }, 85_000);
const variants = [indigoM, indigoL, whiteM];

test('without a choice the page shows the cheapest variant in stock, as the card does', () => {
  expect(chosenVariant(variants, null)?.id).toBe('white-m');
  expect(chosenVariant(variants, 'no-such-variant')?.id).toBe('white-m');
  expect(chosenVariant([], null)).toBeNull();
});

test('a variant that is out of stock can still be looked at', () => {
  expect(chosenVariant(variants, 'indigo-l')?.id).toBe('indigo-l');
});

test('of a flash sale the usual price counts, as the cards have it', () => {
  const sale = variant('sale', { colour: 'Red', size: 'M' }, 40_000);
  const flash = { regularPricePaise: 95_000, endsAt: null, left: 3 };
  const onSale = { ...sale, offer: sale.offer && { ...sale.offer, flash } };
  expect(chosenVariant([onSale, ...variants], null)?.id).toBe('white-m');
});

test('who looks at what is sold out is told what is not', () => {
  expect(variantsInStock([whiteM, indigoM, indigoL], indigoL).map(({ id }) => id)).toEqual(['indigo-m', 'white-m']);
});

test('each value leads to the variant that differs only in it', () => {
  const [colour, size] = optionChoices({ options, variants }, indigoM);
  expect(colour?.chosen).toBe('Indigo');
  expect(colour?.values.map(({ variantId, state }) => [variantId, state])).toEqual([
    ['indigo-m', 'in_stock'],
    ['white-m', 'in_stock'],
  ]);
  expect(size?.values.map(({ variantId, state }) => [variantId, state])).toEqual([
    ['indigo-m', 'in_stock'],
    ['indigo-l', 'out_of_stock'],
  ]);
});

test('a value that does not exist in this combination leads to the nearest variant and says so', () => {
  const [, size] = optionChoices({ options, variants }, whiteM);
  expect(size?.values[1]).toEqual({ value: 'L', variantId: 'indigo-l', isChosen: false, state: 'none' });
});

function variant(id: string, attributes: Record<string, string>, pricePaise: number, available = 5): Variant {
  const offer: Offer = {
    sku: `SKU-${id}`,
    seller: { slug: 'sharma', name: 'Sharma Traders', ratingTenths: 42 },
    ...{ mrpPaise: 100_000, pricePaise, discountPercent: 10, available, isCodAllowed: true, handlingDays: 1 },
    ...{ flash: null, shippingPaise: 0, delivery: null },
  };
  return { id, attributes, label: id, isInStock: available > 0, offer, reason: 'only_offer', otherOffers: [] };
}
