import { call } from './load.ts';
import type { Places, Scenario } from './scenarios.ts';

/** What the pages are measured on: products and categories, as any visitor finds them. */
export interface PageGoods {
  readonly slugs: readonly string[];
  readonly categories: readonly string[];
}

/**
 * Pages from the cache and not from it. A page that is not from the cache has an address that nobody has asked for: a
 * variant that there is not gets the page of the product, rendered anew. The floors send as many bytes as the page has.
 */
export async function pageScenarios({ shopUrl, floorUrl }: Places, goods: PageGoods): Promise<Scenario[]> {
  const pick = (list: readonly string[], n: number) => list[n % list.length] as string;
  const open = (url: (n: number) => string) => async (n: number) => (await call(url(n))).status === 200;
  const cached = `/p/${goods.slugs[0]}`;
  const bytes = Buffer.byteLength((await call(shopUrl + cached)).body);
  const batchOfThree = open((n) => `${floorUrl}/batch3?n=${n}`);
  return [
    {
      name: 'pages: product, cached',
      floor: open(() => `${floorUrl}/cached?bytes=${bytes}`),
      shop: open(() => shopUrl + cached),
      target: 0.9,
    },
    {
      name: 'pages: product, not cached',
      floor: batchOfThree,
      shop: open((n) => `${shopUrl}/p/${pick(goods.slugs, n)}?v=${n}`),
      target: 0.6,
    },
    {
      // What is left for a page whose making costs nothing.
      name: 'pages: batch and as many bytes',
      floor: batchOfThree,
      shop: open((n) => `${floorUrl}/batch3?n=${n}&bytes=${bytes}`),
      target: null,
    },
    {
      // The same reads and their rules, with no page made of them.
      name: 'pages: product from the API',
      floor: batchOfThree,
      shop: open((n) => `${shopUrl}/api/v1/products/${pick(goods.slugs, n)}`),
      target: null,
    },
    {
      name: 'pages: category, not cached',
      floor: batchOfThree,
      shop: open((n) => `${shopUrl}/c/${pick(goods.categories, n)}?min=${n % 100_000}`),
      target: null,
    },
  ];
}
