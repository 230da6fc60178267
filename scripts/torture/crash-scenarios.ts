import { randomUUID } from 'node:crypto';
import type { Failpoint } from '../../workers/failpoint.ts';
import { Broken, eventually } from './expect.ts';
import { deliver, stripeWebhook } from './webhooks.ts';
import type { Placed, World } from './world.ts';

/** When the cron is told that so much time has passed, a waiting order is over. */
const AFTER_HOLD_MS = 16 * 60_000;

/** What leads to a point, and what has to be true once the shop was killed there, started again and swept once. */
export interface Scenario {
  readonly points: readonly Failpoint[];
  /** Everything that is done before the point is armed. */
  prepare(world: World, sku: string): Promise<Act>;
}

export interface Act {
  /** Runs into the point; the answer never comes. */
  run(): Promise<unknown>;
  /** How the order stands in the end. */
  end(): unknown;
  readonly want: unknown;
  /** What is left on the shelf of the ten pieces, and promised. */
  readonly level: { readonly onHand: number; readonly reserved: number };
  /** How far the clock of the cron was ahead already. */
  readonly laterMs?: number;
}

export const scenarios: readonly Scenario[] = [
  {
    points: ['checkout.intended', 'checkout.held'],
    prepare: async (world, sku) => {
      const [buyer, key] = [await world.buyer({ sku }), randomUUID()];
      const again = () => world.checkout(buyer, { key, expectedGrandPaise: 101_900 });
      // The sweep has taken it back: the same request, sent again, is a new try.
      const end = async () => [(await again()).status, statuses(world, sku)];
      return { run: again, end, want: [201, ['cancelled', 'confirmed']], level: { onHand: 9, reserved: 0 } };
    },
  },
  {
    points: ['checkout.committed', 'stock.committed', 'invoice.numbered', 'invoice.stored'],
    prepare: async (world, sku) => {
      const [buyer, key] = [await world.buyer({ sku }), randomUUID()];
      const again = () => world.checkout(buyer, { key, expectedGrandPaise: 101_900 });
      const end = async () => [(await again()).status, statuses(world, sku), papers(world, sku)];
      return { run: again, end, want: [201, ['confirmed'], [1, 0]], level: { onHand: 9, reserved: 0 } };
    },
  },
  {
    points: ['cod.switched'],
    prepare: async (world, sku) => {
      const { buyer, orderNo } = await world.order(await world.buyer({ sku }), { paymentMethod: 'stripe' });
      const run = () =>
        world.as(buyer, 'POST', `/orders/${orderNo}/payment-method`, { method: 'cod', expectedGrandPaise: 101_900 });
      const end = () => [statuses(world, sku), papers(world, sku)];
      return { run, end, want: [['confirmed'], [1, 0]], level: { onHand: 9, reserved: 0 } };
    },
  },
  {
    points: ['capture.received', 'capture.applied'],
    prepare: async (world, sku) => {
      const order = await started(world, sku);
      const webhook = captureOf(order);
      const end = () => [statuses(world, sku), papers(world, sku)];
      return { run: () => deliver(world, webhook), end, want: [['paid'], [1, 0]], level: { onHand: 9, reserved: 0 } };
    },
  },
  {
    points: ['capture.held_again'],
    prepare: async (world, sku) => {
      const order = await started(world, sku);
      await world.tick(AFTER_HOLD_MS);
      const webhook = captureOf(order);
      const end = () => [statuses(world, sku), papers(world, sku)];
      const want = [['paid'], [1, 0]];
      const level = { onHand: 9, reserved: 0 };
      return { run: () => deliver(world, webhook), end, want, level, laterMs: AFTER_HOLD_MS };
    },
  },
  {
    points: ['cancel.applied', 'cancel.released', 'credit_note.numbered'],
    prepare: async (world, sku) => {
      const { buyer, orderNo } = await paid(world, sku);
      const run = () => world.as(buyer, 'POST', `/orders/${orderNo}/cancel`, {});
      const end = () => [statuses(world, sku), papers(world, sku), refunds(world, sku)];
      return { run, end, want: [['cancelled'], [1, 1], ['succeeded']], level: { onHand: 10, reserved: 0 } };
    },
  },
  {
    points: ['refund.requested', 'refund.asked', 'refund.applied'],
    prepare: async (world, sku) => {
      const { orderNo } = await paid(world, sku);
      const body = { amountPaise: 5000, note: 'crash' };
      const headers = { 'idempotency-key': randomUUID() };
      const again = () => world.staff('POST', `/admin/orders/${orderNo}/refunds`, body, headers);
      const end = async () => [(await again()).status < 300, refunds(world, sku)];
      return { run: again, end, want: [true, ['succeeded']], level: { onHand: 9, reserved: 0 } };
    },
  },
  {
    points: ['pack.applied'],
    prepare: (world, sku) => parcelAct(world, sku, [], 'pack', 'packed'),
  },
  {
    points: ['label.booked'],
    prepare: async (world, sku) => {
      const act = await parcelAct(world, sku, ['pack'], 'label', 'packed');
      // The carrier has one parcel, and the shop its number.
      const end = async () => [await act.end(), await hasOneBooking(world, sku)];
      return { ...act, end, want: [act.want, true] };
    },
  },
  {
    points: ['ship.applied'],
    prepare: (world, sku) => parcelAct(world, sku, ['pack', 'label'], 'ship', 'shipped'),
  },
  {
    points: ['deliver.applied'],
    prepare: (world, sku) => parcelAct(world, sku, ['pack', 'label', 'ship'], 'deliver', 'delivered'),
  },
  {
    points: ['come_back.applied'],
    prepare: async (world, sku) => {
      const act = await parcelAct(world, sku, ['pack', 'label', 'ship', 'turn-back'], 'come-back', 'rto_received');
      return { ...act, level: { onHand: 10, reserved: 0 } };
    },
  },
];

