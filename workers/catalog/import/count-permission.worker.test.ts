import { beforeAll, expect, test } from 'vitest';
import { givenGstRate } from '../../../test/builders/catalog.ts';
import { countWrites } from '../../../test/builders/fulfilment.ts';
import { givenStaff } from '../../../test/builders/staff.ts';
import { finishImport } from './finish-import.ts';
import { importBatch } from './import-batch.ts';
import { startImport } from './start-import.ts';

const options = { isDryRun: false, sellerSlug: 'bazaar-direct', defaultStock: 0 };
const rowsOf = (stock: string) => ({
  afterLine: 0,
  rows: [
    {
      line: 2,
      fields: { listing_id: 'l-7', title: 'Brass lamp', category: 'Toys & Games', mrp: '900', price: '900', stock },
    },
  ],
});

beforeAll(async () => {
  for (const code of ['gst-0', 'gst-5', 'gst-18']) await givenGstRate(code, { kind: 'flat', bps: 500 });
});

test('a list changes stock that is there only in the hands of staff who may', async () => {
  const cataloguer = givenStaff({ permissions: ['catalog.write'] });
  const first = await startImport(cataloguer, { ...options, fileKey: 'a'.repeat(64) });
  expect(await importBatch(cataloguer, first.importId, rowsOf('5'))).toMatchObject({ created: 1, rejected: [] });
  await finishImport(cataloguer, first.importId);

  const second = await startImport(cataloguer, { ...options, fileKey: 'b'.repeat(64) });
  const before = await countWrites();
  await expect(importBatch(cataloguer, second.importId, rowsOf('9'))).rejects.toMatchObject({ code: 'forbidden' });
  expect(await countWrites()).toBe(before);
  // The same list that counts nothing passes.
  expect(await importBatch(cataloguer, second.importId, rowsOf(''))).toMatchObject({ rejected: [] });
  const storekeeper = givenStaff({ permissions: ['catalog.write', 'stock.write'] });
  expect(await importBatch(storekeeper, second.importId, rowsOf('9'))).toMatchObject({ rejected: [] });
});
