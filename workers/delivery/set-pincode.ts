import { and, eq, sql } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { auditMark, auditWrite } from '../db/audit.ts';
import { pincodes } from '../db/schema/catalog.ts';
import { AppError } from '../http/problem.ts';
import type { PincodeInput, PincodeStanding } from './schemas.ts';

/** Whether parcels go to a pincode, and whether its people may pay in cash. The same again changes nothing. */
export async function setPincode(ctx: Context, pincode: string, input: PincodeInput): Promise<PincodeStanding> {
  requirePermission(ctx, 'delivery.write');
  const [row] = await ctx.db.select().from(pincodes).where(eq(pincodes.pincode, pincode));
  if (row === undefined) throw new AppError('not_found', `There is no pincode ${pincode}.`);
  const { district, stateCode, isServiceable, isCodAllowed } = row;
  const after = { ...{ pincode, district, stateCode }, ...input };
  const before = { isServiceable, isCodAllowed };
  if (isServiceable === input.isServiceable && isCodAllowed === input.isCodAllowed) return after;
  const { id, happened } = auditMark(ctx);
  const results = await ctx.db.batch([
    auditWrite(
      ctx,
      { id, action: 'delivery.pincode', subject: pincode, before, after: input },
      sql`EXISTS (SELECT 1 FROM ${pincodes} WHERE pincode = ${pincode}
        AND is_serviceable = ${Number(isServiceable)} AND is_cod_allowed = ${Number(isCodAllowed)})`,
    ),
    ctx.db
      .update(pincodes)
      .set(input)
      .where(and(eq(pincodes.pincode, pincode), happened)),
    ctx.db.all(sql`SELECT 1 WHERE ${happened}`),
  ]);
  if (results[2].length === 0) throw new AppError('illegal_transition', 'Somebody else has changed it. Look again.');
  return after;
}
