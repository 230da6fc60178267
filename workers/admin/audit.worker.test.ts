import { env } from 'cloudflare:workers';
import { desc } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { askApi, deliveryRules, type KnownRoute, readApiRoutes } from '../../test/builders/api-routes.ts';
import { givenPincode, givenProduct } from '../../test/builders/catalog.ts';
import { givenContext } from '../../test/builders/context.ts';
import { givenCarrier, givenMember, givenParcels } from '../../test/builders/fulfilment.ts';
import { deliver, eventBody } from '../../test/builders/gateway.ts';
import { givenUpload } from '../../test/builders/media.ts';
import { givenPerson, type Person } from '../../test/builders/person.ts';
import { givenPng } from '../../test/builders/picture-file.ts';
import { givenPromotion, newPromotion } from '../../test/builders/promotion.ts';
import { givenKey } from '../../test/builders/shopper.ts';
import { givenStandingOrder } from '../../test/builders/standing-order.ts';
import { givenUnpaidOrder } from '../../test/builders/unpaid-order.ts';
import { switchToCash } from '../checkout/switch-to-cash.ts';
import { holidays, zonePairs } from '../db/schema/delivery.ts';
import { auditLog } from '../db/schema/system.ts';
import { COD_FEE_PAISE } from '../domain/delivery.ts';
import type { FulfilmentStatus } from '../domain/fulfilment.ts';
import { labelFulfilment } from '../fulfilment/label-fulfilment.ts';
import { packFulfilment } from '../fulfilment/pack-fulfilment.ts';
import { pausePromotion } from '../promotions/switch-promotion.ts';
import { addSynonyms } from '../search/add-synonyms.ts';
import { startRebuild } from '../search/rebuild-index.ts';
import { suspendPerson } from './suspend-person.ts';

const { db, newId } = givenContext();
const note = 'as told by a test';
const ORIGIN = '203.0.113.7';
const FIELDS = { listing_id: 'l-9', title: 'Brass lamp', category: 'Toys', mrp: '900', price: '900' };
let staff: Person;
let routes: readonly KnownRoute[] = [];

beforeAll(async () => {
  routes = await readApiRoutes();
  staff = await givenPerson({ role: 'staff' });
});

