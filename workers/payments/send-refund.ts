import { sql } from 'drizzle-orm';
import { type Context, requireSystem } from '../context.ts';
import type { Id } from '../domain/id.ts';
import { CONTESTED_STATUSES, type PaymentStatus } from '../domain/payment.ts';
import { failpoint } from '../failpoint.ts';
import type { Gateway, GatewayRefund, RefundRequest } from './gateway.ts';
import { gatewayOf } from './gateways.ts';
import { findRefund, type Move, moveRefund, type RefundRow } from './move-refund.ts';

/**
 * Asks the gateway to give back what is owed. The consumer of `refund.due`: a message that comes twice, or a reply that
 * was lost, leads to one refund, because the gateway knows it by our id. Cash goes back by hand
 * (`record-transfer.ts`); what a bank disputes waits for the end of that, and `reconcile-refunds.ts` sends it then.
 */
export async function sendRefund(ctx: Context, refundId: string, gateway?: Gateway): Promise<void> {
  requireSystem(ctx);
  const refund = await findRefund(ctx, sql`r.id = ${refundId}`);
  const request = refund === null ? null : requestOf(refund);
  if (refund?.status !== 'due' || refund.gateway === 'cod' || request === null) return;
  if (isContested(refund)) return;
  const adapter = gateway ?? gatewayOf(ctx.env, refund.gateway);
  const answer = await adapter.refund(request);
  await failpoint(ctx, 'refund.asked');
  await keepAnswer(ctx, refund, answer);
  await failpoint(ctx, 'refund.applied');
}

/** The bank may take this money from us, or has: sent as well, the buyer would have it twice. */
function isContested({ paymentStatus }: RefundRow): boolean {
  return (CONTESTED_STATUSES as readonly PaymentStatus[]).includes(paymentStatus);
}

/** What a gateway answered about a refund. A webhook that was faster has said the same or more. */
export async function keepAnswer(
  ctx: Context,
  refund: RefundRow,
  { gatewayRef, status }: GatewayRefund,
): Promise<Move> {
  const event = status === 'pending' ? 'sent' : status;
  return await moveRefund(ctx, refund, event, { refundRef: gatewayRef });
}

/** The refund as the gateway is asked for it; null while there is nothing that it could come out of. */
export function requestOf({ id, amountPaise, gatewayRef, captureRef }: RefundRow): RefundRequest | null {
  return gatewayRef === null ? null : { id: id as Id<'refund'>, amountPaise, gatewayRef, captureRef };
}
