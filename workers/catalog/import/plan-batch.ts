import type { brands, listings, products, variants } from '../../db/schema/catalog.ts';
import { CategoryShelf } from './category-shelf.ts';
import { slugify } from './clean-text.ts';
import { type BatchState, brandSlugs, type Candidate, type KnownCategory } from './gather-batch.ts';
import type { Rejection } from './schemas.ts';
import { contentHash, shortHash, sourceId } from './source-id.ts';

type NewProduct = typeof products.$inferInsert;
type NewVariant = typeof variants.$inferInsert;
type NewListing = typeof listings.$inferInsert;

export interface ListingUpdate {
  readonly listing: Pick<NewListing, 'id' | 'mrpPaise' | 'pricePaise' | 'hsn' | 'gstCode' | 'sourceHash'>;
  readonly variant: Pick<NewVariant, 'id' | 'attributes'>;
  readonly product: Omit<NewProduct, 'slug' | 'status' | 'createdAt' | 'updatedAt'>;
}

export interface StockCount {
  readonly line: number;
  readonly sku: string;
  readonly onHand: number;
}

/** What a batch will do: rows for each table, and what becomes of each row of the file. */
export interface BatchPlan {
  readonly categories: CategoryShelf['added'];
  readonly brands: (typeof brands.$inferInsert)[];
  readonly products: NewProduct[];
  readonly variants: NewVariant[];
  readonly listings: (NewListing & { readonly stock: number })[];
  readonly updates: ListingUpdate[];
  /** What rows say of the shelf of listings that are there already, where the shop believes something else. */
  readonly counts: StockCount[];
  /** Lines by what became of them. */
  readonly created: number[];
  readonly updated: number[];
  readonly unchanged: number[];
  readonly rejected: Rejection[];
}

export interface PlanOptions {
  readonly defaultStock: number;
  readonly now: number;
}

/** Decides without writing: the same rows against the same state give the same plan. */
export function planBatch(candidates: readonly Candidate[], state: BatchState, options: PlanOptions): BatchPlan {
  const planner = new Planner(state, options);
  for (const candidate of candidates) planner.take(candidate);
  return planner.plan;
}

class Planner {
  readonly plan: BatchPlan;
  private readonly shelf: CategoryShelf;
  private readonly brandIds: Map<string, string>;
  private readonly productIds: Set<string>;
  private readonly variantIds: Set<string>;
  /** Lines of this batch by the listing and the variant that they offer. */
  private readonly lines = new Map<string, number>();
  private readonly state: BatchState;
  private readonly options: PlanOptions;

  constructor(state: BatchState, options: PlanOptions) {
    this.state = state;
    this.options = options;
    this.shelf = new CategoryShelf(state.categories);
    this.brandIds = new Map(state.brandIds);
    this.productIds = new Set(state.productIds);
    this.variantIds = new Set(state.variantIds);
    this.plan = {
      ...{
        categories: this.shelf.added,
        brands: [],
        products: [],
        variants: [],
        listings: [],
        updates: [],
        counts: [],
      },
      ...{ created: [], updated: [], unchanged: [], rejected: [] },
    };
  }

  take(candidate: Candidate): void {
    const { sourceKey, variantId, line, item } = candidate;
    const repeat = this.repeatOf(candidate);
    if (repeat !== null) {
      this.reject(line, repeat.field, repeat.reason);
      return;
    }
    const known = this.state.listings.get(sourceKey);
    const hash = contentHash({ ...item, listingId: null, stock: null });
    if (known?.sourceHash === hash) this.plan.unchanged.push(line);
    else {
      const category = this.categoryOf(candidate);
      if (category === null) return;
      if (known === undefined) this.create(candidate, category, hash);
      else this.update(candidate, category, hash, known);
    }
    if (known !== undefined && item.stock !== null && item.stock !== known.onHand) {
      this.plan.counts.push({ line, sku: known.sku, onHand: item.stock });
    }
    this.lines.set(sourceKey, line).set(variantId, line);
  }

