import { eq, sql } from 'drizzle-orm';
import { type Sellable, selectSellables, sellablesOf } from '../cart/queries.ts';
import type { Context } from '../context.ts';
import { pincodes } from '../db/schema/catalog.ts';
import { type CodRefusal, codRefusal, DEFAULT_COD_RULES } from '../domain/cod.ts';
import type { DeliveryRules, Place } from '../domain/delivery.ts';
import { STATES } from '../domain/gst.ts';
import { fieldError } from '../http/problem.ts';
import { promiseFor, type Shippable } from './parcels.ts';
import { readDeliveryRules } from './rules.ts';
import type { Delivery } from './schemas.ts';

export interface Destination extends Place {
  readonly district: string;
  readonly isServiceable: boolean;
  readonly isCodAllowed: boolean;
}

/** The statement behind `findDestination`, for a batch with other reads. */
export function selectDestination(ctx: Context, pincode: string) {
  return ctx.db.select().from(pincodes).where(eq(pincodes.pincode, pincode));
}

export async function findDestination(ctx: Context, pincode: string): Promise<Destination> {
  return requireDestination(await selectDestination(ctx, pincode), pincode);
}

/** Throws `validation_failed` for a pincode that does not exist; `field` says where it stood. */
export function requireDestination(rows: readonly Destination[], pincode: string, field = 'pincode'): Destination {
  const [destination] = rows;
  if (destination === undefined) throw fieldError(field, `There is no pincode ${pincode}.`);
  return destination;
}

/** What a pincode gets: whether we deliver, cash on delivery, and for a SKU the promised day and the shipping fee. */
export async function findDelivery(ctx: Context, pincode: string, sku?: string): Promise<Delivery> {
  const [rules, [destinations, rows, limits]] = await Promise.all([
    readDeliveryRules(ctx),
    ctx.db.batch([
      selectDestination(ctx, pincode),
      selectSellables(ctx, sku === undefined ? [] : [sku]),
      ctx.db.all<{ codLimitPaise: number | null }>(sql`SELECT ${codLimitColumn(ctx.now)} AS codLimitPaise`),
    ]),
  ]);
  const destination = requireDestination(destinations, pincode);
  const listing = sku === undefined ? null : (sellablesOf(rows).get(sku) ?? null);
  if (sku !== undefined && listing === null) throw fieldError('sku', `There is no item ${sku}.`);
  return deliveryOf(ctx, { rules, codLimitPaise: limits[0]?.codLimitPaise ?? null }, destination, listing);
}

export interface PromiseRules {
  readonly rules: DeliveryRules;
  /** Null where a shop has set no rules for cash. */
  readonly codLimitPaise: number | null;
}

export type PromisedListing = Shippable & Pick<Sellable, 'isCodAllowed' | 'isSellerCodAllowed'>;

/** One piece of a listing to a place; without a listing only what holds for the place as such. */
export function deliveryOf(
  ctx: Context,
  { rules, codLimitPaise }: PromiseRules,
  destination: Destination,
  listing: PromisedListing | null,
): Delivery {
  const promise = listing === null ? null : promiseFor(ctx, rules, listing, destination);
  const refusal = promise === null ? (destination.isServiceable ? null : 'pincode') : promise.refusal;
  const cashRefusal = cashRefusalOf(destination, listing, (promise?.shippingPaise ?? 0) + rules.codFeePaise, {
    ...DEFAULT_COD_RULES,
    ...(codLimitPaise === null ? {} : { limitPaise: codLimitPaise }),
  });
  return {
    pincode: destination.pincode,
    district: destination.district,
    state: STATES[destination.stateCode] ?? destination.stateCode,
    isServiceable: refusal === null,
    refusal,
    isCodAllowed: refusal === null && cashRefusal === null,
    codRefusal: refusal === null ? cashRefusal : null,
    promisedOn: promise?.promisedOn ?? null,
    shippingPaise: promise?.shippingPaise ?? null,
    freeFromPaise: rules.freeFromPaise,
  };
}

/** Of the newest rules for cash, as a scalar. */
export function codLimitColumn(now: number) {
  return sql`(SELECT limit_paise FROM cod_rules WHERE valid_from_at <= ${now} ORDER BY valid_from_at DESC LIMIT 1)`;
}

/** Before anybody is known: what holds for every shopper. */
function cashRefusalOf(
  destination: Destination,
  listing: PromisedListing | null,
  chargesPaise: number,
  rules: typeof DEFAULT_COD_RULES,
): CodRefusal | null {
  return codRefusal(rules, {
    grandPaise: (listing?.pricePaise ?? 0) + chargesPaise,
    isPincodeAllowed: destination.isCodAllowed,
    areItemsAllowed: listing?.isCodAllowed ?? true,
    areSellersAllowed: listing?.isSellerCodAllowed ?? true,
    refusedParcels: 0,
  });
}
