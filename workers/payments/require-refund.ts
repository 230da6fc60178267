import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { AppError } from '../http/problem.ts';
import { findRefund, type RefundRow } from './move-refund.ts';

/** Throws `not_found`. */
export async function requireRefund(ctx: Context, refundId: string): Promise<RefundRow> {
  const refund = await findRefund(ctx, sql`r.id = ${refundId}`);
  if (refund === null) throw new AppError('not_found', `There is no refund ${refundId}.`);
  return refund;
}
