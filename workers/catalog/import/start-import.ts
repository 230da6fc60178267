import { sql } from 'drizzle-orm';
import { actorLabel, type Context, requirePermission } from '../../context.ts';
import { auditWrite } from '../../db/audit.ts';
import { imports, sellers } from '../../db/schema/catalog.ts';
import { AppError, fieldError } from '../../http/problem.ts';
import { selectOpenImport, stateOf } from './queries.ts';
import { DEFAULT_SELLER, type ImportState, type StartImport } from './schemas.ts';

/** Whose listings a trial import becomes. Invented, so never made in production: invoices would carry this GSTIN. */
const BAZAAR_DIRECT = {
  slug: DEFAULT_SELLER,
  name: 'Bazaar Direct',
  legalName: 'Bazaar Direct Retail Private Limited',
  gstin: '29AABCB7412K1ZL',
  stateCode: '29',
  pincode: '560100',
  address: '14, Hosur Road, Electronic City Phase 1, Bengaluru',
  ratingTenths: 41,
  status: 'active',
} as const;

/**
 * Begins to import a file, or takes up the unfinished import of the same file with the same options: the answer's
 * `lastLine` says where to go on.
 */
export async function startImport(ctx: Context, input: StartImport): Promise<ImportState> {
  requirePermission(ctx, 'catalog.write');
  await requireSeller(ctx, input);
  const fileKey = [input.fileKey, input.sellerSlug, input.defaultStock].join(':');
  const id = ctx.newId('import');
  const isOpened = sql`EXISTS (SELECT 1 FROM ${imports} WHERE id = ${id})`;
  const [, , [record]] = await ctx.db.batch([
    ctx.db
      .insert(imports)
      .values({
        ...{ id, fileKey, isDryRun: input.isDryRun },
        ...{ sellerSlug: input.sellerSlug, defaultStock: input.defaultStock },
        ...{ createdBy: actorLabel(ctx.actor), createdAt: ctx.now, updatedAt: ctx.now },
      })
      .onConflictDoNothing(),
    auditWrite(ctx, { action: 'import.start', subject: id, after: input }, isOpened),
    selectOpenImport(ctx, fileKey, input.isDryRun),
  ]);
  if (record === undefined) throw new AppError('internal', 'The import could not be opened.');
  return stateOf(record);
}

/** A dry run writes nothing, so it may go ahead for the seller that the real run would make. */
async function requireSeller(ctx: Context, { sellerSlug, isDryRun }: StartImport): Promise<void> {
  const [seller] = await ctx.db
    .select({ status: sellers.status })
    .from(sellers)
    .where(sql`${sellers.slug} = ${sellerSlug}`);
  if (seller?.status === 'active') return;
  if (seller !== undefined) throw fieldError('sellerSlug', `The seller ${sellerSlug} is suspended.`);
  if (sellerSlug !== DEFAULT_SELLER || ctx.env.APP_ENV === 'production') {
    throw fieldError('sellerSlug', `There is no seller ${sellerSlug}. Say whose listings these are.`);
  }
  if (isDryRun) return;
  await ctx.db
    .insert(sellers)
    .values({ id: ctx.newId('seller'), ...BAZAAR_DIRECT })
    .onConflictDoNothing();
}