type Waiting = Placed & { readonly gatewayRef: string };

async function started(world: World, sku: string): Promise<Waiting> {
  const placed = await world.order(await world.buyer({ sku }), { paymentMethod: 'stripe' });
  const answer = await world.as(placed.buyer, 'POST', `/payments/${placed.orderNo}/create-intent`, {
    gateway: 'stripe',
  });
  return { ...placed, gatewayRef: (JSON.parse(answer.body) as { gatewayRef: string }).gatewayRef };
}

function captureOf({ gatewayRef, grandPaise }: Waiting) {
  return stripeWebhook('payment_intent.succeeded', { gatewayRef, amountPaise: grandPaise });
}

/** Paid through the sandbox, its invoice written. */
async function paid(world: World, sku: string): Promise<Placed> {
  const order = await started(world, sku);
  await world.sandbox('POST', `/control/stripe/intents/${order.gatewayRef}`, { outcome: 'success' });
  await eventually('paid and invoiced', () => [statuses(world, sku), papers(world, sku)], [['paid'], [1, 0]]);
  return order;
}

/** A cash order whose parcel has come so far, and the step that is killed; a repeat of the step afterwards finds it done. */
async function parcelAct(
  world: World,
  sku: string,
  before: readonly string[],
  step: string,
  want: string,
): Promise<Act> {
  const { orderId } = await world.order(await world.buyer({ sku }));
  const id = world.books.one<{ id: string }>('SELECT id FROM fulfilments WHERE order_id = ?', orderId)?.id ?? '';
  const post = (name: string) => world.staff('POST', `/fulfilments/${id}/${name}`, name === 'ship' ? {} : undefined);
  for (const name of before) {
    const answer = await post(name);
    if (answer.status !== 200) throw new Broken(`${name}: ${answer.status} ${answer.body}`);
  }
  const end = async () => {
    const again = await post(step);
    const row = world.books.one<{ status: string }>('SELECT status FROM fulfilments WHERE id = ?', id);
    return [[200, 409].includes(again.status), row?.status];
  };
  return { run: () => post(step), end, want: [true, want], level: { onHand: 9, reserved: 0 } };
}

/** Whether the number of the parcel is the one under which the carrier has it. */
async function hasOneBooking(world: World, sku: string): Promise<boolean> {
  const [parcel] = world.books.all<{ id: string; awb: string | null }>(
    'SELECT f.id, f.awb FROM fulfilments f JOIN order_lines l ON l.fulfilment_id = f.id WHERE l.sku = ?',
    sku,
  );
  const { parcels } = await world.sandbox<{ parcels: { awb: string }[] }>(
    'GET',
    `/control/carrier/parcels?ref=${parcel?.id}`,
  );
  return parcel?.awb !== null && parcels.length === 1 && parcels[0]?.awb === parcel?.awb;
}

function statuses(world: World, sku: string): string[] {
  return world.books
    .all<{ status: string }>(
      'SELECT o.status FROM orders o JOIN order_lines l ON l.order_id = o.id WHERE l.sku = ? ORDER BY o.status',
      sku,
    )
    .map(({ status }) => status);
}

/** Invoices and credit notes with their documents. */
function papers(world: World, sku: string): number[] {
  return ['invoices', 'credit_notes'].map((table) =>
    world.books.count(
      `SELECT COUNT(*) AS n FROM ${table} WHERE document_key IS NOT NULL
       AND order_id IN (SELECT order_id FROM order_lines WHERE sku = ?)`,
      sku,
    ),
  );
}

function refunds(world: World, sku: string): string[] {
  return world.books
    .all<{ status: string }>(
      'SELECT r.status FROM refunds r JOIN order_lines l ON l.order_id = r.order_id WHERE l.sku = ?',
      sku,
    )
    .map(({ status }) => status);
}
