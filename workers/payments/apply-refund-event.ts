import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import type { EventOutcome } from './event-outcome.ts';
import type { GatewayEvent, GatewayName } from './gateway.ts';
import { findRefund, moveRefund, type RefundRow } from './move-refund.ts';

/**
 * What a gateway says of a refund: found by our id, or by the gateway's own. It may come before our own question was
 * answered. Null when another writer was faster.
 */
export async function applyRefundEvent(
  ctx: Context,
  gateway: GatewayName,
  happening: 'succeeded' | 'failed',
  event: GatewayEvent,
): Promise<EventOutcome | null> {
  const { refund: told } = event;
  const refund = told === null ? null : await findTold(ctx, told);
  if (told === null || refund === null) return 'unknown_refund';
  if (!isOf(refund, gateway, event)) return 'mismatched';
  if (isOfAnotherTry(refund, told.gatewayRef)) return 'repeat';
  const move = await moveRefund(ctx, refund, happening, { refundRef: told.gatewayRef });
  if (move === 'raced') return null;
  return move === 'moved' ? 'applied' : 'repeat';
}

async function findTold(ctx: Context, told: NonNullable<GatewayEvent['refund']>): Promise<RefundRow | null> {
  if (told.refundId !== null) return await findRefund(ctx, sql`r.id = ${told.refundId}`);
  return await findRefund(ctx, sql`r.gateway_ref = ${told.gatewayRef}`);
}

/**
 * Our id is a note that anybody with the gateway's pages can write on a refund: what it names has to be the same money,
 * out of the same payment. Anything else is for people to look at.
 */
function isOf(refund: RefundRow, gateway: GatewayName, event: GatewayEvent): boolean {
  const isSame = (ours: string | null, told: string | null) => ours === null || told === null || ours === told;
  return (
    refund.gateway === gateway &&
    refund.amountPaise === event.amountPaise &&
    isSame(refund.gatewayRef, event.gatewayRef === '' ? null : event.gatewayRef) &&
    isSame(refund.captureRef, event.captureRef)
  );
}

/** A refund that failed and was tried again has another id at the gateway; what is said of the first try is over. */
function isOfAnotherTry({ status, refundRef }: RefundRow, toldRef: string): boolean {
  if (refundRef === null) return false;
  return status === 'due' ? toldRef === refundRef : toldRef !== refundRef;
}
