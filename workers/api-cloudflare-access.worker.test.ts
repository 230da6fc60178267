import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { givenMember, givenParcels } from '../test/builders/fulfilment.ts';
import { givenPerson, headersOf } from '../test/builders/person.ts';
import { api } from './api.ts';

const GUARDED: Env = { ...env, ACCESS_TEAM_DOMAIN: 'team.cloudflareaccess.com', ACCESS_AUD: 'a'.repeat(64) };

async function statusOf(path: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const execution = createExecutionContext();
  const { status } = await api.fetch(new Request(`https://haat.test/api/v1${path}`, { headers }), GUARDED, execution);
  await waitOnExecutionContext(execution);
  return status;
}

test('with Cloudflare Access set up, staff get to nothing of staff beside it, and nobody else notices', async () => {
  const { headers } = await givenPerson({ role: 'staff' });
  const { id, sellerId } = await givenParcels();
  for (const path of ['/admin/orders', '/seller/orders', `/fulfilments/${id}`]) {
    expect([path, await statusOf(path, headers)]).toEqual([path, 403]);
  }
  expect(await statusOf('/products', headers)).toBe(200);
  const { actor } = await givenMember(sellerId);
  if (actor.kind !== 'user') throw new Error('members are users');
  const member = await headersOf(actor);
  expect(await statusOf('/seller/orders', member)).toBe(200);
  expect(await statusOf(`/fulfilments/${id}`, member)).toBe(200);
});
