import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BAND_PAISE, type BuyBoxOffer, chooseBuyBox, chooseForCard } from './buy-box.ts';

const offer = (sku: string, pricePaise: number, more: Partial<BuyBoxOffer> = {}): BuyBoxOffer => ({
  ...{ sku, pricePaise, available: 5, sellerRatingTenths: 40, shippingPaise: 0, promisedOn: null, isServiceable: null },
  ...more,
});
const sold = { available: 0 };
const unreached = { isServiceable: false };

describe('who wins, and why', () => {
  test.each<[string, readonly BuyBoxOffer[], string, string]>([
    ['the only offer', [offer('a', 100)], 'a', 'only_offer'],
    ['the lowest price', [offer('a', 1_000), offer('b', 700)], 'b', 'lowest_price'],
    ['in stock before cheap', [offer('a', 1_000), offer('b', 700, sold)], 'a', 'only_in_stock'],
    ['what gets there before what is cheap', [offer('a', 1_000), offer('b', 700, unreached)], 'a', 'only_serviceable'],
    [
      'what is in stock and goes nowhere before what is sold out',
      [offer('a', 700, sold), offer('b', 1_000, unreached)],
      'b',
      'not_serviceable',
    ],
    [
      'price and shipping together',
      [offer('a', 49_000, { shippingPaise: 4_000 }), offer('b', 50_000)],
      'b',
      'lowest_total',
    ],
    [
      'a rupee more for a day less',
      [offer('a', 50_000, { promisedOn: '2026-12-02' }), offer('b', 50_100, { promisedOn: '2026-12-01' })],
      'b',
      'faster',
    ],
    [
      'two rupees more is more',
      [offer('a', 50_000, { promisedOn: '2026-12-02' }), offer('b', 50_101, { promisedOn: '2026-12-01' })],
      'a',
      'lowest_price',
    ],
    [
      'the better seller at the same price and day',
      [offer('a', 900, { sellerRatingTenths: 38 }), offer('b', 950, { sellerRatingTenths: 45 })],
      'b',
      'better_seller',
    ],
    ['the first SKU of equals', [offer('b', 900), offer('a', 900)], 'a', 'alike'],
    ['nothing left', [offer('a', 1_000, sold), offer('b', 700, sold)], 'b', 'out_of_stock'],
    ['nobody goes there', [offer('a', 1_000, unreached), offer('b', 700, unreached)], 'b', 'not_serviceable'],
  ])('%s', (_name, offers, sku, reason) => {
    expect(chooseBuyBox(offers)).toMatchObject({ winner: { sku }, reason });
  });

  test('nobody sells it', () => expect(chooseBuyBox([])).toBeNull());
});

test('each other offer says why it is not the first, the next best first', () => {
  const winner = offer('win', 50_000, { promisedOn: '2026-12-01', sellerRatingTenths: 44 });
  const choice = chooseBuyBox([
    offer('sold', 100, sold),
    offer('far', 100, unreached),
    offer('dear', 50_000, { shippingPaise: 4_000, promisedOn: '2026-12-01' }),
    offer('late', 50_050, { promisedOn: '2026-12-04' }),
    offer('less', 50_000, { promisedOn: '2026-12-01', sellerRatingTenths: 43 }),
    offer('zzz', 50_000, { promisedOn: '2026-12-01', sellerRatingTenths: 44 }),
    winner,
  ]);
  expect(choice?.winner).toBe(winner);
  expect(choice?.others.map(({ offer: { sku }, loss }) => [sku, loss.reason, loss.byPaise ?? loss.byDays])).toEqual([
    ['zzz', 'alike', null],
    ['less', 'lower_score', null],
    ['late', 'later', 3],
    ['dear', 'dearer', 4_000],
    ['far', 'not_serviceable', null],
    ['sold', 'out_of_stock', null],
  ]);
});

test('where nobody can be bought from, each says that, and not that it is dearer', () => {
  const losses = (offers: readonly BuyBoxOffer[]) => chooseBuyBox(offers)?.others.map(({ loss }) => loss.reason);
  expect(losses([offer('a', 100, sold), offer('b', 900, sold)])).toEqual(['out_of_stock']);
  expect(losses([offer('a', 100, unreached), offer('b', 900, unreached)])).toEqual(['not_serviceable']);
});

describe('for any offers', () => {
  const offers = fc.uniqueArray(
    fc.record({
      sku: fc.stringMatching(/^[a-z]{1,3}$/),
      pricePaise: fc.integer({ min: 50_000, max: 50_300 }),
      available: fc.integer({ min: 0, max: 1 }),
      sellerRatingTenths: fc.integer({ min: 40, max: 42 }),
      shippingPaise: fc.constantFrom(0, 60),
      promisedOn: fc.constantFrom(null, '2026-12-01', '2026-12-02'),
      isServiceable: fc.constantFrom(null, true, false),
    }),
    { selector: ({ sku }) => sku, minLength: 1, maxLength: 6 },
  );

  test('the order in which they come does not matter, and everybody is named once', () => {
    fc.assert(
      fc.property(offers, (given) => {
        const choice = chooseBuyBox(given);
        expect(chooseBuyBox([...given].reverse())).toEqual(choice);
        expect(chooseForCard([...given].reverse())).toEqual(chooseForCard(given));
        const skus = [choice?.winner.sku, ...(choice?.others ?? []).map((other) => other.offer.sku)];
        expect(skus.toSorted()).toEqual(given.map(({ sku }) => sku).toSorted());
      }),
    );
  });

  test('what can be had wins, at most a rupee above the cheapest of it', () => {
    const canBeHad = (each: BuyBoxOffer) => each.available > 0 && each.isServiceable !== false;
    const total = (each: BuyBoxOffer) => each.pricePaise + each.shippingPaise;
    fc.assert(
      fc.property(offers, (given) => {
        const good = given.filter(canBeHad);
        const winner = chooseBuyBox(given)?.winner;
        if (good.length === 0 || winner === undefined) return;
        expect(canBeHad(winner)).toBe(true);
        expect(total(winner)).toBeLessThanOrEqual(Math.min(...good.map(total)) + BAND_PAISE);
      }),
    );
  });

  test('a loss never says less than nothing', () => {
    fc.assert(
      fc.property(offers, (given) => {
        for (const { loss } of chooseBuyBox(given)?.others ?? []) {
          if (loss.reason === 'dearer') expect(loss.byPaise).toBeGreaterThan(0);
          if (loss.reason === 'later') expect(loss.byDays).toBeGreaterThan(0);
        }
      }),
    );
  });
});
