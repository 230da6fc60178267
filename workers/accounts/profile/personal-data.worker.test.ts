import { env } from 'cloudflare:workers';
import { getTableName } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { askApi } from '../../../test/builders/api-routes.ts';
import { givenContext } from '../../../test/builders/context.ts';
import { givenLife, type Life, PERSON } from '../../../test/builders/life.ts';
import { bearerOf, givenPerson } from '../../../test/builders/person.ts';
import { actAs } from '../../context.ts';
import { wishlistItems } from '../../db/schema/lists.ts';
import { downloadPersonalData } from './download-personal-data.ts';
import { ACCOUNT_TABLES } from './forget-account.ts';
import { type PersonalData, personalDataSchema } from './personal-data-schemas.ts';

/** What each table with a person in it is in the download. */
const IN_THE_DOWNLOAD: Readonly<Record<string, keyof PersonalData>> = {
  ...{ users: 'profile', addresses: 'addresses', sign_ins: 'devices', passkeys: 'passkeys' },
  ...{ authenticators: 'authenticator', recovery_codes: 'authenticator', identities: 'linkedAccounts' },
  ...{ seller_members: 'seller', orders: 'orders', notifications: 'messages', wishlist_items: 'wishlist' },
};
/** And which are not in it, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  sessions: 'hashes of tokens; the sign-ins behind them are in the list of devices',
  challenges: 'codes that live for minutes, of which only hashes are kept',
};
/** A column by such a name is about somebody. */
const PERSONAL = /^(user_id|owner_key|email|phone|recipient|address|name_of_buyer|buyer|customer\w*|vpa|ip)$/;
/** Not of shoppers. */
const OF_OTHERS = new Set(['sellers.address']);

async function personalTables(): Promise<string[]> {
  const { results: tables } = await env.DB.prepare(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 4) <> '_cf_' AND substr(name, 1, 7) <> 'sqlite_'`,
  ).all<{ name: string }>();
  const found: string[] = [];
  for (const { name } of tables) {
    const { results } = await env.DB.prepare(`PRAGMA table_info("${name}")`).all<{ name: string }>();
    const columns = results.filter((column) => PERSONAL.test(column.name) && !OF_OTHERS.has(`${name}.${column.name}`));
    if (columns.length > 0) found.push(name);
  }
  return found.sort();
}

describe('every table with a person in it', () => {
  test('is in the download, or left out for a reason', async () => {
    expect(await personalTables()).toEqual([...Object.keys(IN_THE_DOWNLOAD), ...Object.keys(LEFT_OUT)].sort());
  });

  test('is emptied when the person leaves: with the account, or by the job', async () => {
    const byAccount = [...ACCOUNT_TABLES, wishlistItems].map((table) => getTableName(table));
    // `users` stays as a row without a name; who acts for a seller cannot leave.
    const byJob = ['orders', 'notifications', 'users', 'seller_members'];
    expect(await personalTables()).toEqual([...byAccount, ...byJob].sort());
  });
});

describe('the download', () => {
  let life: Life;
  let data: PersonalData;
  beforeAll(async () => {
    life = await givenLife();
    data = await downloadPersonalData(life.ctx);
  }, 60_000);

  test('has the person and what hangs on the account', () => {
    const { name, email, phone, address } = PERSON;
    expect(data.profile).toMatchObject({ name, email, phone, locale: 'en', hasPassword: false, role: 'shopper' });
    expect(data.addresses).toMatchObject([{ ...address, district: 'Bengaluru', state: 'Karnataka', isDefault: true }]);
    expect(data.devices).toMatchObject([{ device: 'Unknown device', method: 'code', endedAt: null }]);
    expect(data.passkeys).toMatchObject([{ name: `${name}'s phone` }]);
    expect(data.authenticator).toMatchObject({ recoveryCodesLeft: 1 });
    expect(data.linkedAccounts).toMatchObject([{ provider: 'google', subject: `sub-${life.userId}` }]);
    expect(data.cart).toMatchObject([{ quantity: 1 }, { quantity: 2 }]);
    expect(data).toMatchObject({ seller: null, olderOrders: 0 });
  });

  test('has every order with its goods, parcels, documents and money', async () => {
    expect(data.orders.map(({ status }) => status)).toEqual(['expired', 'cancelled', 'confirmed']);
    const [expired, cancelled, delivered] = data.orders;
    expect(delivered).toMatchObject({
      ...{ email: PERSON.otherEmail, address: { ...PERSON.address, state: 'Karnataka' }, paymentMethod: 'cod' },
      ...{ lines: [{ quantity: 1, paidPaise: 60_000, isCancelled: false }], refunds: [], cancellations: [] },
      parcels: [{ status: 'delivered', carrier: 'delhivery' }],
      documents: [{ kind: 'invoice' }],
      payments: [{ gateway: 'cod', capturedPaise: 62_000 }],
    });
    expect(cancelled).toMatchObject({
      ...{ lines: [{ isCancelled: true }], cancellations: [{ amountPaise: 60_000 }] },
      payments: [{ gateway: 'razorpay', method: 'upi', status: 'refunded' }],
      refunds: [{ amountPaise: 60_000, status: 'succeeded', reason: 'cancelled' }],
    });
    expect(cancelled?.documents.map(({ kind }) => kind)).toEqual(['invoice', 'credit_note']);
    expect(expired?.payments).toMatchObject([{ gateway: 'stripe', status: 'failed' }]);
    expect(delivered?.history.length).toBeGreaterThan(5);
    for (const { url } of data.orders.flatMap((order) => order.documents)) {
      expect((await askApi((url ?? '').replace('/api/v1', ''))).status).toBe(200);
    }
  });

  test('has the messages that were sent', () => {
    expect(data.messages.map(({ to }) => to)).toEqual(Array.from({ length: 5 }, () => PERSON.otherEmail));
    expect(data.messages.every(({ subject }) => subject.includes('HT'))).toBe(true);
  });

  test('is what its schema says, and has no secret in it', async () => {
    expect(personalDataSchema.parse(data)).toEqual(data);
    const text = JSON.stringify(data);
    const secrets = await env.DB.prepare(
      `SELECT token_hash AS secret FROM sessions UNION SELECT secret_hash FROM challenges UNION SELECT sealed_secret FROM authenticators`,
    ).all<{ secret: string | null }>();
    for (const { secret } of secrets.results) if (secret !== null) expect(text).not.toContain(secret);
    expect(text).not.toContain(PERSON.vpa);
  });

  test('is a file, for nobody’s cache', async () => {
    const { actor, ctx } = await givenPerson();
    const answer = await askApi('/account/data', { headers: await bearerOf(actor) });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="haat-my-data-\d{4}-\d\d-\d\d\.json"$/,
    );
    expect(answer.headers.get('cache-control')).toContain('no-store');
    expect(personalDataSchema.parse(JSON.parse(answer.text))).toMatchObject({ orders: [], cart: [], messages: [] });
    expect(answer.text).not.toContain(PERSON.email);
    const stale = actAs(ctx, { ...actor, authenticatedAt: ctx.now - 11 * 60_000 });
    await expect(downloadPersonalData(stale)).rejects.toMatchObject({ code: 'reauthentication_required' });
    const guest = givenContext({ actor: { kind: 'guest', guestId: ctx.newId('guest') } });
    await expect(downloadPersonalData(guest)).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});
