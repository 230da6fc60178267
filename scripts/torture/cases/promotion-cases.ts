import { randomUUID } from 'node:crypto';
import { atOnce, times } from '../at-once.ts';
import { expectEqual, expectTrue, tally } from '../expect.ts';
import { type Buyer, outcomeOf, type World } from '../world.ts';
import type { Case } from './case.ts';

const LIMIT = 100;
const BUYERS = 300;
const CAP = 37;

export const promotionCases: readonly Case[] = [
  { id: '23', title: `coupon limit ${LIMIT}, ${BUYERS} buyers; what expires returns its use once`, run: lastUses },
  { id: '23f', title: `flash sale of ${CAP} pieces, ${BUYERS} buyers of 1–3`, run: lastPieces },
  { id: '24', title: 'one coupon 10 times at once on one cart', run: oneDiscount },
];

const HOUR_MS = 3_600_000;

/** A promotion that runs now. Returns its id. */
async function given(world: World, promotion: object): Promise<string> {
  const now = Date.now();
  const answer = await world.staff('POST', '/admin/promotions', {
    name: 'Torture',
    validFrom: new Date(now - HOUR_MS).toISOString(),
    validUntil: new Date(now + HOUR_MS).toISOString(),
    ...promotion,
  });
  expectEqual('promotion', answer.status, 201);
  return (JSON.parse(answer.body) as { id: string }).id;
}

async function givenCoupon(world: World, limits: object) {
  const code = `T${randomUUID().slice(0, 8).toUpperCase()}`;
  const rule = { type: 'flat', amountPaise: 10_000 };
  return { code, id: await given(world, { kind: 'coupon', code, rule, ...limits }) };
}

async function apply(world: World, buyer: Buyer, code: string): Promise<void> {
  const applied = await world.as(buyer, 'POST', '/cart/apply-coupon', { code });
  expectEqual('coupon applied', applied.status, 200);
}

/** By the counter, and by the uses that stand. */
function usesOf(world: World, id: string) {
  const count = world.books.count('SELECT used_count AS n FROM promotions WHERE id = ?', id);
  const taken = world.books.count(
    `SELECT COALESCE(SUM(quantity), 0) AS n FROM promotion_uses WHERE promotion_id = ? AND state = 'taken'`,
    id,
  );
  return { count, taken };
}

async function lastUses(world: World): Promise<string> {
  const sku = await world.given(BUYERS);
  const { code, id } = await givenCoupon(world, { usageLimit: LIMIT });
  const buyers = await world.buyers(BUYERS, () => [{ sku }]);
  await atOnce(buyers.map((buyer) => () => apply(world, buyer, code)));
  const grand = await world.grandPaise(buyers[0] ?? { cookie: '' }, 'stripe');
  const answers = await atOnce(
    buyers.map((buyer) => () => world.checkout(buyer, { paymentMethod: 'stripe', expectedGrandPaise: grand })),
  );
  expectEqual('answers', tally(answers.map(outcomeOf)), { '201': LIMIT, '409 coupon_used_up': BUYERS - LIMIT });
  expectEqual('uses', usesOf(world, id), { count: LIMIT, taken: LIMIT });
  // Nobody pays: all of them come back, however many sweeps run at once.
  await atOnce(times(4, () => () => world.tick(16 * 60_000)));
  await world.tick(16 * 60_000);
  expectEqual('uses after the expiry', usesOf(world, id), { count: 0, taken: 0 });
  return `${LIMIT} orders, ${BUYERS - LIMIT} × 409 coupon_used_up, all uses back`;
}

async function lastPieces(world: World): Promise<string> {
  const sku = await world.given(2 * BUYERS);
  const rule = { type: 'price', pricePaise: 59_900 };
  const id = await given(world, { kind: 'flash_sale', sku, rule, usageLimit: CAP });
  const quantities = times(BUYERS, () => world.dice.between(1, 3));
  const buyers = await world.buyers(BUYERS, (index) => [{ sku, quantity: quantities[index] ?? 1 }]);
  // Everybody has seen the flash price, for all their pieces.
  const seen = await atOnce(buyers.map((buyer) => () => world.grandPaise(buyer, 'stripe')));
  const answers = await atOnce(
    buyers.map(
      (buyer, index) => () => world.checkout(buyer, { paymentMethod: 'stripe', expectedGrandPaise: seen[index] ?? 0 }),
    ),
  );
  const sold = quantities.filter((_, index) => answers[index]?.status === 201).reduce((sum, each) => sum + each, 0);
  const refused = answers.filter(({ status }) => status !== 201);
  expectEqual('refusals', tally(refused.map(outcomeOf)), { '409 flash_sold_out': refused.length });
  expectTrue(`${sold} of ${CAP} pieces`, sold <= CAP);
  expectEqual('uses', usesOf(world, id), { count: sold, taken: sold });
  return `${sold} of ${CAP} pieces, ${refused.length} × 409 flash_sold_out`;
}

async function oneDiscount(world: World): Promise<string> {
  const sku = await world.given(5);
  const { code, id } = await givenCoupon(world, {});
  const buyer = await world.buyer({ sku });
  const before = await world.grandPaise(buyer, 'stripe');
  await atOnce(times(10, () => () => apply(world, buyer, code)));
  const after = await world.grandPaise(buyer, 'stripe');
  expectEqual('discount', before - after, 10_000);
  await world.order(buyer, { paymentMethod: 'stripe', expectedGrandPaise: after });
  expectEqual('uses', usesOf(world, id), { count: 1, taken: 1 });
  return 'one discount, one use';
}
