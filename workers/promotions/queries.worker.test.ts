import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import { givenPincode, givenProduct } from '../../test/builders/catalog.ts';
import { givenContext } from '../../test/builders/context.ts';
import { givenPromotion } from '../../test/builders/promotion.ts';
import { checkoutOf, givenKey, givenShopper } from '../../test/builders/shopper.ts';
import { placeOrder } from '../checkout/place-order.ts';
import { quote } from '../domain/price.ts';
import { personOf } from './person.ts';
import { promotionsOf, selectPromotions } from './queries.ts';

beforeAll(() => givenPincode('560001'));

test('what a cart may get is found by index, however many flash sales and secret codes there are', async () => {
  const ctx = givenContext();
  const asked = { skus: ['A', 'B'], couponCode: 'TEN', person: await personOf(ctx, '9876543210') };
  const { sql, params } = selectPromotions(ctx, asked).getQuery();
  const plan = await env.DB.prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .bind(...params)
    .all<{ detail: string }>();
  const details = plan.results.map(({ detail }) => detail);
  // Only what is asked for and what was found is walked through.
  const scans = details.filter((detail) => /^SCAN/.test(detail) && !/json_each|line|wanted|CONSTANT/.test(detail));
  expect(scans).toEqual([]);
  for (const index of ['promotions_general', 'promotions_sku', 'promotions_code', 'orders_phone', 'orders_owner']) {
    expect(details.join('\n'), index).toContain(index);
  }
});

test('a secret code, the sale of another SKU and what has long ended are not read', async () => {
  const { sku } = await givenProduct();
  const other = await givenProduct();
  const secret = await givenPromotion({ isListed: false });
  const listed = await givenPromotion();
  const sale = (of: string) =>
    givenPromotion({ kind: 'flash_sale', sku: of, rule: { type: 'price', pricePaise: 100 } });
  const [mine, theirs] = [await sale(sku), await sale(other.sku)];
  const old = await givenPromotion({ kind: 'cart' });
  await env.DB.prepare('UPDATE promotions SET valid_until_at = ? WHERE id = ?')
    .bind(Date.now() - 7_200_000, old.id)
    .run();
  const ctx = givenContext();
  const read = async (couponCode: string | null) => {
    const rows = await selectPromotions(ctx, { skus: [sku], couponCode, person: await personOf(ctx) });
    return promotionsOf(rows).map(({ id }) => id);
  };
  const ids = await read(null);
  expect(ids).toEqual(expect.arrayContaining([listed.id, mine.id]));
  for (const { id } of [secret, theirs, old]) expect(ids).not.toContain(id);
  expect(await read(secret.code)).toContain(secret.id);
});

test('a stored order is recomputed to the byte, whatever has become of its promotions', async () => {
  const { sku } = await givenProduct({ pricePaise: 99_900 });
  const { id } = await givenPromotion({ kind: 'product', eligibility: { skus: [sku] }, perPersonLimit: 9 });
  const buyer = await givenShopper({ sku, quantity: 2 });
  const { orderNo } = await placeOrder(buyer, checkoutOf(181_820), givenKey());
  await env.DB.prepare(`UPDATE promotions SET status = 'ended', rule = '{}' WHERE id = ?`).bind(id).run();
  const row = await env.DB.prepare('SELECT quote_input, quote FROM orders WHERE order_no = ?').bind(orderNo).first();
  expect(JSON.stringify(quote(JSON.parse(String(row?.quote_input))))).toBe(row?.quote);
});
