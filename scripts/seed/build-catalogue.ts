import type { InferInsertModel } from 'drizzle-orm';
import type { brands, listings, media, products, variants } from '../../workers/db/schema/catalog.ts';
import type { inventoryLedger, stockLevels } from '../../workers/db/schema/stock.ts';
import { FAMILIES } from './catalogue/families.ts';
import { CATEGORIES, type SeedCategory } from './categories.ts';
import { describeProduct, specsOf } from './describe-product.ts';
import type { Family, ProductRow } from './family.ts';
import { offersOf, sellersOf } from './offers.ts';
import { mainPicture, rangePicture } from './pictures/choose-picture.ts';
import { CANVAS_PX, type Picture, pictureKey } from './pictures/compose-picture.ts';
import { type ColourName, isColourName } from './pictures/palette.ts';
import { between, chance, SEEDED_AT, seedId } from './random.ts';

export interface Catalogue {
  readonly brands: InferInsertModel<typeof brands>[];
  readonly products: InferInsertModel<typeof products>[];
  readonly variants: InferInsertModel<typeof variants>[];
  readonly media: InferInsertModel<typeof media>[];
  readonly listings: InferInsertModel<typeof listings>[];
  readonly stockLevels: InferInsertModel<typeof stockLevels>[];
  readonly inventoryLedger: InferInsertModel<typeof inventoryLedger>[];
  /** By key: what has to lie in MEDIA. */
  readonly pictures: Map<string, Picture>;
}

const DAY_MS = 86_400_000;
/** Products were put up one after the other over this time. */
const LISTED_WITHIN_DAYS = 290;
/** A few are too new to have been rated. */
const UNRATED = 0.04;

/** Every row of the demo shop's catalogue, the same on every machine. */
export function buildCatalogue(): Catalogue {
  const catalogue: Catalogue = {
    brands: [],
    products: [],
    variants: [],
    media: [],
    listings: [],
    stockLevels: [],
    inventoryLedger: [],
    pictures: new Map(),
  };
  for (const family of FAMILIES) {
    const category = CATEGORIES.find(({ slug }) => slug === family.category);
    if (category === undefined) throw new Error(`no category ${family.category}`);
    for (const product of family.products) addProduct(catalogue, family, product, category);
  }
  return catalogue;
}

