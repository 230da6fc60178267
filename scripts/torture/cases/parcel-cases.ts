import { atOnce, times } from '../at-once.ts';
import { eventually, expectEqual } from '../expect.ts';
import type { Placed, World } from '../world.ts';
import type { Case } from './case.ts';

const PARCELS = 16;

export const parcelCases: readonly Case[] = [
  { id: 'carrier', title: `${PARCELS} parcels by the carrier, each word three times and newest first`, run: carried },
];

interface Parcel extends Placed {
  readonly fulfilmentId: string;
  readonly awb: string;
}

/** Half of them arrive and are paid in cash, half come back to their seller. */
async function carried(world: World): Promise<string> {
  const sku = await world.given(PARCELS);
  const buyers = await world.buyers(PARCELS, () => [{ sku }]);
  const parcels = await atOnce(buyers.map((buyer) => () => handedOver(world, buyer)));
  await world.sandbox('POST', '/webhooks/switches.json', { repeat: 3, reorder: true });
  try {
    await atOnce(
      parcels.map(({ awb }, index) => async () => {
        const last = isTaken(index) ? 'delivered' : 'rto_started';
        for (const event of ['picked_up', 'out_for_delivery', last]) {
          await world.sandbox('POST', `/control/carrier/parcels/${awb}`, { event });
        }
      }),
    );
    await eventually(
      'parcels',
      () => states(world, parcels),
      parcels.map((_, index) => (isTaken(index) ? 'delivered' : 'rto')),
    );
  } finally {
    await world.sandbox('POST', '/webhooks/switches.json', {});
  }
  await atOnce(
    parcels
      .filter((_, index) => !isTaken(index))
      .flatMap(({ fulfilmentId }) =>
        times(3, () => () => world.staff('POST', `/fulfilments/${fulfilmentId}/come-back`)),
      ),
  );
  const half = PARCELS / 2;
  await eventually('the shelf', () => world.level(sku), { onHand: half, reserved: 0 });
  const payments = world.books.all<{ status: string; n: number }>(
    `SELECT p.status, COUNT(*) AS n FROM payments p JOIN order_lines l ON l.order_id = p.order_id
     WHERE l.sku = ? GROUP BY p.status ORDER BY p.status`,
    sku,
  );
  expectEqual('payments', payments, [
    { status: 'cod_collected', n: half },
    { status: 'cod_void', n: half },
  ]);
  return `${half} delivered and collected, ${half} came back and are on the shelf once`;
}

const isTaken = (index: number) => index % 2 === 0;

/** Ordered in cash, packed, and booked with the carrier. */
async function handedOver(world: World, buyer: Placed['buyer']): Promise<Parcel> {
  const placed = await world.order(buyer);
  const { orderId } = placed;
  const fulfilmentId =
    world.books.one<{ id: string }>('SELECT id FROM fulfilments WHERE order_id = ?', orderId)?.id ?? '';
  for (const step of ['pack', 'label']) {
    expectEqual(step, (await world.staff('POST', `/fulfilments/${fulfilmentId}/${step}`)).status, 200);
  }
  const awb = world.books.one<{ awb: string }>('SELECT awb FROM fulfilments WHERE id = ?', fulfilmentId)?.awb ?? '';
  return { ...placed, fulfilmentId, awb };
}

function states(world: World, parcels: readonly Parcel[]): (string | undefined)[] {
  return parcels.map(
    ({ fulfilmentId }) =>
      world.books.one<{ status: string }>('SELECT status FROM fulfilments WHERE id = ?', fulfilmentId)?.status,
  );
}
