import { env } from 'cloudflare:workers';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { givenPincode, givenProduct } from '../../test/builders/catalog.ts';
import { givenGateway } from '../../test/builders/gateway.ts';
import { balancesOf, expectBalancedBooks } from '../../test/builders/ledger.ts';
import { givenPromotion, usesOf } from '../../test/builders/promotion.ts';
import { checkoutOf, givenKey, givenShopper } from '../../test/builders/shopper.ts';
import { listPaymentMethods } from '../checkout/list-payment-methods.ts';
import { placeOrder } from '../checkout/place-order.ts';
import { previewCheckout, previewMethods } from '../checkout/preview-checkout.ts';
import { switchToCash } from '../checkout/switch-to-cash.ts';
import { COD_FEE_PAISE } from '../domain/delivery.ts';
import { cancelOrder } from '../orders/cancel-order.ts';
import { findOrder } from '../orders/queries.ts';
import { startPayment } from '../payments/start-payment.ts';
import { endPromotion } from './switch-promotion.ts';

const PRICE = 99_900;
const BANK = 5_000;

beforeAll(() => givenPincode('560001'));

let sku = '';
let bank = '';
let rule = '';
beforeEach(async () => {
  ({ sku } = await givenProduct({ pricePaise: PRICE, mrpPaise: 149_900, stock: 20 }));
  const eligibility = { skus: [sku] };
  bank = (
    await givenPromotion({
      ...{ kind: 'bank_offer', rule: { type: 'flat', amountPaise: BANK }, perPersonLimit: 5 },
      eligibility: { ...eligibility, paymentMethods: ['stripe'] },
    })
  ).id;
  const half = { sellerBps: 5000, bankBps: 0 };
  rule = (
    await givenPromotion({ kind: 'cart', rule: { type: 'flat', amountPaise: 10_001 }, eligibility, bearer: half })
  ).id;
});

const ONLINE = PRICE - 10_001 - BANK;
const CASH = PRICE - 10_001 + COD_FEE_PAISE;

async function givenOrder() {
  const shopper = await givenShopper({ sku });
  const { orderNo } = await placeOrder(shopper, checkoutOf(ONLINE, { paymentMethod: 'stripe' }), givenKey());
  return { shopper, orderNo };
}

test('each way to pay has its own sums before the order', async () => {
  const shopper = await givenShopper({ sku });
  const previews = await previewMethods(shopper, { pincode: '560001' }, ['stripe', 'razorpay', 'cod']);
  expect([...previews].map(([way, { totals }]) => [way, totals.grandPaise, totals.bankOfferPaise])).toEqual([
    ['stripe', ONLINE, BANK],
    ['razorpay', ONLINE + BANK, 0],
    ['cod', CASH, 0],
  ]);
  // Before a way is chosen, the offer is near.
  const { cart } = await previewCheckout(shopper, {});
  expect(cart.declined).toMatchObject([{ reason: 'payment_method' }]);
});

test('an order with an offer for one gateway is paid there, or in cash without it', async () => {
  const { shopper, orderNo } = await givenOrder();
  const methods = await listPaymentMethods(shopper, orderNo);
  expect(new Set(methods.online.map(({ gateway }) => gateway))).toEqual(new Set(['stripe']));
  expect(methods.cash).toMatchObject({ refusal: null, grandPaise: CASH });
  const razorpay = givenGateway('razorpay').gateway;
  await expect(startPayment(shopper, orderNo, {}, razorpay)).rejects.toMatchObject({ code: 'validation_failed' });
  await expect(startPayment(shopper, orderNo, {}, givenGateway('stripe').gateway)).resolves.toMatchObject({
    amountPaise: ONLINE,
  });
});

test('cash instead: the bank’s offer falls away and its use comes back, the rest stays', async () => {
  const { shopper, orderNo } = await givenOrder();
  expect([await usesOf(bank), await usesOf(rule)]).toMatchObject([{ count: 1 }, { count: 1 }]);
  // What has ended since stays with the order that holds it.
  await endPromotion({ ...shopper, actor: { kind: 'system', name: 'test' } }, rule);
  await Promise.all([switchToCash(shopper, orderNo, CASH), switchToCash(shopper, orderNo, CASH)]);
  expect([await usesOf(bank), await usesOf(rule)]).toMatchObject([
    { count: 0, orders: 0 },
    { count: 1, orders: 1 },
  ]);
  const order = await findOrder(shopper, orderNo);
  expect(order).toMatchObject({
    cashDuePaise: CASH,
    totals: { bankOfferPaise: 0, promotionPaise: 10_001, grandPaise: CASH },
    adjustments: [{ kind: 'cart', amountPaise: 10_001 }],
  });
  expect(order.fulfilments[0]?.lines[0]?.paidPaise).toBe(PRICE - 10_001);
  const { id, seller_paise: sellerPaise } = (await env.DB.prepare(
    'SELECT order_id AS id, seller_paise FROM promotion_uses WHERE promotion_id = ?',
  )
    .bind(rule)
    .first()) as { id: string; seller_paise: number };
  expect(sellerPaise).toBe(5001);
  expect(await balancesOf(id)).toMatchObject({ cod_receivable: CASH });
  await cancelOrder(shopper, orderNo);
  expect(await findOrder(shopper, orderNo)).toMatchObject({ cashDuePaise: 0, cancelledPaise: CASH });
  // What came back with the change is not given back a second time.
  expect([await usesOf(bank), await usesOf(rule)]).toMatchObject([{ count: 0 }, { count: 0 }]);
  await expectBalancedBooks();
});

test('an order stores what it was quoted from, and nothing that is not for it', async () => {
  const other = await givenPromotion({
    kind: 'product',
    eligibility: { brandSlugs: ['haat-basics'], skus: ['X'] },
  }).catch(() => null);
  expect(other).toBeNull();
  const { orderNo } = await givenOrder();
  const stored = await env.DB.prepare('SELECT quote_input FROM orders WHERE order_no = ?')
    .bind(orderNo)
    .first<string>('quote_input');
  const { promotions } = JSON.parse(stored ?? '') as { promotions: { id: string }[] };
  expect(promotions.map(({ id }) => id).toSorted()).toEqual([bank, rule].toSorted());
});
