import { env } from 'cloudflare:workers';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type BuiltProduct, givenProduct } from '../../test/builders/catalog.ts';
import { givenContext } from '../../test/builders/context.ts';
import { killedAt } from '../../test/builders/killed.ts';
import { announced, consumed, givenUpload, readMediaRow, storedNames } from '../../test/builders/media.ts';
import { givenPerson } from '../../test/builders/person.ts';
import { givenBrokenPng, givenPng } from '../../test/builders/picture-file.ts';
import { findProduct } from '../catalog/find-product.ts';
import { serveMedia } from '../catalog/serve-media.ts';
import type { QueueMessage } from '../domain/event.ts';
import { pictureNames } from '../domain/media.ts';
import { changeMedia } from './change-media.ts';
import { makePictures } from './make-pictures.ts';
import { findMedia, listMedia } from './queries.ts';
import { removeMedia } from './remove-media.ts';
import type { Media } from './schemas.ts';

const ctx = givenContext();
let product: BuiltProduct;
let photo: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  photo = await givenPng(1600, 1000);
});

beforeEach(async () => {
  product = await givenProduct({ title: 'Brass lamp', images: [] });
});

async function uploadedMessage({ id }: Media): Promise<QueueMessage> {
  const [message] = await announced('media.uploaded', id);
  return message ?? expect.fail('nothing was announced');
}

/** The Images binding, counted, and breaking when it is told to. */
function givenImages(breaks: (call: number) => boolean = () => false) {
  let calls = 0;
  const IMAGES = new Proxy(env.IMAGES, {
    get: (own, name) => {
      if (name !== 'input') return Reflect.get(own, name).bind(own);
      return (stream: ReadableStream<Uint8Array>) => {
        calls += 1;
        if (breaks(calls)) throw new Error('the service is down');
        return own.input(stream);
      };
    },
  });
  return { shop: { ...env, IMAGES } satisfies Env, countCalls: () => calls };
}

async function keyOf({ id }: Media): Promise<string> {
  return (await readMediaRow(ctx, id))?.key ?? '';
}

describe('of an uploaded picture', () => {
  test('the standard set is made, and then it is shown', async () => {
    const media = await givenUpload(product.slug, photo);
    expect(await consumed(await uploadedMessage(media))).toBe('taken');
    const key = await keyOf(media);
    expect(await storedNames(key)).toEqual(pictureNames(key).toSorted());
    expect(await findMedia(ctx, media.id)).toMatchObject({ status: 'ready', image: { width: 1600, height: 1000 } });
    expect(await announced('product.changed', product.productId)).toHaveLength(1);
    const [image] = (await findProduct(ctx, product.slug)).images;
    expect(image).toMatchObject({ alt: 'From the front', width: 1600, height: 1000 });
    expect(image?.srcset?.avif).toContain(`/media/${key}-800.avif 800w`);
  });

  test('every file is what its name says, no larger than that, and never larger than the original', async () => {
    const [large, small] = [await givenUpload(product.slug, photo), await givenUpload(product.slug)];
    for (const [media, longest] of [
      [large, 1600],
      [small, 400],
    ] as const) {
      await makePictures(ctx, media.id);
      for (const name of pictureNames(await keyOf(media))) {
        const object = await env.MEDIA.get(name);
        const info = await env.IMAGES.info(object?.body ?? expect.fail(name));
        const [, width = '', format = ''] = /-(\d+)\.(\w+)$/.exec(name) ?? [];
        expect(info).toMatchObject({ format: `image/${format}`, width: Math.min(Number(width), longest) });
      }
    }
  });

  test('the files are served for ever, by their own type, and the original is not', async () => {
    const media = await givenUpload(product.slug);
    await makePictures(ctx, media.id);
    const { key, originalKey } = (await readMediaRow(ctx, media.id)) ?? expect.fail();
    const get = (name: string, init?: RequestInit) =>
      serveMedia(env, new Request(`https://haat.test/media/${name}`, init));
    for (const format of ['avif', 'webp']) {
      const answer = await get(`${key}-400.${format}`);
      expect([answer.status, Object.fromEntries(answer.headers)]).toMatchObject([
        200,
        {
          ...{ 'content-type': `image/${format}`, 'x-content-type-options': 'nosniff' },
          'cache-control': 'public, max-age=31536000, immutable',
        },
      ]);
      expect(answer.headers.has('vary')).toBe(false);
      const etag = answer.headers.get('etag') ?? '';
      await answer.arrayBuffer();
      expect((await get(`${key}-400.${format}`, { headers: { 'if-none-match': etag } })).status).toBe(304);
    }
    for (const name of [originalKey ?? '', `${originalKey}.png`, `${originalKey}.jpg`]) {
      expect((await get(name)).status).toBe(404);
    }
  });

  test('a message that comes again, or late, changes nothing', async () => {
    const media = await givenUpload(product.slug);
    const message = await uploadedMessage(media);
    await consumed(message);
    const { shop, countCalls } = givenImages();
    expect(await consumed(message, shop)).toBe('taken');
    expect(countCalls()).toBe(0);
    expect(await announced('product.changed', product.productId)).toHaveLength(1);
  });

  test('two consumers at once show it once', async () => {
    const media = await givenUpload(product.slug);
    const message = await uploadedMessage(media);
    expect(await Promise.all([consumed(message), consumed(message)])).toEqual(['taken', 'taken']);
    expect(await findMedia(ctx, media.id)).toMatchObject({ status: 'ready' });
    expect(await announced('product.changed', product.productId)).toHaveLength(1);
  });

  test('a run that is killed anywhere is finished by the next', async () => {
    // Row, original, list of what is there, then eight files and the batch.
    for (let step = 1; step <= 12; step += 1) {
      const media = await givenUpload(product.slug);
      const moment = step % 2 === 0 ? 'after' : 'before';
      await expect(makePictures(killedAt(ctx, step, moment), media.id)).rejects.toThrow();
      await makePictures(ctx, media.id);
      const key = await keyOf(media);
      expect(await storedNames(key)).toEqual(pictureNames(key).toSorted());
      expect(await findMedia(ctx, media.id)).toMatchObject({ status: 'ready' });
    }
    expect(await announced('product.changed', product.productId)).toHaveLength(12);
  });

  test('what is there after a kill is not made again', async () => {
    const media = await givenUpload(product.slug);
    await makePictures(killedAt(ctx, 8, 'before'), media.id).catch(() => undefined);
    expect(await storedNames(await keyOf(media))).toHaveLength(4);
    const { shop, countCalls } = givenImages();
    await makePictures({ ...ctx, env: shop }, media.id);
    expect(countCalls()).toBe(4);
  });
});

