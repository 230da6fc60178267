import { eq, sql } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { auditMark, auditWrite } from '../db/audit.ts';
import { announce, publish } from '../db/outbox.ts';
import { listings, products } from '../db/schema/catalog.ts';
import { AppError, fieldError } from '../http/problem.ts';
import type { EditedListing, ListingEdit } from './edit-schemas.ts';

/**
 * Changes the terms of one seller's offer. Written only over what was read, so that of two edits at once neither is
 * lost in silence. The same again changes nothing. Throws `not_found`, `validation_failed`, `illegal_transition`.
 */
export async function editListing(ctx: Context, sku: string, edit: ListingEdit): Promise<EditedListing> {
  requirePermission(ctx, 'catalog.write');
  const { productId, productSlug, ...before } = await findListing(ctx, sku);
  const after = { ...before, ...definedOf(edit) };
  requirePriceWithinMrp(after, edit);
  if (JSON.stringify(before) === JSON.stringify(after)) return { sku, productSlug, ...after };

  const { id, happened } = auditMark(ctx);
  const announcement = announce(ctx, { type: 'product.changed', productId }, happened);
  const results = await ctx.db.batch([
    auditWrite(
      ctx,
      { id, action: 'listing.edit', subject: sku, before, after },
      sql`EXISTS (
        SELECT 1 FROM ${listings} WHERE sku = ${sku} AND price_paise = ${before.pricePaise}
          AND mrp_paise = ${before.mrpPaise} AND status = ${before.status} AND handling_days = ${before.handlingDays}
          AND is_cod_allowed = ${Number(before.isCodAllowed)})`,
    ),
    ctx.db
      .update(listings)
      .set({ ...after, updatedAt: ctx.now })
      .where(sql`${listings.sku} = ${sku} AND ${happened}`),
    announcement.statement,
    ctx.db.all(sql`SELECT 1 WHERE ${happened}`),
  ]);
  if (results[3].length === 0) {
    throw new AppError('illegal_transition', 'Somebody else has changed this listing in the meantime. Look again.');
  }
  ctx.later(publish(ctx, [announcement]));
  return { sku, productSlug, ...after };
}

function requirePriceWithinMrp(after: { pricePaise: number; mrpPaise: number }, edit: ListingEdit): void {
  if (after.pricePaise <= after.mrpPaise) return;
  const field = edit.pricePaise === undefined ? 'mrpPaise' : 'pricePaise';
  throw fieldError(field, `The price (${after.pricePaise}) is above the MRP (${after.mrpPaise}), in paise.`);
}

async function findListing(ctx: Context, sku: string) {
  const [row] = await ctx.db
    .select({
      productId: listings.productId,
      productSlug: products.slug,
      pricePaise: listings.pricePaise,
      mrpPaise: listings.mrpPaise,
      status: listings.status,
      handlingDays: listings.handlingDays,
      isCodAllowed: listings.isCodAllowed,
    })
    .from(listings)
    .innerJoin(products, eq(products.id, listings.productId))
    .where(eq(listings.sku, sku));
  if (row === undefined) throw new AppError('not_found', `There is no listing ${sku}.`);
  return row;
}

/** A member that is undefined would take the place of what is there. */
function definedOf({ pricePaise, mrpPaise, status, handlingDays, isCodAllowed }: ListingEdit) {
  return {
    ...(pricePaise === undefined ? {} : { pricePaise }),
    ...(mrpPaise === undefined ? {} : { mrpPaise }),
    ...(status === undefined ? {} : { status }),
    ...(handlingDays === undefined ? {} : { handlingDays }),
    ...(isCodAllowed === undefined ? {} : { isCodAllowed }),
  };
}
