/**
 * `npx node scripts/seed.ts [--state DIR]`: fills a local shop with demo data, once. DIR is what `wrangler dev` gets as
 * --persist-to; the database has to be migrated.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { seedShop } from './seed/seed-shop.ts';

const { values } = parseArgs({ options: { state: { type: 'string', default: '.wrangler/state' } } });
const startedAt = Date.now();
const summary = await seedShop(path.resolve(import.meta.dirname, '..', values.state));
if (summary === null) {
  console.log('The demo shop is there already.');
} else {
  const { categories, leafCategories, brands, sellers, products, variants, listings, pictures, pincodes } = summary;
  console.log(
    `Seeded in ${((Date.now() - startedAt) / 1000).toFixed(1)} s: ${products} products of ${brands} brands in ` +
      `${categories} categories (${leafCategories} leaves), ${variants} variants, ${listings} listings of ` +
      `${sellers} sellers, ${pictures} pictures, ${pincodes} pincodes.`,
  );
}
