import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { givenProduct } from '../../test/builders/catalog.ts';
import { givenContext } from '../../test/builders/context.ts';
import { compareProducts } from './compare-products.ts';

const ctx = givenContext();

async function givenPhone(title: string, specs: readonly (readonly [string, string])[]): Promise<string> {
  const { slug, productId } = await givenProduct({ title });
  const groups = [{ name: 'Memory', items: specs.map(([key, value]) => ({ key, value })) }];
  await env.DB.prepare('UPDATE products SET specs = ? WHERE id = ?').bind(JSON.stringify(groups), productId).run();
  return slug;
}

test('puts facts side by side and marks those that differ', async () => {
  const one = await givenPhone('Phone one', [
    ['RAM', '6 GB'],
    ['Storage', '128 GB'],
  ]);
  const two = await givenPhone('Phone two', [
    ['RAM', '6gb'],
    ['Storage', '256 GB'],
    ['Card slot', 'Yes'],
  ]);
  const { products, groups } = await compareProducts(ctx, [two, one]);
  expect(products.map(({ slug }) => slug)).toEqual([two, one]);
  expect(groups.find(({ name }) => name === 'Memory')?.rows).toEqual([
    { name: 'RAM', values: ['6gb', '6 GB'], isDifferent: false },
    { name: 'Storage', values: ['256 GB', '128 GB'], isDifferent: true },
    { name: 'Card slot', values: ['Yes', null], isDifferent: true },
  ]);
});

test('takes four at most, and leaves out what is not on sale', async () => {
  const slugs = [];
  for (let index = 0; index < 5; index++) slugs.push((await givenProduct()).slug);
  expect((await compareProducts(ctx, slugs)).products.map(({ slug }) => slug)).toEqual(slugs.slice(0, 4));
  const draft = await givenProduct({ productStatus: 'draft' });
  const [first = ''] = slugs;
  expect((await compareProducts(ctx, ['no-such', draft.slug, first])).products.map(({ slug }) => slug)).toEqual([
    first,
  ]);
  expect(await compareProducts(ctx, [])).toEqual({ products: [], groups: [] });
});
