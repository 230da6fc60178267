import { randomUUID } from 'node:crypto';
import { type FulfilmentEvent, type FulfilmentStatus, fulfilmentMachine } from '../../../workers/domain/fulfilment.ts';
import { financialYearOf } from '../../../workers/domain/invoice-number.ts';
import { atOnce, pause, times } from '../at-once.ts';
import { eventually, expectEqual, expectTrue, tally } from '../expect.ts';
import { CLIENTS, outcomeOf, type Placed, type World } from '../world.ts';
import type { Case } from './case.ts';

const RACES = 1000;
const SHIP_SPREAD_MS = 150;
const INVOICES = 1000;

export const orderCases: readonly Case[] = [
  { id: '17', title: 'one key 20 times, another body, two tabs', run: sameKey },
  { id: '19', title: 'the price moves between cart and checkout', run: priceMoves },
  { id: '20', title: `cancel against ship × ${RACES}`, run: cancelAgainstShip },
  { id: '21', title: 'random events in random order on real orders', run: randomEvents },
  { id: '22', title: 'quantities that are none', run: badQuantities },
  { id: '31', title: `${INVOICES} invoices over 5 GSTINs at once`, run: invoiceSeries },
];

async function sameKey(world: World): Promise<string> {
  const sku = await world.given(10);
  const buyer = await world.buyer({ sku });
  const [key, grand] = [randomUUID(), await world.grandPaise(buyer, 'cod')];
  const answers = await atOnce(times(20, () => () => world.checkout(buyer, { key, expectedGrandPaise: grand })));
  expectEqual('20 submits', tally(answers.map(outcomeOf)), { '201': 20 });
  expectEqual('orders named', new Set(answers.map((answer) => JSON.parse(answer.body).orderNo)).size, 1);
  const other = await world.checkout(buyer, { key, expectedGrandPaise: grand, email: 'other@haat.test' });
  expectEqual('another body', outcomeOf(other), '422 idempotency_key_reused');

  const tabs = await world.buyer({ sku });
  const two = await atOnce(times(2, () => () => world.checkout(tabs, { paymentMethod: 'stripe' })));
  expectEqual('two tabs', tally(two.map(outcomeOf)), { '201': 1, '409 cart_already_ordered': 1 });
  expectEqual(
    'orders',
    world.books.count('SELECT COUNT(DISTINCT order_id) AS n FROM order_lines WHERE sku = ?', sku),
    2,
  );
  return '20 × the same order, 422, one order of two tabs';
}

async function priceMoves(world: World): Promise<string> {
  const sku = await world.given(5);
  const buyer = await world.buyer({ sku });
  const seen = await world.grandPaise(buyer, 'stripe');
  await world.reprice(sku, 109_900);
  const answer = await world.checkout(buyer, { paymentMethod: 'stripe', expectedGrandPaise: seen });
  expectEqual('checkout', outcomeOf(answer), '409 price_changed');
  const problem = JSON.parse(answer.body) as { expectedGrandPaise: number; grandPaise: number; lines: unknown };
  expectEqual('both prices', [problem.expectedGrandPaise, problem.grandPaise], [99_900, 109_900]);
  expectEqual('lines', problem.lines, [{ sku, seenPricePaise: 99_900, pricePaise: 109_900 }]);
  expectEqual('level', await world.level(sku), { onHand: 5, reserved: 0 });
  return '409 with 99900 and 109900';
}

/** Confirmed orders whose one parcel is packed. */
async function packedOrders(world: World, sku: string, count: number) {
  const buyers = await world.buyers(count, () => [{ sku }]);
  const grand = await world.grandPaise(buyers[0] ?? { cookie: '' }, 'cod');
  return await atOnce(
    buyers.map((buyer) => async () => {
      const placed = await world.order(buyer, { expectedGrandPaise: grand });
      const fulfilmentId = parcelsOf(world, placed)[0] ?? '';
      const packed = await world.staff('POST', `/fulfilments/${fulfilmentId}/pack`);
      expectTrue(`pack: ${outcomeOf(packed)}`, packed.status === 200 || packed.wasLost === true);
      return { ...placed, fulfilmentId };
    }),
    CLIENTS,
  );
}

function parcelsOf(world: World, { orderId }: Placed): string[] {
  return world.books
    .all<{ id: string }>('SELECT id FROM fulfilments WHERE order_id = ? ORDER BY id', orderId)
    .map((row) => row.id);
}