describe('what cannot be made', () => {
  test('a file that is no picture after all fails for good, with nothing left', async () => {
    const media = await givenUpload(product.slug, await givenBrokenPng());
    const { key, originalKey } = (await readMediaRow(ctx, media.id)) ?? expect.fail();
    const message = await uploadedMessage(media);
    expect(await consumed(message)).toBe('taken');
    expect(await findMedia(ctx, media.id)).toMatchObject({ status: 'failed', image: null });
    expect([...(await storedNames(key)), ...(await storedNames(originalKey ?? ''))]).toEqual([]);
    expect((await findProduct(ctx, product.slug)).images[0]?.srcset).toBeNull();
    expect(await consumed(message)).toBe('taken');
  });

  test('may be uploaded again, and is tried again', async () => {
    const bytes = await givenBrokenPng();
    const media = await givenUpload(product.slug, bytes);
    await makePictures(ctx, media.id);
    expect(await givenUpload(product.slug, bytes)).toMatchObject({ id: media.id, status: 'pending' });
    expect(await announced('media.uploaded', media.id)).toHaveLength(2);
  });

  test('a picture waits while the service is down, and is made when it is back', async () => {
    const media = await givenUpload(product.slug);
    const message = await uploadedMessage(media);
    expect(await consumed(message, givenImages(() => true).shop)).toBe('again');
    expect(await consumed(message, givenImages((call) => call > 3).shop)).toBe('again');
    expect(await findMedia(ctx, media.id)).toMatchObject({ status: 'pending' });
    expect(await consumed(message)).toBe('taken');
    expect(await findMedia(ctx, media.id)).toMatchObject({ status: 'ready' });
  });

  test('a hiccup of the service is no fault of the file', async () => {
    const media = await givenUpload(product.slug);
    const { shop } = givenImages((call) => call === 2);
    expect(await consumed(await uploadedMessage(media), shop)).toBe('taken');
    expect(await findMedia(ctx, media.id)).toMatchObject({ status: 'ready' });
  });

  test('an original that is gone fails', async () => {
    const media = await givenUpload(product.slug);
    await env.MEDIA.delete((await readMediaRow(ctx, media.id))?.originalKey ?? '');
    await makePictures(ctx, media.id);
    expect(await findMedia(ctx, media.id)).toMatchObject({ status: 'failed' });
  });
});

