import type { StockAudit } from '../../../workers/stock/schemas.ts';
import { atOnce, times } from '../at-once.ts';
import { eventually, expectEqual, expectTrue, tally } from '../expect.ts';
import { CLIENTS, outcomeOf, type World } from '../world.ts';
import type { Case } from './case.ts';

const REFUSED = '409 out_of_stock';

export const stockCases: readonly Case[] = [
  { id: '1', title: 'stock 1, 200 buyers', run: (world) => lastPiece(world, 1) },
  { id: '1h', title: 'stock 1 of a SKU split over 4 objects, 200 buyers', run: (world) => lastPiece(world, 4) },
  { id: '2', title: 'stock 37, 500 buyers of 1–3', run: (world) => fewPieces(world, 1) },
  { id: '2h', title: 'stock 37 split over 4 objects, 500 buyers of 1–3', run: (world) => fewPieces(world, 4) },
  { id: '3', title: 'carts [A,B] and [B,A], stock 1 each, 100 times each', run: crossedCarts },
  { id: '4', title: 'two lines of 5 of one SKU with stock 5', run: twoLines },
  { id: '5', title: 'object = ledger = projection after the load', run: booksAgree },
  { id: '7', title: 'staff sets stock while 64 buyers hold it', run: setUnderHolds },
];

/** A SKU with so many pieces, split over so many objects. */
async function givenStock(world: World, stock: number, shards: number): Promise<string> {
  const sku = await world.given(stock);
  if (shards === 1) return sku;
  const split = await world.staff('POST', `/admin/stock/${sku}/split`, { shards });
  expectEqual('split', split.status, 200);
  return sku;
}

async function lastPiece(world: World, shards: number): Promise<string> {
  const sku = await givenStock(world, 1, shards);
  const buyers = await world.buyers(200, () => [{ sku }]);
  const grand = await world.grandPaise(buyers[0] ?? { cookie: '' }, 'stripe');
  const answers = await atOnce(
    buyers.map((buyer) => () => world.checkout(buyer, { paymentMethod: 'stripe', expectedGrandPaise: grand })),
  );
  const outcomes = tally(answers.map(outcomeOf));
  expectEqual('answers', outcomes, { '201': 1, [REFUSED]: 199 });
  expectEqual('level', await world.level(sku), { onHand: 1, reserved: 1 });
  return '1 order, 199 × 409 out_of_stock';
}

async function fewPieces(world: World, shards: number): Promise<string> {
  const sku = await givenStock(world, 37, shards);
  const quantities = times(500, () => world.dice.between(1, 3));
  const buyers = await world.buyers(500, (index) => [{ sku, quantity: quantities[index] ?? 1 }]);
  const answers = await atOnce(buyers.map((buyer) => () => world.checkout(buyer, { paymentMethod: 'stripe' })));
  let held = 0;
  let leastRefused = Number.POSITIVE_INFINITY;
  for (const [index, answer] of answers.entries()) {
    const quantity = quantities[index] ?? 0;
    if (answer.status === 201) held += quantity;
    else {
      expectEqual('a refusal', outcomeOf(answer), REFUSED);
      leastRefused = Math.min(leastRefused, quantity);
    }
  }
  expectTrue(`held ${held} of 37`, held <= 37);
  expectTrue(`left ${37 - held}, yet ${leastRefused} were refused`, 37 - held < leastRefused);
  expectEqual('level', await world.level(sku), { onHand: 37, reserved: held });
  return `${held} held by ${answers.filter((answer) => answer.status === 201).length} orders`;
}

async function crossedCarts(world: World): Promise<string> {
  const [a, b] = [await world.given(1), await world.given(1)];
  const buyers = await world.buyers(200, (index) =>
    index % 2 === 0 ? [{ sku: a }, { sku: b }] : [{ sku: b }, { sku: a }],
  );
  const answers = await atOnce(buyers.map((buyer) => () => world.checkout(buyer, { paymentMethod: 'stripe' })));
  const outcomes = tally(answers.map(outcomeOf));
  expectEqual(
    'kinds of answers',
    Object.keys(outcomes).filter((each) => each !== '201' && each !== REFUSED),
    [],
  );
  const won = outcomes['201'] ?? 0;
  expectTrue(`${won} orders for one piece`, won <= 1);
  // Whoever got only one of the two has given it back within a second.
  await eventually(
    'levels',
    async () => [await world.level(a), await world.level(b)],
    [
      { onHand: 1, reserved: won },
      { onHand: 1, reserved: won },
    ],
    1000,
  );
  return `${won} order, nothing half held`;
}