  /** A seller offers a variant once, and a listing id stands once in a file. */
  private repeatOf({ sourceKey, variantId, item }: Candidate): { field: string; reason: string } | null {
    const [idField, variantField] = item.productKey.startsWith('flipkart:')
      ? ['uniq_id', 'pid']
      : ['listing_id', 'product_id'];
    const above = this.lines.get(sourceKey);
    if (above !== undefined) return { field: idField, reason: `the same id as in line ${above}` };
    const sibling = this.lines.get(variantId);
    if (sibling !== undefined)
      return { field: variantField, reason: `the same product and variant as in line ${sibling}` };
    const offer = this.state.offers.get(variantId);
    if (offer === undefined || offer.sourceKey === sourceKey) return null;
    return {
      field: variantField,
      reason: `this seller offers the same product and variant already, as SKU ${offer.sku}`,
    };
  }

  private categoryOf({ line, item }: Candidate): KnownCategory | null {
    const field = item.productKey.startsWith('flipkart:') ? 'product_category_tree' : 'category';
    const category = this.shelf.find(item.category);
    const gstCode = item.gstCode ?? category?.gstCode;
    if (category === null) {
      const names = this.shelf.departmentNames().join(', ');
      this.reject(line, field, `no department '${item.category[0]}'; there are: ${names}`.slice(0, 300));
    } else if (gstCode === undefined || !this.state.gstCodes.has(gstCode)) {
      this.reject(line, item.gstCode === null ? field : 'gst_code', `there is no GST rate with the code ${gstCode}`);
    } else return category;
    return null;
  }

  private create(candidate: Candidate, category: KnownCategory, hash: string): void {
    const { line, item, productId, variantId, sourceKey } = candidate;
    const { now } = this.options;
    if (!this.productIds.has(productId)) {
      this.productIds.add(productId);
      const slug = [slugify(item.title), shortHash(item.productKey, 7)].filter((part) => part !== '').join('-');
      const product = this.productOf(candidate, category, productId);
      this.plan.products.push({ ...product, slug, status: 'active', createdAt: now, updatedAt: now });
    }
    if (!this.variantIds.has(variantId)) {
      this.variantIds.add(variantId);
      this.plan.variants.push({ id: variantId, productId, attributes: item.attributes, position: line });
    }
    this.plan.listings.push({
      ...{ id: sourceId('listing', sourceKey), sku: `HT-${shortHash(sourceKey, 12).toUpperCase()}` },
      ...{ variantId, productId, sellerId: this.state.seller?.id ?? '', status: 'active' },
      ...{ ...this.offerOf(candidate, category), isCodAllowed: category.isCodAllowed },
      ...{ sourceKey, sourceHash: hash, updatedAt: now, stock: item.stock ?? this.options.defaultStock },
    });
    this.plan.created.push(line);
  }

  /** Prices and texts follow the file; slug, SKU and status are the shop's own, and stock is its object's. */
  private update(
    candidate: Candidate,
    category: KnownCategory,
    hash: string,
    known: { readonly id: string; readonly productId: string; readonly variantId: string },
  ): void {
    this.plan.updates.push({
      listing: { id: known.id, ...this.offerOf(candidate, category), sourceHash: hash },
      variant: { id: known.variantId, attributes: candidate.item.attributes },
      product: this.productOf(candidate, category, known.productId),
    });
    this.plan.updated.push(candidate.line);
  }

  private productOf({ item }: Candidate, category: KnownCategory, id: string) {
    const { title, description, specs, ratingTenths, ratingCount } = item;
    const brandId = this.brandIdOf(item);
    return { id, title, brandId, categoryId: category.id, description, specs, ratingTenths, ratingCount };
  }

  private offerOf({ item }: Candidate, category: KnownCategory) {
    const { mrpPaise, pricePaise } = item;
    return { mrpPaise, pricePaise, hsn: item.hsn ?? category.hsn, gstCode: item.gstCode ?? category.gstCode };
  }

  /** A brand that the row names is made when it is missing; one that its title may begin with has to be known. */
  private brandIdOf(item: Candidate['item']): string | null {
    const slug = brandSlugs(item).find((each) => this.brandIds.has(each));
    if (slug !== undefined) return this.brandIds.get(slug) ?? null;
    if (item.brand === null) return null;
    const newSlug = slugify(item.brand) || `brand-${shortHash(item.brand, 8)}`;
    const id = this.brandIds.get(newSlug) ?? sourceId('brand', newSlug);
    if (!this.brandIds.has(newSlug)) this.plan.brands.push({ id, slug: newSlug, name: item.brand });
    this.brandIds.set(newSlug, id);
    return id;
  }

  private reject(line: number, field: string, reason: string): void {
    this.plan.rejected.push({ line, field, reason });
  }
}