async function cancelAgainstShip(world: World): Promise<string> {
  const sku = await world.given(RACES);
  const orders = await packedOrders(world, sku, RACES);
  const winners = await atOnce(
    orders.map(({ buyer, orderNo, fulfilmentId }, index) => async () => {
      const ship = async () => {
        // A cancellation reads more before it writes: some head start makes it an even race.
        await pause(world.dice.between(0, SHIP_SPREAD_MS));
        return await world.staff('POST', `/fulfilments/${fulfilmentId}/ship`, {
          carrier: 'torture',
          awb: `T${randomUUID()}`,
        });
      };
      const cancel = () => world.as(buyer, 'POST', `/orders/${orderNo}/cancel`, {});
      const both = index % 2 === 0 ? [ship, cancel] : [cancel, ship];
      const answers = await Promise.all(both.map((ask) => ask()));
      const [shipped, cancelled] = index % 2 === 0 ? answers : answers.toReversed();
      // Who asked twice may have lost against themselves: then the books say who had won.
      if (answers.some((answer) => answer.wasLost)) {
        return world.books.one<{ status: string }>('SELECT status FROM fulfilments WHERE id = ?', fulfilmentId)?.status;
      }
      const outcome = [shipped?.status, cancelled?.status].join(' ');
      expectTrue(`ship and cancel: ${answers.map(outcomeOf).join(', ')}`, ['200 409', '409 200'].includes(outcome));
      return shipped?.status === 200 ? 'shipped' : 'cancelled';
    }),
    CLIENTS,
  );
  const won = tally(winners.map(String));
  expectEqual('both sides win', Object.keys(won), ['cancelled', 'shipped']);
  const states = world.books.all<{ state: string; n: number }>(
    `SELECT f.status || '/' || o.status AS state, COUNT(*) AS n FROM fulfilments f JOIN orders o ON o.id = f.order_id
     WHERE o.id IN (SELECT order_id FROM order_lines WHERE sku = ?) GROUP BY 1 ORDER BY 1`,
    sku,
  );
  expectEqual(
    'states',
    Object.fromEntries(states.map(({ state, n }) => [state, n])),
    Object.fromEntries(
      [
        ['cancelled/cancelled', won.cancelled ?? 0],
        ['shipped/confirmed', won.shipped ?? 0],
      ].filter(([, n]) => n !== 0),
    ),
  );
  await eventually('restocked once', () => world.level(sku), { onHand: won.cancelled ?? 0, reserved: 0 }, 180_000);
  return `${won.shipped ?? 0} shipped, ${won.cancelled ?? 0} cancelled and restocked`;
}

/** What anybody may try on an order, whatever its state: the machines let only their own transitions through. */
async function randomEvents(world: World): Promise<string> {
  const sku = await world.given(CLIENTS);
  const orders = await packedOrders(world, sku, CLIENTS);
  let accepted = 0;
  await atOnce(
    orders.map(({ buyer, orderNo, fulfilmentId }) => async () => {
      const tries = times(12, () =>
        world.dice.pick(['pack', 'ship', 'deliver', 'turn-back', 'come-back', 'cancel', 'pack', 'deliver']),
      );
      for (const event of tries) {
        const answer =
          event === 'cancel'
            ? await world.as(buyer, 'POST', `/orders/${orderNo}/cancel`, {})
            : await world.staff(
                'POST',
                `/fulfilments/${fulfilmentId}/${event}`,
                event === 'ship' ? { carrier: 'torture', awb: `T${fulfilmentId.slice(-20)}` } : undefined,
              );
        expectTrue(`${event}: ${outcomeOf(answer)}`, [200, 409].includes(answer.status));
        if (answer.status === 200) accepted += 1;
      }
    }),
    CLIENTS,
  );
  const ids = JSON.stringify(orders.map(({ orderId }) => orderId));
  const broken = world.books.all(
    `WITH steps AS (
       SELECT machine, COALESCE(subject_id, order_id) AS subject, from_status, to_status,
         LAG(to_status) OVER (PARTITION BY machine, COALESCE(subject_id, order_id) ORDER BY rowid) AS before
       FROM order_events WHERE order_id IN (SELECT value FROM json_each(?)))
     SELECT * FROM steps WHERE before IS NOT NULL AND from_status IS NOT before LIMIT 3`,
    ids,
  );
  expectEqual('a log whose steps do not follow each other', broken, []);
  const drifted = world.books.all(
    `SELECT f.id, f.status, (SELECT to_status FROM order_events e WHERE e.subject_id = f.id ORDER BY e.rowid DESC LIMIT 1) AS logged
     FROM fulfilments f WHERE f.order_id IN (SELECT value FROM json_each(?)) AND f.status IS NOT logged LIMIT 3`,
    ids,
  );
  expectEqual('a parcel that is elsewhere than its log', drifted, []);
  const steps = world.books.all<{ event: FulfilmentEvent; came: FulfilmentStatus; went: FulfilmentStatus }>(
    `SELECT event, from_status AS came, to_status AS went FROM order_events
     WHERE machine = 'fulfilment' AND order_id IN (SELECT value FROM json_each(?))`,
    ids,
  );
  const illegal = steps.filter(({ event, came, went }) => fulfilmentMachine.transitions[came][event] !== went);
  expectEqual('steps that the machine does not know', illegal, []);
  // Beside the packing before the race: what was answered with 200 twice was done once.
  const taken = steps.length - orders.length;
  expectTrue(`${taken} steps in the log, ${accepted} accepted`, taken > 0 && taken <= accepted);
  return `${orders.length} orders × 12 events, ${accepted} accepted, ${taken} steps, all in the machine`;
}

