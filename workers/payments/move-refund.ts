import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { postJournal } from '../db/journal.ts';
import { ledgerEntries, payments, refunds } from '../db/schema/payments.ts';
import { didHappen, paymentStates, refundStates, transitionWrites } from '../db/transition.ts';
import { type Account, type Journal, journal, moveEntries, reversed } from '../domain/ledger.ts';
import { transition } from '../domain/machine.ts';
import type { PaymentEvent, PaymentMethod, PaymentStatus } from '../domain/payment.ts';
import { type RefundEvent, type RefundStatus, refundMachine } from '../domain/refund.ts';

export interface RefundRow {
  readonly id: string;
  readonly orderId: string;
  readonly paymentId: string;
  readonly status: RefundStatus;
  readonly amountPaise: number;
  /** How often it was tried again after it had failed. */
  readonly attempts: number;
  /** The gateway's id of the latest try; null until it answered. */
  readonly refundRef: string | null;
  /** The bank's number of a transfer by hand. */
  readonly utr: string | null;
  readonly gateway: PaymentMethod;
  readonly paymentStatus: PaymentStatus;
  readonly gatewayRef: string | null;
  readonly captureRef: string | null;
  /** 1 when the captured money is in the books; other money than rupees is not. */
  readonly isBooked: number;
}

/** A refund with the payment that it comes out of; `condition` names the refund as `r`. */
export async function findRefund(ctx: Context, condition: SQL): Promise<RefundRow | null> {
  const [refund] = await ctx.db.all<RefundRow>(sql`
    SELECT r.id, r.order_id AS orderId, r.payment_id AS paymentId, r.status, r.amount_paise AS amountPaise,
      r.attempts, r.gateway_ref AS refundRef, r.utr, p.gateway, p.status AS paymentStatus,
      p.gateway_ref AS gatewayRef, p.capture_ref AS captureRef,
      p.gateway = 'cod' OR EXISTS (SELECT 1 FROM ${ledgerEntries} WHERE journal = 'capture:' || p.id) AS isBooked
    FROM ${refunds} r JOIN ${payments} p ON p.id = r.payment_id
    WHERE ${condition} LIMIT 1`);
  return refund ?? null;
}

export type Move = 'repeat' | 'moved' | 'raced';

export interface Told {
  /** The gateway's id of the refund. */
  readonly refundRef?: string | null;
  /** The bank's number of a transfer by hand. */
  readonly utr?: string;
  readonly note?: string;
  /** Further writes of the batch, for when it happened. */
  readonly also?: (happened: SQL) => readonly ReturnType<Context['db']['run']>[];
}

/**
 * One step of a refund, with all that follows from it in the same batch: the books, and how far its payment is given
 * back. 'repeat' when the refund is past that step, 'raced' when another writer was faster: look again.
 */
export async function moveRefund(
  ctx: Context,
  refund: RefundRow,
  event: Exclude<RefundEvent, 'retried'>,
  { refundRef = null, utr, note, also = () => [] }: Told = {},
): Promise<Move> {
  const { id, status, attempts } = refund;
  if (!transition(refundMachine, status, event).ok) return 'repeat';
  const { statements, happened } = transitionWrites(ctx, refundStates, {
    id,
    event,
    from: status,
    guard: sql`attempts = ${attempts}`,
    set: [
      sql`gateway_ref = COALESCE(${refundRef}, gateway_ref)`,
      sql`utr = COALESCE(${utr ?? null}, utr)`,
      sql`updated_at = ${ctx.now}`,
    ],
    ...(note === undefined ? {} : { note }),
  });
  const booked = journalOf(refund, event);
  const results = await ctx.db.batch([
    ...statements,
    ...(booked === null ? [] : [postJournal(ctx, booked, happened)]),
    ...settlePayment(ctx, refund, event, happened),
    ...also(happened),
  ]);
  return didHappen(results) ? 'moved' : 'raced';
}

/** Money leaves when a refund has succeeded, and is back when the buyer's bank returns it. */
function journalOf(
  { id, orderId, status, amountPaise, attempts, ...of }: RefundRow,
  event: RefundEvent,
): Journal | null {
  const isBounced = event === 'failed' && status === 'succeeded';
  if (event !== 'succeeded' && !isBounced) return null;
  const entries = moveEntries(moneyOf(of), 'refunds', amountPaise);
  // Each try of a refund that bounced is money that left, and is booked, once.
  const suffix = attempts === 0 ? '' : `:${attempts + 1}`;
  return isBounced
    ? journal(`refund_bounced:${id}${suffix}`, orderId, reversed(entries))
    : journal(`refund:${id}${suffix}`, orderId, entries);
}

/** Where the money of a refund comes from. What never came into the books leaves by where it was put aside. */
function moneyOf({ gateway, isBooked }: Pick<RefundRow, 'gateway' | 'isBooked'>): Account {
  if (gateway === 'cod') return 'bank';
  return isBooked === 1 ? `gateway:${gateway}` : 'suspense';
}

/** How far the payment of a refund is given back. One that is past that, such as one charged back, stays as it is. */
function settlePayment(ctx: Context, { paymentId, status }: RefundRow, event: RefundEvent, happened: SQL) {
  if (event === 'succeeded') return settleWrites(ctx, paymentId, happened);
  if (status !== 'succeeded') return [];
  const { back, step } = settling(ctx, paymentId, happened);
  return [...step('bounced_whole', sql`${back} = 0`), ...step('bounced_in_part', sql`${back} > 0`)];
}

/** A payment as far given back as the sum of what has really gone back says; nothing when that is nothing. */
export function settleWrites(ctx: Context, paymentId: string, happened: SQL) {
  const { back, step } = settling(ctx, paymentId, happened);
  return [
    ...step('refunded_whole', sql`${back} > 0 AND captured_paise <= ${back}`),
    ...step('refunded_in_part', sql`${back} > 0 AND captured_paise > ${back}`),
  ];
}

function settling(ctx: Context, id: string, happened: SQL) {
  const back = sql`(SELECT COALESCE(SUM(amount_paise), 0) FROM ${refunds}
    WHERE payment_id = ${id} AND status = 'succeeded')`;
  const step = (event: PaymentEvent, guard: SQL) =>
    transitionWrites(ctx, paymentStates, {
      id,
      event,
      set: [sql`updated_at = ${ctx.now}`],
      guard: sql`${happened} AND ${guard}`,
    }).statements;
  return { back, step };
}
