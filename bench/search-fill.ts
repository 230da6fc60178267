import { sql } from 'drizzle-orm';
import { insertRows } from '../scripts/seed/insert-rows.ts';
import { openShop } from '../scripts/seed/open-shop.ts';
import { repeated } from '../scripts/seed/repeat.ts';
import { Dice } from '../scripts/torture/dice.ts';
import { projectProducts } from '../workers/catalog/project-product.ts';
import { type Context, createContext } from '../workers/context.ts';
import { listings, products, variants } from '../workers/db/schema/catalog.ts';
import { stockLevels } from '../workers/db/schema/stock.ts';

interface Original {
  readonly productId: string;
  readonly title: string;
  readonly brandId: string | null;
  readonly categoryId: string;
  readonly description: string;
  readonly specs: string;
  readonly attributes: string;
  readonly sellerId: string;
  readonly mrpPaise: number;
  readonly pricePaise: number;
  readonly hsn: string;
  readonly gstCode: string;
}

const PAGE = 500;
const COLOURS = [
  'red',
  'blue',
  'black',
  'white',
  'green',
  'pink',
  'grey',
  'maroon',
  'yellow',
  'purple',
  'beige',
  'navy',
];
const SERIES = ['Aura', 'Nova', 'Prime', 'Lite', 'Classic', 'Royal', 'Urban', 'Ethno', 'Pro', 'Max', 'Dazzle', 'Utsav'];
const COLOUR = new RegExp(`\\b(?:${COLOURS.join('|')})\\b`, 'gi');

/**
 * Brings the shop below `stateDir` to so many products, by varying those that were imported: another brand, colour, series
 * and price, ratings for a third. They are put in by the same projection that an edit uses.
 */
export async function fillTo(stateDir: string, size: number, log: (line: string) => void): Promise<void> {
  const { env, dispose } = await openShop(stateDir);
  try {
    const ctx = createContext({ env, actor: { kind: 'system', name: 'bench' } });
    let count = await countCards(ctx);
    const brands = await ctx.db.all<{ id: string; name: string }>(sql`SELECT id, name FROM brands ORDER BY id`);
    const startedAt = Date.now();
    const first = count;
    for (let copy = 0; count < size; copy++) {
      const dice = new Dice(count);
      const originals = await readOriginals(ctx, copy, Math.min(PAGE, size - count));
      await addCopies(ctx, originals, brands, dice, count);
      count += originals.length;
      if (copy % 40 === 39) log(`${count} of ${size} products`);
    }
    if (count > first)
      log(`${count} products, ${Math.round((count - first) / ((Date.now() - startedAt) / 1000))} added a second`);
  } finally {
    await dispose();
  }
}

async function countCards(ctx: Context): Promise<number> {
  const [row] = await ctx.db.all<{ count: number }>(sql`SELECT COUNT(*) AS count FROM product_cards`);
  return row?.count ?? 0;
}

/** A page of what came with the import, round and round. */
async function readOriginals(ctx: Context, copy: number, limit: number): Promise<readonly Original[]> {
  const [{ count } = { count: 1 }] = await ctx.db.all<{ count: number }>(sql`
    SELECT COUNT(*) AS count FROM products WHERE id NOT LIKE 'bench%'`);
  const offset = (copy * PAGE) % Math.max(1, count - PAGE);
  return ctx.db.all<Original>(sql`
    SELECT p.id AS productId, p.title, p.brand_id AS brandId, p.category_id AS categoryId, p.description, p.specs,
      v.attributes, l.seller_id AS sellerId, l.mrp_paise AS mrpPaise, l.price_paise AS pricePaise, l.hsn,
      l.gst_code AS gstCode
    FROM (SELECT * FROM products WHERE id NOT LIKE 'bench%' ORDER BY id LIMIT ${limit} OFFSET ${offset}) p
    JOIN variants v ON v.id = (SELECT id FROM variants WHERE product_id = p.id LIMIT 1)
    JOIN listings l ON l.id = (SELECT id FROM listings WHERE variant_id = v.id LIMIT 1)`);
}

async function addCopies(
  ctx: Context,
  originals: readonly Original[],
  brands: readonly { id: string; name: string }[],
  dice: Dice,
  from: number,
): Promise<void> {
  const at = Date.now();
  const copies = originals.map((original, index) => ({ original, id: `bench-${from + index}` }));
  const varied = copies.map(({ original, id }) => {
    const brand = dice.pick(brands);
    const title = original.title.replace(COLOUR, () => dice.pick(COLOURS));
    const factor = 0.5 + dice.between(0, 149) / 100;
    return {
      id,
      original,
      product: {
        ...{
          id,
          slug: id,
          title: `${brand.name} ${title} ${dice.pick(SERIES)} ${dice.between(100, 999)}`.slice(0, 200),
        },
        ...{ brandId: brand.id, categoryId: original.categoryId, description: original.description },
        ...{ specs: JSON.parse(original.specs), status: 'active' as const, createdAt: at, updatedAt: at },
        ratingTenths: dice.between(0, 2) === 0 ? dice.between(25, 49) : 0,
        ratingCount: dice.between(0, 2) === 0 ? dice.between(0, 3999) : 0,
      },
      pricePaise: Math.max(100, Math.round((original.pricePaise * factor) / 100) * 100),
      mrpPaise: Math.max(100, Math.round((original.mrpPaise * factor) / 100) * 100),
    };
  });
  await insertRows(
    ctx.db,
    products,
    varied.map(({ product }) => product),
  );
  await insertRows(
    ctx.db,
    variants,
    varied.map(({ id, original }) => ({ id: `${id}-v`, productId: id, attributes: JSON.parse(original.attributes) })),
  );
  await insertRows(
    ctx.db,
    listings,
    varied.map(({ id, original, pricePaise, mrpPaise }) => ({
      ...{ id: `${id}-l`, sku: id.toUpperCase(), variantId: `${id}-v`, productId: id, sellerId: original.sellerId },
      ...{
        mrpPaise,
        pricePaise,
        hsn: original.hsn,
        gstCode: original.gstCode,
        status: 'active' as const,
        updatedAt: at,
      },
    })),
  );
  await insertRows(
    ctx.db,
    stockLevels,
    varied.map(({ id }, index) => ({ sku: id.toUpperCase(), onHand: index % 10 === 0 ? 0 : 20, reserved: 0, seq: 1 })),
  );
  await repeated(() =>
    projectProducts(
      ctx,
      varied.map(({ id }) => id),
    ),
  );
}