export function slugOf(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function addProduct(catalogue: Catalogue, family: Family, product: ProductRow, category: SeedCategory): void {
  const title = `${product.brand} ${product.name}`;
  const slug = slugOf(title);
  const productId = seedId('product', slug);
  const createdAt = SEEDED_AT + between(0, LISTED_WITHIN_DAYS * 24, `age ${slug}`) * (DAY_MS / 24);
  catalogue.products.push({
    id: productId,
    slug,
    title,
    brandId: addBrand(catalogue, product.brand),
    categoryId: seedId('category', category.path),
    description: describeProduct(family, product),
    specs: specsOf(family, product),
    status: 'active',
    ...ratingOf(slug),
    createdAt,
    updatedAt: createdAt,
  });
  addVariants(catalogue, { family, product, category, productId, slug, title, createdAt });
  const colours = coloursOf(product);
  if (colours.length > 1) {
    const alt = `${title} in all colours`;
    addPicture(catalogue, rangePicture(family.glyph, colours), { productId, variantId: null, alt, position: 1 });
  }
}

interface AddedProduct {
  readonly family: Family;
  readonly product: ProductRow;
  readonly category: SeedCategory;
  readonly productId: string;
  readonly slug: string;
  readonly title: string;
  readonly createdAt: number;
}

/** One variant per combination of choices and sizes, each with its picture and its offers. */
function addVariants(catalogue: Catalogue, added: AddedProduct): void {
  const { family, product, category, productId, slug, title, createdAt } = added;
  const sellers = sellersOf(product, category);
  const hasColours = coloursOf(product).length > 0;
  for (const [position, { attributes, extraRupees }] of combinationsOf(family, product).entries()) {
    const name = [slug, ...Object.values(attributes)].join('/');
    const variantId = seedId('variant', name);
    catalogue.variants.push({ id: variantId, productId, attributes, weightGrams: family.weightGrams, position });
    const colour = colourOf(attributes.colour) ?? product.finish;
    if (hasColours || position === 0) {
      const alt = hasColours ? `${title} in ${attributes.colour}` : title;
      const shown = { productId, variantId: hasColours ? variantId : null, alt, position: 0 };
      addPicture(catalogue, mainPicture(family.glyph, colour, family.weightGrams), shown);
    }
    for (const { seller, sku, onHand, ...terms } of offersOf(name, product, category, sellers, extraRupees)) {
      catalogue.listings.push({
        id: seedId('listing', sku),
        sku,
        variantId,
        productId,
        sellerId: seedId('seller', seller.slug),
        ...terms,
        hsn: family.hsn ?? category.hsn,
        gstCode: family.gstCode ?? category.gstCode,
        handlingDays: seller.handlingDays,
        status: 'active',
        updatedAt: createdAt,
      });
      catalogue.stockLevels.push({ sku, onHand, reserved: 0, seq: 1 });
      const entry = { sku, seq: 1, onHandChange: onHand, reservedChange: 0, reason: 'import' as const };
      catalogue.inventoryLedger.push({ ...entry, ref: 'seed', at: createdAt });
    }
  }
}

interface Combination {
  readonly attributes: Readonly<Record<string, string>>;
  readonly extraRupees: number;
}

function combinationsOf(family: Family, product: ProductRow): Combination[] {
  const sizes = (family.sizes ?? []).map((value) => ({ value, extraRupees: 0 }));
  const choices = Object.entries({ ...product.choices, ...(sizes.length > 0 ? { size: sizes } : {}) });
  return choices.reduce<Combination[]>(
    (combinations, [name, values]) =>
      combinations.flatMap(({ attributes, extraRupees }) =>
        values.map((choice) => ({
          attributes: { ...attributes, [name]: choice.value },
          extraRupees: extraRupees + choice.extraRupees,
        })),
      ),
    [{ attributes: {}, extraRupees: 0 }],
  );
}

function addBrand(catalogue: Catalogue, name: string): string {
  const slug = slugOf(name);
  const id = seedId('brand', slug);
  if (!catalogue.brands.some((brand) => brand.id === id)) catalogue.brands.push({ id, slug, name });
  return id;
}

type Shown = Pick<InferInsertModel<typeof media>, 'productId' | 'variantId' | 'alt' | 'position'>;

function addPicture(catalogue: Catalogue, picture: Picture, shown: Shown): void {
  const key = pictureKey(picture);
  catalogue.pictures.set(key, picture);
  const id = seedId('media', [shown.productId, shown.variantId, shown.position].join('/'));
  catalogue.media.push({ id, ...shown, key, width: CANVAS_PX, height: CANVAS_PX });
}

function coloursOf(product: ProductRow): ColourName[] {
  return (product.choices.colour ?? []).map(({ value }) => value).filter(isColourName);
}

function colourOf(name: string | undefined): ColourName | null {
  return name !== undefined && isColourName(name) ? name : null;
}

function ratingOf(slug: string): { ratingTenths: number; ratingCount: number } {
  if (chance(`unrated ${slug}`) < UNRATED) return { ratingTenths: 0, ratingCount: 0 };
  // Few products have thousands of ratings, most have dozens; the mean of two rolls keeps most between 4.0 and 4.5.
  const spread = (chance(`rating ${slug}`) + chance(`rating, again ${slug}`)) / 2;
  return {
    ratingTenths: Math.round(35 + spread * 14),
    ratingCount: Math.round(6 * 4000 ** chance(`ratings ${slug}`)),
  };
}