async function twoLines(world: World): Promise<string> {
  const sku = await world.given(5);
  const buyer = await world.buyer({ sku, quantity: 5 });
  const again = await world.as(buyer, 'POST', '/cart/items', { sku, quantity: 5 });
  const answer = await world.checkout(buyer, { paymentMethod: 'stripe' });
  const { reserved } = await world.level(sku);
  expectTrue(`${reserved} held of 5`, reserved <= 5);
  const quantity = world.books.count('SELECT COALESCE(SUM(quantity), 0) AS n FROM order_lines WHERE sku = ?', sku);
  const isRefused = again.status >= 400 ? answer.status === 201 && quantity === 5 : outcomeOf(answer) === REFUSED;
  expectTrue(`second line ${outcomeOf(again)}, checkout ${outcomeOf(answer)}, ordered ${quantity}`, isRefused);
  return `second five: ${outcomeOf(again)}, checkout: ${outcomeOf(answer)}`;
}

/** The audit of the shop itself, over everything that was touched so far. */
async function booksAgree(world: World): Promise<string> {
  const sku = await world.given(1000);
  const buyers = await world.buyers(CLIENTS * 3, () => [{ sku }]);
  await atOnce(
    buyers.map((buyer, index) => async () => {
      const { orderNo } = await world.order(buyer, { paymentMethod: index % 3 === 0 ? 'cod' : 'stripe' });
      if (index % 3 !== 1) return;
      const cancelled = await world.as(buyer, 'POST', `/orders/${orderNo}/cancel`, {});
      expectEqual('a cancellation', outcomeOf(cancelled), '200');
    }),
    CLIENTS,
  );
  return await auditStock(world);
}

/** Pages through the shop's own proof, until nothing differs and nothing is on its way. */
export async function auditStock(world: World): Promise<string> {
  let checked = 0;
  await eventually(
    'what differs',
    async () => {
      checked = 0;
      const found: string[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const answer = await world.staff('GET', `/admin/stock/audit${cursor === '' ? '' : `?cursor=${cursor}`}`);
        expectEqual('audit', answer.status, 200);
        const page = JSON.parse(answer.body) as StockAudit;
        checked += page.skus.length;
        found.push(...page.skus.flatMap(({ differences, pending }) => [...differences, ...pending]));
        cursor = page.nextCursor;
      }
      return found.slice(0, 3);
    },
    [],
    120_000,
  );
  return `${checked} SKUs, object = ledger = projection`;
}

async function setUnderHolds(world: World): Promise<string> {
  const sku = await world.given(CLIENTS);
  const buyers = await world.buyers(CLIENTS, () => [{ sku }]);
  const sets = times(CLIENTS, () => world.dice.between(0, 2 * CLIENTS));
  const [answers, setAnswers] = await Promise.all([
    atOnce(buyers.map((buyer) => () => world.checkout(buyer, { paymentMethod: 'stripe' }))),
    atOnce(
      sets.map((onHand) => async () => {
        const answer = await world.staff('POST', `/admin/stock/${sku}/adjustments`, { onHand, note: 'counted' });
        expectTrue(`set: ${outcomeOf(answer)}`, ['200', '409 stock_below_reserved'].includes(outcomeOf(answer)));
        return answer.status === 200;
      }),
      8,
    ),
  ]);
  const odd = answers.map(outcomeOf).filter((outcome) => outcome !== '201' && outcome !== REFUSED);
  expectEqual('checkouts that end otherwise', odd, []);
  const [held, made] = [answers.filter((answer) => answer.status === 201).length, setAnswers.filter(Boolean).length];
  expectTrue(`${held} held, ${made} sets made: that was no race`, held > 0 && made > 0);
  const level = await world.level(sku);
  expectEqual('reserved', level.reserved, held);
  expectTrue(`${level.onHand} on hand, ${level.reserved} promised`, level.onHand >= level.reserved);
  const below = await world.staff('POST', `/admin/stock/${sku}/adjustments`, { onHand: held - 1, note: 'too few' });
  expectEqual('a set below the promised', outcomeOf(below), '409 stock_below_reserved');
  return `${held} held through ${made} of ${sets.length} sets`;
}
