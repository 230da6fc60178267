import { env } from 'cloudflare:workers';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { askApi } from '../../test/builders/api-routes.ts';
import { type BuiltProduct, givenProduct } from '../../test/builders/catalog.ts';
import { givenContext } from '../../test/builders/context.ts';
import { killedAt } from '../../test/builders/killed.ts';
import { announced, givenUpload, readMediaRow, storedNames } from '../../test/builders/media.ts';
import { givenPerson, type Person } from '../../test/builders/person.ts';
import { givenPng } from '../../test/builders/picture-file.ts';
import { media } from '../db/schema/catalog.ts';
import type { Problem } from '../http/problem.ts';
import { MAX_FILE_BYTES, MAX_PICTURES, type Media } from './schemas.ts';
import { uploadMedia } from './upload-media.ts';

const ctx = givenContext();
let staff: Person;
let product: BuiltProduct;

beforeAll(async () => {
  staff = await givenPerson({ role: 'staff', permissions: ['catalog.write'] });
});

beforeEach(async () => {
  product = await givenProduct({ title: 'Brass lamp', images: [] });
});

interface Sent {
  readonly query?: Readonly<Record<string, string>>;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

async function upload(bytes: BodyInit | null, { query, type = 'image/png', headers = staff.headers }: Sent = {}) {
  const search = new URLSearchParams({ productSlug: product.slug, alt: 'From the front', ...query });
  const answer = await askApi(`/admin/media?${search}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': type },
    body: bytes,
  });
  const parsed: unknown = JSON.parse(answer.text);
  return { ...answer, media: parsed as Media, problem: parsed as Problem };
}

/** Everything that an upload could leave behind. */
async function everything() {
  const [rows, said] = [await ctx.db.$count(media), (await announced('media.uploaded')).length];
  const audited = await env.DB.prepare('SELECT COUNT(*) AS n FROM audit_log').first<number>('n');
  return { rows, said, audited, files: await storedNames() };
}

describe('an upload', () => {
  test('is kept as it came, under a name that is not served, and waits for its sizes', async () => {
    const bytes = await givenPng(640, 480);
    const { status, media: body } = await upload(bytes, { query: { position: '3' } });
    expect([status, body]).toMatchObject([
      201,
      {
        ...{ productSlug: product.slug, variantId: null, alt: 'From the front', position: 3 },
        ...{ status: 'pending', width: 640, height: 480, image: null },
      },
    ]);
    const row = await readMediaRow(ctx, body.id);
    const original = await env.MEDIA.get(row?.originalKey ?? '');
    expect(new Uint8Array((await original?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(bytes);
    expect(row?.originalKey).toMatch(/^originals\/[0-9a-f]{40}$/);
    expect(await announced('media.uploaded', body.id)).toHaveLength(1);
    const audit = await env.DB.prepare('SELECT * FROM audit_log WHERE subject = ?').bind(body.id).first();
    expect(audit).toMatchObject({ action: 'media.upload', actor: `user:${staff.actor.userId}` });
  });

  test('is not shown before it is ready', async () => {
    await givenUpload(product.slug);
    const { text } = await askApi(`/products/${product.slug}`);
    expect(JSON.parse(text)).toMatchObject({ images: [{ url: '/placeholders/generic.svg', srcset: null }] });
  });

  test('goes to the last place, and to a variant when it is said', async () => {
    const [first, second] = [await givenUpload(product.slug), await givenUpload(product.slug)];
    expect([first.position, second.position]).toEqual([0, 1]);
    const variantId = product.variantIds[0] ?? '';
    expect((await upload(await givenPng(), { query: { variantId } })).media).toMatchObject({ variantId, position: 2 });
  });

  test('of the same file is the same picture; for another product it is another', async () => {
    const bytes = await givenPng();
    const first = await upload(bytes);
    const before = await everything();
    const again = await upload(bytes, { query: { alt: 'Another sentence' } });
    expect([again.status, again.media]).toEqual([200, first.media]);
    expect(await everything()).toEqual(before);
    const other = await givenProduct();
    const elsewhere = await upload(bytes, { query: { productSlug: other.slug } });
    expect([elsewhere.status, elsewhere.media.id === first.media.id]).toEqual([201, false]);
  });

  test('twenty times at once is one picture', async () => {
    const bytes = await givenPng();
    const answers = await Promise.all(Array.from({ length: 20 }, () => upload(bytes)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array(19).fill(200), 201]);
    expect(new Set(answers.map(({ media: made }) => made.id)).size).toBe(1);
    expect(await announced('media.uploaded', answers[0]?.media.id)).toHaveLength(1);
  });

  test.each([1, 2, 3, 4, 5])(
    'killed at call %i is finished by a repeat, and half of it is never seen',
    async (step) => {
      const bytes = await givenPng();
      const input = { productSlug: product.slug, alt: 'From the front' };
      for (const moment of ['before', 'after'] as const) {
        await uploadMedia(killedAt(ctx, step, moment), input, async () => bytes).catch(() => undefined);
      }
      const { media: made } = await uploadMedia(ctx, input, async () => bytes);
      const row = await readMediaRow(ctx, made.id);
      expect([row?.status, (await env.MEDIA.head(row?.originalKey ?? '')) !== null]).toEqual(['pending', true]);
      expect(await announced('media.uploaded', made.id)).toHaveLength(1);
    },
  );

  test('is taken from a phone that does not say how long it is', async () => {
    const bytes = await givenPng();
    const stream = new ReadableStream({
      start(controller) {
        for (let at = 0; at < bytes.length; at += 500) controller.enqueue(bytes.subarray(at, at + 500));
        controller.close();
      },
    });
    expect((await upload(stream)).status).toBe(201);
  });
});

describe('what is no upload changes nothing and names the field', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

  test.each([
    ['an SVG called JPEG', svg, 'image/jpeg'],
    ['a page called PNG', '<!doctype html><script>alert(1)</script>', 'image/png'],
    ['a GIF', 'GIF89a\x01\x00\x01\x00', 'image/jpeg'],
    ['nothing', '', 'image/png'],
    ['no body', null, 'image/png'],
    ['noise', crypto.getRandomValues(new Uint8Array(5000)), 'application/octet-stream'],
  ])('%s', async (_, body, type) => {
    const before = await everything();
    const answer = await upload(body, { type });
    expect([answer.status, answer.problem.errors?.[0]?.field]).toEqual([422, 'file']);
    expect(await everything()).toEqual(before);
  });

  test.each(['1 × 1', '30,000 × 30,000', 'cut', 'followed'])('a PNG that is %s', async (what) => {
    const whole = await givenPng();
    const claimed = Uint8Array.from(whole);
    const side = { '1 × 1': 1, '30,000 × 30,000': 30_000 }[what];
    if (side !== undefined) {
      new DataView(claimed.buffer).setUint32(16, side);
      new DataView(claimed.buffer).setUint32(20, side);
    }
    const bytes = { cut: whole.subarray(0, -20), followed: new Blob([whole, svg]) }[what] ?? claimed;
    const before = await everything();
    const answer = await upload(bytes);
    expect([answer.status, answer.problem.errors?.[0]?.field]).toEqual([422, 'file']);
    expect(await everything()).toEqual(before);
  });

  test('50 MB, whether the sender says so or not: 413, and to one who sends without end too', async () => {
    const before = await everything();
    const piece = new Uint8Array(1_000_000);
    let pulled = 0;
    const endless = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(piece.slice());
      },
    });
    for (const body of [endless, new Uint8Array(50_000_000), new Uint8Array(MAX_FILE_BYTES + 1)]) {
      const { status, problem } = await upload(body, { type: 'image/jpeg' });
      expect([status, problem.code, problem.errors?.[0]?.field]).toEqual([413, 'body_too_large', 'file']);
    }
    expect(pulled).toBeLessThan(80);
    expect(await everything()).toEqual(before);
  });

  test.each([
    ['query.productSlug', { productSlug: "' OR 1=1" }],
    ['query.alt', { alt: '  ' }],
    ['query.alt', { alt: 'x'.repeat(301) }],
    ['query.alt', { alt: 'two\nlines' }],
    ['query.position', { position: '-1' }],
    ['query.position', { position: 'first' }],
    ['variantId', { variantId: 'var_of_another' }],
    ['query.variantId', { variantId: '🙂' }],
    ['query.role', { role: 'admin' }],
  ])('%s = %o', async (field, query) => {
    const before = await everything();
    const answer = await upload(await givenPng(), { query });
    expect([answer.status, answer.problem.errors?.[0]?.field]).toEqual([422, field]);
    expect(await everything()).toEqual(before);
  });

  test('a product that is not there', async () => {
    const before = await everything();
    const answer = await upload(await givenPng(), { query: { productSlug: 'no-such-lamp' } });
    expect([answer.status, answer.problem.errors?.[0]?.field]).toEqual([404, 'productSlug']);
    expect(await everything()).toEqual(before);
  });

  test.each(['application/json', 'image/svg+xml', 'text/html', 'multipart/form-data; boundary=x', ''])(
    'the type %s',
    async (type) => {
      const answer = await upload(await givenPng(), { type });
      expect([answer.status, answer.problem.errors?.[0]?.field]).toEqual([415, 'header.content-type']);
    },
  );

  test('one too many', async () => {
    const values = Array.from({ length: MAX_PICTURES }, (_, position) => ({
      ...{ id: ctx.newId('media'), productId: product.productId, key: `k/${position}`, alt: 'x', position },
      ...{ width: 400, height: 400 },
    }));
    for (const row of values) await ctx.db.insert(media).values(row);
    const before = await everything();
    expect(await upload(await givenPng())).toMatchObject({
      status: 422,
      problem: { errors: [{ field: 'productSlug' }] },
    });
    expect(await everything()).toEqual(before);
  });

  test('of two for the last place one gets it, and the other leaves no file', async () => {
    for (let position = 1; position < MAX_PICTURES; position++) {
      const at = { id: ctx.newId('media'), productId: product.productId, key: `k/${position}`, position };
      await ctx.db.insert(media).values({ ...at, alt: 'x', width: 400, height: 400 });
    }
    const { files } = await everything();
    const answers = await Promise.all([upload(await givenPng()), upload(await givenPng())]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 422]);
    expect((await everything()).files).toHaveLength(files.length + 1);
  });
});

describe('who may not', () => {
  test('is told so, and the file is thrown away as it comes', async () => {
    const before = await everything();
    const shopper = await givenPerson();
    const others = await givenPerson({ role: 'staff', permissions: ['orders.read'] });
    for (const [headers, status] of [
      [{}, 401],
      [shopper.headers, 403],
      [others.headers, 403],
    ] as const) {
      expect((await upload(new Uint8Array(20_000_000), { headers })).status).toBe(status);
    }
    let isRead = false;
    const readFile = async () => {
      isRead = true;
      return new Uint8Array();
    };
    const input = { productSlug: product.slug, alt: 'x' };
    await expect(uploadMedia(shopper.ctx, input, readFile)).rejects.toMatchObject({ code: 'forbidden' });
    expect(isRead).toBe(false);
    expect(await everything()).toEqual(before);
  });
});