describe('a picture that is there', () => {
  test('gets another sentence and another place, which its product hears; a repeat changes nothing', async () => {
    const media = await givenUpload(product.slug);
    const changed = await changeMedia(ctx, media.id, { alt: 'From behind', position: 7 });
    expect(changed).toMatchObject({ alt: 'From behind', position: 7 });
    await changeMedia(ctx, media.id, { position: 7 });
    expect(await announced('product.changed', product.productId)).toHaveLength(1);
    expect(await listMedia(ctx, product.slug)).toEqual([changed]);
  });

  test('is taken down with its files, except the small ones that orders show', async () => {
    const media = await givenUpload(product.slug);
    await makePictures(ctx, media.id);
    const { key, originalKey } = (await readMediaRow(ctx, media.id)) ?? expect.fail();
    await removeMedia(ctx, media.id);
    await expect(findMedia(ctx, media.id)).rejects.toThrow('There is no picture');
    expect((await findProduct(ctx, product.slug)).images[0]?.srcset).toBeNull();
    for (const message of await announced('media.removed', key)) expect(await consumed(message)).toBe('taken');
    expect(await storedNames(key)).toEqual(pictureNames(key, [200, 400]).toSorted());
    expect(await storedNames(originalKey ?? '')).toEqual([]);
  });

  test('that several products share keeps its files', async () => {
    const key = 'catalog/shared';
    for (const name of pictureNames(key)) await env.MEDIA.put(name, 'x');
    const [one] = [await givenProduct({ images: [key] }), await givenProduct({ images: [key] })];
    const [shared] = await listMedia(ctx, one.slug);
    await removeMedia(ctx, shared?.id ?? '');
    expect(await listMedia(ctx, one.slug)).toEqual([]);
    expect(await announced('media.removed', key)).toEqual([]);
    expect(await storedNames(key)).toHaveLength(8);
  });

  test('is taken down once by two at once', async () => {
    const media = await givenUpload(product.slug);
    const key = await keyOf(media);
    const outcomes = await Promise.allSettled([removeMedia(ctx, media.id), removeMedia(ctx, media.id)]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await announced('media.removed', key)).toHaveLength(1);
  });

  test('keeps its files when it is uploaded again before the old ones were removed', async () => {
    const media = await givenUpload(product.slug, photo);
    const { key, originalKey } = (await readMediaRow(ctx, media.id)) ?? expect.fail();
    await removeMedia(ctx, media.id);
    await givenUpload(product.slug, photo);
    for (const message of await announced('media.removed', key)) await consumed(message);
    expect(await storedNames(originalKey ?? '')).toHaveLength(1);
  });

  test('leaves nothing when it is taken down while its sizes are being made', async () => {
    const media = await givenUpload(product.slug);
    const { key } = (await readMediaRow(ctx, media.id)) ?? expect.fail();
    let isRemoved = false;
    const { shop } = givenImages();
    const IMAGES = new Proxy(shop.IMAGES, {
      get: (own, name) => {
        if (name === 'input' && !isRemoved) {
          isRemoved = true;
          ctx.later(removeMedia(ctx, media.id));
        }
        return Reflect.get(own, name);
      },
    });
    await makePictures({ ...ctx, env: { ...env, IMAGES } }, media.id);
    expect(await storedNames(key)).toEqual([]);
  });

  test('is nobody’s business without the permission', async () => {
    const media = await givenUpload(product.slug);
    for (const stranger of [givenContext({ actor: { kind: 'anonymous' } }), (await givenPerson()).ctx]) {
      await expect(findMedia(stranger, media.id)).rejects.toMatchObject({ status: expect.toBeOneOf([401, 403]) });
      await expect(listMedia(stranger, product.slug)).rejects.toMatchObject({ status: expect.toBeOneOf([401, 403]) });
      await expect(changeMedia(stranger, media.id, { alt: 'Mine' })).rejects.toThrow();
      await expect(removeMedia(stranger, media.id)).rejects.toThrow();
      await expect(makePictures(stranger, media.id)).rejects.toMatchObject({ code: 'forbidden' });
    }
    expect(await findMedia(ctx, media.id)).toEqual(media);
  });
});