async function badQuantities(world: World): Promise<string> {
  const sku = await world.given(5);
  const buyer = await world.buyer({ sku });
  const before = (await world.as(buyer, 'GET', '/cart')).body;
  const bad: readonly unknown[] = [0, -1, 1.5, 1e9, '1', 'NaN', null, [1], {}];
  for (const quantity of bad) {
    for (const [method, path, body] of [
      ['POST', '/cart/items', { sku, quantity }],
      ['PATCH', `/cart/items/${sku}`, { quantity }],
    ] as const) {
      const answer = await world.as(buyer, method, path, body);
      const named = (JSON.parse(answer.body) as { errors?: { field: string }[] }).errors?.[0]?.field;
      expectEqual(`${method} ${JSON.stringify(quantity)}`, [answer.status, named], [422, 'quantity']);
    }
  }
  expectEqual('the cart', (await world.as(buyer, 'GET', '/cart')).body, before);
  return `${bad.length} kinds, 422 with the field, cart untouched`;
}

async function invoiceSeries(world: World): Promise<string> {
  const skus = await Promise.all(times(5, (seller) => world.given(INVOICES / 5, { seller })));
  const buyers = await world.buyers(INVOICES, (index) => [{ sku: skus[index % 5] ?? '' }]);
  const answers = await atOnce(
    buyers.map((buyer) => () => world.checkout(buyer, { expectedGrandPaise: 101_900 })),
    CLIENTS,
  );
  expectEqual('orders', tally(answers.map(outcomeOf)), { '201': INVOICES });
  const of = JSON.stringify(skus);
  await eventually(
    'invoices',
    () =>
      world.books.count(
        `SELECT COUNT(*) AS n FROM invoices i JOIN order_lines l ON l.fulfilment_id = i.fulfilment_id
         WHERE l.sku IN (SELECT value FROM json_each(?)) AND i.document_key IS NOT NULL`,
        of,
      ),
    INVOICES,
    300_000,
  );
  const series = world.books.all<{ gaps: number; n: number }>(
    `SELECT MAX(serial) - COUNT(*) AS gaps, COUNT(*) AS n FROM invoices GROUP BY gstin, financial_year`,
  );
  expectEqual(
    'gaps',
    series.filter(({ gaps }) => gaps !== 0),
    [],
  );
  const ours = world.books.all<{ n: number }>(
    `SELECT COUNT(DISTINCT i.id) AS n FROM invoices i JOIN order_lines l ON l.fulfilment_id = i.fulfilment_id
     WHERE l.sku IN (SELECT value FROM json_each(?)) GROUP BY i.gstin`,
    of,
  );
  expectEqual(
    'invoices of each GSTIN',
    ours,
    times(5, () => ({ n: INVOICES / 5 })),
  );
  const turn = Date.parse('2027-03-31T18:30:00Z');
  expectEqual('financial year', [financialYearOf(turn - 1), financialYearOf(turn)], ['2627', '2728']);
  return `${series.length} series without a gap`;
}
