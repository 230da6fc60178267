import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { givenProduct } from '../../test/builders/catalog.ts';
import { givenContext } from '../../test/builders/context.ts';
import { projectProducts } from '../catalog/project-product.ts';
import { forgetRecent } from '../catalog/recent.ts';
import { type DocumentRow, selectDocuments } from './documents.ts';
import { putDocuments } from './put-documents.ts';
import { searchProducts } from './search-products.ts';

const ctx = givenContext();

const read = (productId: string) => ctx.db.all<DocumentRow>(selectDocuments(sql`k.product_id = ${productId}`, 10));
const edit = async (productId: string, title: string) => {
  await ctx.db.run(sql`UPDATE products SET title = ${title} WHERE id = ${productId}`);
  await projectProducts(ctx, [productId]);
};
const found = async (q: string) => {
  forgetRecent();
  return (await searchProducts(ctx, { q, exact: '1', page: 1, limit: 5 })).total;
};

test('what was read before an edit is not put in after it', async () => {
  const { productId } = await givenProduct({ title: 'Marble chessboard' });
  const old = await read(productId);
  await edit(productId, 'Granite mortar');
  await putDocuments(ctx, old);
  expect([await found('chessboard'), await found('mortar')]).toEqual([0, 1]);
});

test('nor after the product is gone, even where a new one has its number', async () => {
  const { productId } = await givenProduct({ title: 'Copper kettle' });
  const old = await read(productId);
  await ctx.db.run(sql`UPDATE products SET status = 'archived' WHERE id = ${productId}`);
  await projectProducts(ctx, [productId]);
  const next = await givenProduct({ title: 'Paper kite' });
  const [card] = await read(next.productId);
  expect(card?.cardId).toBe(old[0]?.cardId);
  await putDocuments(ctx, old);
  expect([await found('kettle'), await found('kite')]).toEqual([0, 1]);
});

test('an edit moves the row, and leaves nothing behind', async () => {
  const { productId } = await givenProduct({ title: 'Reed flute', stock: 0 });
  await ctx.db.run(sql`
    UPDATE products SET rating_tenths = 48, rating_count = 900 WHERE id = ${productId}`);
  for (let time = 0; time < 3; time++) await edit(productId, 'Bamboo flute');
  const [counts] = await ctx.db.all(sql`
    SELECT (SELECT COUNT(*) FROM search_rows) = (SELECT COUNT(*) FROM product_cards) AS rows,
      (SELECT COUNT(*) FROM search_names) = (SELECT COUNT(*) FROM product_cards) AS names,
      (SELECT COUNT(*) FROM search_text WHERE search_text MATCH 'marks : z') = (SELECT COUNT(*) FROM product_cards) AS text,
      (SELECT count FROM search_words WHERE word = 'flute') AS flutes`);
  expect(counts).toEqual({ rows: 1, names: 1, text: 1, flutes: 1 });
  expect([await found('reed'), await found('bamboo')]).toEqual([0, 1]);
});
