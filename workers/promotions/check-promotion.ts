import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { formatRupees } from '../domain/money.ts';
import type { PromotionKind, PromotionRule } from '../domain/promotion.ts';
import { AppError, type FieldError } from '../http/problem.ts';
import type { NewPromotion } from './schemas.ts';

/** Which rules go with which kind: a coupon has no price of a piece, a bank gives nothing away for free. */
const RULES: Readonly<Record<PromotionKind, readonly PromotionRule['type'][]>> = {
  flash_sale: ['price'],
  product: ['price', 'flat', 'percent'],
  cart: ['flat', 'percent', 'buy_x_get_y', 'free_shipping'],
  coupon: ['flat', 'percent', 'buy_x_get_y', 'free_shipping'],
  bank_offer: ['flat', 'percent'],
};

/** What the schema cannot know. Throws `validation_failed` with every field that is wrong. */
export async function requireSound(ctx: Context, promotion: NewPromotion): Promise<void> {
  const errors = [
    ...timeErrors(promotion),
    ...kindErrors(promotion),
    ...bearerErrors(promotion),
    ...(await catalogueErrors(ctx, promotion)),
  ];
  const [first] = errors;
  if (first !== undefined) throw new AppError('validation_failed', `${first.field}: ${first.message}`, { errors });
}

function timeErrors({ kind, validFrom, validUntil }: NewPromotion): readonly FieldError[] {
  if (validUntil === null) return kind === 'flash_sale' ? [wrong('validUntil', 'a flash sale has an end')] : [];
  return Date.parse(validUntil) > Date.parse(validFrom) ? [] : [wrong('validUntil', 'it ends before it starts')];
}

function kindErrors(promotion: NewPromotion): readonly FieldError[] {
  const { kind, code, sku, rule, eligibility, perPersonLimit } = promotion;
  const errors: FieldError[] = [];
  if (!RULES[kind].includes(rule.type)) errors.push(wrong('rule.type', `${kind} takes ${RULES[kind].join(', ')}`));
  if ((kind === 'coupon') !== (code !== null)) {
    errors.push(wrong('code', kind === 'coupon' ? 'the code that shoppers type' : 'only a coupon has a code'));
  }
  if ((kind === 'flash_sale') !== (sku !== null)) {
    errors.push(wrong('sku', kind === 'flash_sale' ? 'the listing on sale' : 'only a flash sale has a SKU of its own'));
  }
  if (kind === 'flash_sale') {
    const lists = ['categoryPaths', 'brandSlugs', 'skus', 'sellerIds', 'paymentMethods'] as const;
    const given = lists.filter((list) => eligibility[list].length > 0);
    errors.push(...given.map((list) => wrong(`eligibility.${list}`, 'a flash sale is of its SKU, however it is paid')));
  }
  if (rule.type === 'price' && kind === 'product' && eligibility.skus.length === 0) {
    errors.push(wrong('eligibility.skus', 'a price is for listings that are named'));
  }
  if (eligibility.people === 'first_order' && perPersonLimit !== 1) {
    errors.push(wrong('perPersonLimit', 'a first order is one: 1'));
  }
  return errors;
}

function bearerErrors({ kind, bearer }: NewPromotion): readonly FieldError[] {
  if (kind === 'bank_offer') {
    return bearer.bankBps === 10_000 && bearer.sellerBps === 0
      ? []
      : [wrong('bearer.bankBps', 'the bank pays for its offer: 10000')];
  }
  return bearer.bankBps === 0 ? [] : [wrong('bearer.bankBps', 'a bank pays for bank offers only')];
}

interface Known {
  readonly list: 'categoryPaths' | 'brandSlugs' | 'skus' | 'sellerIds';
  readonly value: string;
  readonly mrpPaise: number | null;
}

/** Everything that is named exists, and no price is above the MRP of its listing. */
async function catalogueErrors(ctx: Context, { sku, rule, eligibility }: NewPromotion): Promise<readonly FieldError[]> {
  const { categoryPaths, brandSlugs, sellerIds } = eligibility;
  const skus = [...eligibility.skus, ...(sku === null ? [] : [sku])];
  const wanted = (values: readonly string[]) => sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;
  const known = await ctx.db.all<Known>(sql`
    SELECT 'categoryPaths' AS list, path AS value, NULL AS mrpPaise FROM categories WHERE path IN ${wanted(categoryPaths)}
    UNION ALL SELECT 'brandSlugs', slug, NULL FROM brands WHERE slug IN ${wanted(brandSlugs)}
    UNION ALL SELECT 'sellerIds', id, NULL FROM sellers WHERE id IN ${wanted(sellerIds)}
    UNION ALL SELECT 'skus', sku, mrp_paise FROM listings WHERE sku IN ${wanted(skus)}`);
  const find = (list: Known['list'], value: string) => known.find((each) => each.list === list && each.value === value);
  const missing = (['categoryPaths', 'brandSlugs', 'sellerIds', 'skus'] as const).flatMap((list) =>
    eligibility[list].flatMap((value, index) =>
      find(list, value) === undefined ? [wrong(`eligibility.${list}.${index}`, `there is no ${value}`)] : [],
    ),
  );
  if (sku !== null && find('skus', sku) === undefined) missing.push(wrong('sku', `there is no item ${sku}`));
  const mrps = known.flatMap(({ mrpPaise }) => mrpPaise ?? []);
  const lowest = mrps.length === 0 ? null : Math.min(...mrps);
  if (rule.type === 'price' && lowest !== null && rule.pricePaise > lowest) {
    missing.push(wrong('rule.pricePaise', `above the MRP, ${formatRupees(lowest)}`));
  }
  return missing;
}

function wrong(field: string, message: string): FieldError {
  return { field, message };
}
