import { describe, expect, test } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { countWrites, givenMember, givenParcels } from '../../test/builders/fulfilment.ts';
import { givenUserActor } from '../../test/builders/person.ts';
import { givenStaff } from '../../test/builders/staff.ts';
import type { Context } from '../context.ts';
import { STAFF_JOBS } from '../domain/role.ts';
import { deliverFulfilment } from './deliver-fulfilment.ts';
import { labelFulfilment } from './label-fulfilment.ts';
import { packFulfilment } from './pack-fulfilment.ts';
import { findParcel, listParcels } from './queries.ts';
import { receiveRto } from './receive-rto.ts';
import { shipFulfilment } from './ship-fulfilment.ts';
import { openPaper } from './store-papers.ts';
import { turnBackFulfilment } from './turn-back-fulfilment.ts';

/** What a refusal is called; a step that the parcel is not ready for has passed the question who may. */
async function refusalOf(step: Promise<unknown>): Promise<string | null> {
  try {
    await step;
    return null;
  } catch (error) {
    const { code = String(error) } = error as { code?: string };
    return ['illegal_transition', 'misconfigured', 'validation_failed'].includes(code) ? null : code;
  }
}

type Step = (ctx: Context, id: string) => Promise<unknown>;

const steps: Readonly<Record<string, Step>> = {
  list: (ctx) => listParcels(ctx, {}),
  find: findParcel,
  paper: (ctx, id) =>
    openPaper(ctx, id, 'label').catch((error: Error) => {
      // Seen, and nothing printed: not what a stranger is told.
      if (!error.message.startsWith('Nothing has been printed')) throw error;
    }),
  pack: packFulfilment,
  label: (ctx, id) => labelFulfilment(ctx, id),
  ship: (ctx, id) => shipFulfilment(ctx, id, {}),
  'come-back': receiveRto,
  deliver: deliverFulfilment,
  'turn-back': turnBackFulfilment,
};

/** A delivered parcel takes no step at all: only who asks makes a difference. */
const given = await givenParcels({ parcelStatus: 'delivered' });

async function refusals(ctx: Context): Promise<Readonly<Record<string, string | null>>> {
  const result: Record<string, string | null> = {};
  for (const [name, step] of Object.entries(steps)) result[name] = await refusalOf(step(ctx, given.id));
  return result;
}

const NONE = Object.fromEntries(Object.keys(steps).map((name) => [name, null]));
const everything = (code: string) => Object.fromEntries(Object.keys(steps).map((name) => [name, code]));
const ofStaff = { deliver: 'forbidden', 'turn-back': 'forbidden' };

describe('a parcel', () => {
  test.each([
    ['owner', { ...NONE, ...ofStaff }],
    ['manager', { ...NONE, ...ofStaff }],
    ['packer', { ...NONE, ...ofStaff, 'come-back': 'forbidden' }],
  ] as const)('of its seller is in the hands of the %s', async (role, wanted) => {
    expect(await refusals(await givenMember(given.sellerId, { role }))).toEqual(wanted);
  });

  test('does not exist for another seller, nor for a member who is no longer one by role', async () => {
    const others = (await givenParcels()).sellerId;
    const missing = { ...everything('not_found'), list: null };
    expect(await refusals(await givenMember(others, { role: 'owner' }))).toEqual(missing);
    const left = await givenMember(given.sellerId, { role: 'owner' });
    if (left.actor.kind !== 'user') throw new Error('a member is a user');
    const shopper = givenContext({ actor: { ...left.actor, role: 'shopper' } });
    expect(await refusals(shopper)).toEqual({ ...everything('not_found'), list: 'forbidden' });
  });

  test('is for staff with orders.fulfil and a second factor, and for no other staff', async () => {
    const before = await countWrites();
    expect(await refusals(givenStaff({ permissions: ['orders.fulfil'] }))).toEqual(NONE);
    expect(await refusals(givenStaff({ permissions: STAFF_JOBS.support }))).toEqual(everything('forbidden'));
    expect(await refusals(givenStaff({ permissions: [] }))).toEqual(everything('forbidden'));
    expect(await refusals(givenStaff({ hasSecondFactor: false }))).toEqual(everything('second_factor_required'));
    // Permissions are of staff: on anybody else they are just text.
    const shopper = givenContext({ actor: givenUserActor({ permissions: ['orders.fulfil'], hasSecondFactor: true }) });
    expect(await refusals(shopper)).toEqual({ ...everything('not_found'), list: 'forbidden' });
    expect(await countWrites()).toBe(before);
  });
});

test('a packer packs and ships; that it came back is said by the owner, and the packer changes nothing', async () => {
  const { sellerId, id, parcel, log } = await givenParcels();
  const [packer, owner] = [
    await givenMember(sellerId, { role: 'packer' }),
    await givenMember(sellerId, { role: 'owner' }),
  ];
  await packFulfilment(packer, id);
  await shipFulfilment(packer, id, { carrier: 'own', awb: `OWN-${id.slice(-8)}` });
  await turnBackFulfilment(givenStaff(), id);
  const before = await countWrites();
  await expect(receiveRto(packer, id)).rejects.toMatchObject({ code: 'forbidden' });
  expect([(await parcel()).status, await countWrites()]).toEqual(['rto', before]);
  await receiveRto(owner, id);
  expect((await log()).map(({ event }) => event)).toEqual(['pack', 'ship', 'turn_back', 'come_back']);
});