interface Write {
  readonly params: Readonly<Record<string, string>>;
  /** Behind the '?'. */
  readonly search?: Readonly<Record<string, string>>;
  /** A file, or something that is sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly action: string;
  readonly subject: string;
}

const keyed = () => ({ 'idempotency-key': givenKey() });

async function givenMismatch() {
  const order = await givenUnpaidOrder();
  await deliver(eventBody({ ...order, amountPaise: order.amountPaise - 100 }));
  return order;
}

async function givenRefund(status: string, gateway = 'stripe'): Promise<string> {
  const order = await givenStandingOrder({ paymentMethod: 'stripe' });
  const id = newId('refund');
  await env.DB.batch([
    env.DB.prepare('UPDATE payments SET gateway = ? WHERE order_id = ?').bind(gateway, order.order.id),
    env.DB.prepare(
      `INSERT INTO refunds
         (id, payment_id, order_id, amount_paise, reason, cause, status, lines, actor, created_at, updated_at)
       SELECT ?1, id, order_id, 100, 'goodwill', ?1, ?2, '[]', 'test', 0, 0 FROM payments WHERE order_id = ?3`,
    ).bind(id, status, order.order.id),
  ]);
  return id;
}

async function givenCollected(): Promise<string> {
  const order = await givenUnpaidOrder();
  await switchToCash(order.shopper, order.orderNo, order.amountPaise + COD_FEE_PAISE);
  const cashId = `pay_${order.orderId.slice(4)}_cod`;
  await env.DB.prepare(`UPDATE payments SET status = 'cod_collected', captured_paise = amount_paise WHERE id = ?`)
    .bind(cashId)
    .run();
  return cashId;
}

async function givenImport(): Promise<string> {
  const fileKey = newId('import')
    .slice(4)
    .toLowerCase()
    .padEnd(64, '0')
    .replace(/[^0-9a-f]/g, 'a');
  const { text } = await askApi('/admin/imports', {
    method: 'POST',
    headers: { ...staff.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ fileKey, isDryRun: false }),
  });
  return (JSON.parse(text) as { importId: string }).importId;
}

async function givenParcel(status: FulfilmentStatus): Promise<string> {
  const { id } = await givenParcels({ parcelStatus: status });
  return id;
}

/** For each route by which staff write: something that is there, and what is kept of the write. */
const writes: Readonly<Record<string, () => Promise<Write>>> = {
  'POST /fulfilments/{fulfilmentId}/pack': () => move('pending', 'pack'),
  'POST /fulfilments/{fulfilmentId}/ship': async () => ({ ...(await move('packed', 'ship')), body: {} }),
  'POST /fulfilments/{fulfilmentId}/deliver': () => move('shipped', 'deliver'),
  'POST /fulfilments/{fulfilmentId}/turn-back': () => move('shipped', 'turn_back'),
  'POST /fulfilments/{fulfilmentId}/come-back': () => move('rto', 'come_back'),
  'POST /admin/orders/{orderNo}/cancel': async () => {
    const { orderNo } = await givenStandingOrder();
    return { params: { orderNo }, body: { reason: 'changed_mind' }, action: 'order.cancel', subject: orderNo };
  },
  'POST /admin/orders/{orderNo}/refunds': async () => {
    const { orderNo } = await givenStandingOrder();
    const sent = { body: { amountPaise: 100, note }, headers: keyed() };
    return { params: { orderNo }, ...sent, action: 'refund.request', subject: orderNo };
  },
  'POST /admin/payments/{paymentId}/decision': async () => {
    const { paymentId } = await givenMismatch();
    return { params: { paymentId }, body: { decision: 'accept', note }, action: 'payment.accept', subject: paymentId };
  },
  'POST /admin/payments/{paymentId}/remittance': async () => {
    const paymentId = await givenCollected();
    return { params: { paymentId }, body: { utr: 'HDFC0000012345' }, action: 'payment.remittance', subject: paymentId };
  },
  'POST /admin/refunds/{refundId}/retry': async () => {
    const refundId = await givenRefund('failed');
    return { params: { refundId }, action: 'refund.retry', subject: refundId };
  },
  'POST /admin/refunds/{refundId}/transfer': async () => {
    const refundId = await givenRefund('due', 'cod');
    return { params: { refundId }, body: { utr: 'HDFC0000054321' }, action: 'refund.transfer', subject: refundId };
  },
  'POST /admin/webhooks/{webhookId}/replay': async () => {
    const order = await givenUnpaidOrder();
    await deliver(eventBody({ ...order, id: `evt_${order.orderId}` }));
    const webhookId = await env.DB.prepare('SELECT id FROM webhook_inbox WHERE event_id = ?')
      .bind(`evt_${order.orderId}`)
      .first<string>('id');
    return { params: { webhookId: webhookId ?? '' }, action: 'webhook.replay', subject: webhookId ?? '' };
  },
  'POST /admin/imports': async () => {
    const body = { fileKey: 'b'.repeat(64), isDryRun: true };
    return { params: {}, body, action: 'import.start', subject: expect.stringMatching(/^imp_/) };
  },
  'POST /admin/imports/{importId}/batches': async () => {
    const importId = await givenImport();
    const body = { afterLine: 0, rows: [{ line: 2, fields: FIELDS }] };
    return { params: { importId }, body, action: 'import.batch', subject: importId };
  },
  'POST /admin/imports/{importId}/completion': async () => {
    const importId = await givenImport();
    return { params: { importId }, action: 'import.finish', subject: importId };
  },
  'POST /admin/media': async () => {
    const { slug } = await givenProduct();
    const sent = { search: { productSlug: slug, alt: 'A lamp' }, body: await givenPng() };
    return { params: {}, ...sent, action: 'media.upload', subject: expect.stringMatching(/^med_/) };
  },
  'PATCH /admin/media/{mediaId}': async () => {
    const { id } = await givenUpload((await givenProduct()).slug);
    return { params: { mediaId: id }, body: { alt: 'From behind' }, action: 'media.change', subject: id };
  },
  'DELETE /admin/media/{mediaId}': async () => {
    const { id } = await givenUpload((await givenProduct()).slug);
    return { params: { mediaId: id }, action: 'media.remove', subject: id };
  },
  'POST /admin/stock/{sku}/adjustments': async () => {
    const { sku } = await givenProduct({ stock: 5 });
    const sent = { body: { delta: 1, reason: 'manual', note }, headers: keyed() };
    return { params: { sku }, ...sent, action: 'stock.adjust', subject: sku };
  },
  'PATCH /admin/listings/{sku}': async () => {
    const { sku } = await givenProduct({ pricePaise: 20_000 });
    return { params: { sku }, body: { pricePaise: 19_900 }, action: 'listing.edit', subject: sku };
  },
  'PATCH /admin/products/{slug}': async () => {
    const { slug } = await givenProduct();
    return { params: { slug }, body: { title: 'Brass lamp' }, action: 'product.edit', subject: slug };
  },
  'PUT /admin/delivery/rules': async () => {
    return { params: {}, body: deliveryRules, action: 'delivery.rules', subject: 'delivery' };
  },
  'PUT /admin/delivery/holidays/{date}': async () => {
    const date = '2027-03-22';
    return { params: { date }, body: { name: 'Holi' }, action: 'delivery.holiday', subject: date };
  },
  'DELETE /admin/delivery/holidays/{date}': async () => {
    const date = '2027-08-15';
    await db.insert(holidays).values({ date, name: 'Independence Day' });
    return { params: { date }, action: 'delivery.holiday_removed', subject: date };
  },
  'PUT /admin/delivery/zone-pairs/{fromState}/{toState}': async () => {
    const params = { fromState: '29', toState: '32' };
    return { params, body: { zone: 'regional' }, action: 'delivery.zone_pair', subject: '29-32' };
  },
  'DELETE /admin/delivery/zone-pairs/{fromState}/{toState}': async () => {
    const params = { fromState: '29', toState: '33' };
    await db.insert(zonePairs).values({ ...params, zone: 'regional' });
    return { params, action: 'delivery.zone_pair_removed', subject: '29-33' };
  },
  'PUT /admin/pincodes/{pincode}': async () => {
    const pincode = '560103';
    await givenPincode(pincode);
    const body = { isServiceable: true, isCodAllowed: false };
    return { params: { pincode }, body, action: 'delivery.pincode', subject: pincode };
  },
  'POST /admin/stock/{sku}/split': async () => {
    const { sku } = await givenProduct({ stock: 5 });
    return { params: { sku }, body: { shards: 2 }, action: 'stock.split', subject: sku };
  },
  'POST /admin/dead-letters/{id}/replay': async () => {
    const id = newId('deadLetter');
    const message = JSON.stringify({ type: 'product.changed', productId: 'prd_1', eventId: newId('event') });
    await env.DB.prepare(
      `INSERT INTO dead_letters (id, type, message, attempts, died_at) VALUES (?, 'product.changed', ?, 5, 0)`,
    )
      .bind(id, message)
      .run();
    return { params: { id }, action: 'dead_letter.replay', subject: id };
  },
  'POST /admin/people/{userId}/suspension': async () => {
    const { userId } = (await givenPerson()).actor;
    return { params: { userId }, body: { reason: note }, action: 'person.suspend', subject: userId };
  },
  'DELETE /admin/people/{userId}/suspension': async () => {
    const { userId } = (await givenPerson({}, { suspendedAt: 1 })).actor;
    return { params: { userId }, action: 'person.restore', subject: userId };
  },
  'PUT /admin/people/{userId}/role': async () => {
    const { userId } = (await givenPerson()).actor;
    return { params: { userId }, body: { role: 'staff', jobs: ['support'] }, action: 'person.role', subject: userId };
  },
  'POST /admin/promotions': async () => {
    const subject = expect.stringMatching(/^prm_/);
    return { params: {}, body: newPromotion(), action: 'promotion.create', subject };
  },
  'PUT /admin/promotions/{promotionId}': async () => {
    const { kind: _kind, code: _code, ...body } = newPromotion();
    return { ...(await ofPromotion('promotion.change')), body };
  },
  'POST /admin/promotions/{promotionId}/pause': () => ofPromotion('promotion.pause'),
  'DELETE /admin/promotions/{promotionId}/pause': async () => {
    const write = await ofPromotion('promotion.resume');
    await pausePromotion(staff.ctx, write.subject);
    return write;
  },
  'POST /admin/promotions/{promotionId}/end': () => ofPromotion('promotion.end'),
  'POST /admin/search/synonyms': async () => {
    const body = { words: ['sofa', 'settee'] };
    return { params: {}, body, action: 'synonyms.add', subject: expect.stringMatching(/^syn_/) };
  },
  'PUT /admin/search/synonyms/{synonymId}': async () => {
    const synonymId = await givenSynonyms();
    return { params: { synonymId }, body: { words: ['a', 'b'] }, action: 'synonyms.change', subject: synonymId };
  },
  'DELETE /admin/search/synonyms/{synonymId}': async () => {
    const synonymId = await givenSynonyms();
    return { params: { synonymId }, action: 'synonyms.remove', subject: synonymId };
  },
  'POST /admin/search/rebuilds': async () => ({
    ...{ params: {}, action: 'search.rebuild', subject: expect.stringMatching(/^rbd_/) },
  }),
  'POST /admin/search/rebuilds/{rebuildId}/pages': async () => {
    await givenProduct();
    const { rebuildId } = await startRebuild(staff.ctx);
    return { params: { rebuildId }, action: 'search.rebuild_page', subject: rebuildId };
  },
};

async function ofPromotion(action: string) {
  const { id } = await givenPromotion();
  return { params: { promotionId: id }, action, subject: id };
}

async function givenSynonyms(): Promise<string> {
  const { id } = await addSynonyms(staff.ctx, { from: null, words: [newId('synonym').toLowerCase(), 'couch'] });
  return id;
}

/** The carrier is asked beyond the network: the verb is tried by itself below. */
const BY_VERB = ['POST /fulfilments/{fulfilmentId}/label'];

async function move(status: FulfilmentStatus, event: string): Promise<Write> {
  const fulfilmentId = await givenParcel(status);
  return { params: { fulfilmentId }, action: `fulfilment.${event}`, subject: fulfilmentId };
}

const newest = async () => (await db.select().from(auditLog).orderBy(desc(auditLog.id)).limit(1))[0];
const countAudit = async () => await db.$count(auditLog);

describe('every write of staff leaves who, what, on what, by which request and from where', () => {
  test('the table has each route by which staff write', () => {
    const known = routes.filter(({ guard, method }) => ['staff', 'seller'].includes(guard) && method !== 'GET');
    expect([...Object.keys(writes), ...BY_VERB].toSorted()).toEqual(known.map(({ name }) => name).toSorted());
  });

  test.each(Object.keys(writes))('%s', async (name) => {
    const given = await writes[name]?.();
    if (given === undefined) throw new Error(name);
    const { params, search = {}, body, headers, action, subject } = given;
    const isFile = body instanceof Uint8Array;
    const [method = '', path = ''] = name.split(' ');
    const before = await countAudit();
    const answer = await askApi(
      `${path.replace(/\{(\w+)\}/g, (_, key: string) => params[key] ?? '')}?${new URLSearchParams(search)}`,
      {
        method,
        headers: {
          ...{ ...staff.headers, ...headers, 'cf-connecting-ip': ORIGIN },
          ...(body === undefined ? {} : { 'content-type': isFile ? 'image/png' : 'application/json' }),
        },
        ...(body === undefined ? {} : { body: isFile ? (body as BodyInit) : JSON.stringify(body) }),
      },
    );
    expect([name, Math.floor(answer.status / 100), answer.text.slice(0, answer.status < 300 ? 0 : 300)]).toEqual([
      name,
      2,
      '',
    ]);
    expect(await countAudit()).toBe(before + 1);
    expect(await newest()).toMatchObject({
      ...{ actor: `user:${staff.actor.userId}`, action, subject, origin: ORIGIN },
      requestId: answer.headers.get('x-request-id'),
    });
    // What staff write of a buyer stands where it can be taken out; the trail is for ever.
    if (/^POST \/admin\/(orders|payments|refunds)/.test(name)) {
      expect(JSON.stringify(await newest())).not.toContain(note);
    }
  });

  test('a label too, whoever prints it', async () => {
    const { id, sellerId } = await givenParcels();
    const member = await givenMember(sellerId, { role: 'packer' });
    await packFulfilment(member, id);
    await labelFulfilment({ ...member, client: { ...member.client, ip: ORIGIN } }, id, givenCarrier().carrier);
    expect(await newest()).toMatchObject({ action: 'fulfilment.label', subject: id, origin: ORIGIN });
  });

  test('what the shop does by itself is no write of staff', async () => {
    const { id } = await givenParcels();
    const before = await countAudit();
    await packFulfilment(givenContext(), id);
    expect(await countAudit()).toBe(before);
  });
});

test('the trail shows where staff came from', async () => {
  const { actor } = await givenPerson();
  await suspendPerson({ ...staff.ctx, client: { ...staff.ctx.client, ip: ORIGIN } }, actor.userId, { reason: note });
  const { text } = await askApi(`/admin/audit?subject=${actor.userId}`, { headers: staff.headers });
  expect(JSON.parse(text)).toMatchObject({
    entries: [{ action: 'person.suspend', origin: ORIGIN, before: { suspendedAt: null }, after: { reason: note } }],
  });
});

test('nobody rewrites the trail or takes anything out of it', async () => {
  const before = await db.select().from(auditLog);
  expect(before.length).toBeGreaterThan(0);
  for (const query of [
    `UPDATE audit_log SET actor = 'user:somebody_else'`,
    `UPDATE audit_log SET origin = NULL WHERE origin IS NOT NULL`,
    'DELETE FROM audit_log',
    'DELETE FROM audit_log WHERE id = (SELECT MAX(id) FROM audit_log)',
  ]) {
    await expect(env.DB.prepare(query).run()).rejects.toThrow('append-only');
  }
  expect(await db.select().from(auditLog)).toEqual(before);
});
