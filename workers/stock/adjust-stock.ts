import { sql } from 'drizzle-orm';
import { actorLabel, type Context, requirePermission } from '../context.ts';
import { auditWrite } from '../db/audit.ts';
import { idempotencyKeys } from '../db/schema/orders.ts';
import { violatesUnique } from '../db/unique-violation.ts';
import { answerSettled, hashBody, selectAttempt, settle } from '../http/idempotency.ts';
import { AppError, problemOf } from '../http/problem.ts';
import type { AdjustAnswer } from '../objects/stock-messages.ts';
import { noStock, selectListing, shown } from './queries.ts';
import type { Adjusted, Adjustment } from './schemas.ts';

/**
 * Staff change the shelf by a delta or a count. A live hold is never erased and never becomes stock.
 *
 * Object and D1 are two systems. The audit row comes first: a change that nobody signed cannot exist, while a signed one
 * that its object has not made is finished by a repeat, because the object knows its ref. Whether it was made, the
 * ledger tells by the ref. Throws `not_found`, `stock_below_reserved`, `stock_moved`, `idempotency_key_reused`.
 */
export async function adjustStock(
  ctx: Context,
  sku: string,
  input: Adjustment,
  idempotencyKey: string,
): Promise<Adjusted> {
  requirePermission(ctx, 'stock.write');
  const actor = actorLabel(ctx.actor);
  const attempt = { scope: `stock:${actor}`, key: idempotencyKey, bodyHash: await hashBody({ sku, ...input }) };
  const change = { sku, input, ref: `${actor}:${idempotencyKey}` };
  const [[listing], [before]] = await ctx.db.batch([selectListing(ctx, sku), selectAttempt(ctx, attempt)]);
  if (listing === undefined) throw noStock(sku);
  const first = before ?? (await intend(ctx, attempt, change));
  const isOther = first !== undefined && first.bodyHash !== attempt.bodyHash;
  if (first !== undefined && (isOther || first.status !== null)) return await answerSettled(ctx, attempt, first);

  // A count that is finished by a repeat is as old as its first try: what was counted since stands.
  const answer = await changeShelf(ctx, listing.shards, change, first?.createdAt ?? ctx.now);
  await ctx.db.batch(answerWrites(ctx, change, answer));
  const [settled] = await selectAttempt(ctx, attempt);
  if (settled === undefined) throw new AppError('internal', 'The answer could not be kept. Ask again.');
  return await answerSettled(ctx, attempt, settled);
}

interface Change {
  readonly sku: string;
  readonly input: Adjustment;
  /** Who and their key: the object knows the change by it. */
  readonly ref: string;
}

type Attempt = Parameters<typeof selectAttempt>[1] & { readonly bodyHash: string };

/** Signs the change. Answers the row of a twin that was faster: it has signed it already. */
async function intend(ctx: Context, attempt: Attempt, { sku, input, ref }: Change) {
  try {
    await ctx.db.batch([
      ctx.db.insert(idempotencyKeys).values({ ...attempt, resourceId: ref, createdAt: ctx.now }),
      auditWrite(ctx, { action: 'stock.adjust', subject: sku, after: { ref, ...input } }),
    ]);
    return undefined;
  } catch (error) {
    if (!violatesUnique(error, 'idempotency_keys.key')) throw error;
    return (await selectAttempt(ctx, attempt))[0];
  }
}

async function changeShelf(
  ctx: Context,
  shards: number,
  { sku, input, ref }: Change,
  countedAt: number,
): Promise<AdjustAnswer> {
  const stock = ctx.env.STOCK.getByName(sku);
  const { delta, reason = 'manual', onHand, expectedOnHand } = input;
  if (onHand === undefined) return await stock.adjust(delta ?? 0, reason, ref, shards);
  return await stock.set(onHand, { expectedOnHand, countedAt, shards }, 'manual', ref);
}

type Statement = ReturnType<Context['db']['run']>;

/** What repeats will hear. A refused change stays signed, and is said to be refused. */
function answerWrites(ctx: Context, { sku, ref }: Change, answer: AdjustAnswer): [Statement, ...Statement[]] {
  if (answer.ok) {
    const adjusted: Adjusted = { sku, level: shown(answer.level), ref };
    return [settle(ctx, ref, 200, adjusted, isUnsettled)];
  }
  const refusal = refused(sku, answer);
  const isFirst = sql`EXISTS (SELECT 1 FROM ${idempotencyKeys} WHERE resource_id = ${ref} AND ${isUnsettled})`;
  return [
    auditWrite(ctx, { action: 'stock.adjust_refused', subject: sku, after: { ref, code: refusal.code } }, isFirst),
    settle(ctx, ref, refusal.status, problemOf(refusal, ctx.requestId), isUnsettled),
  ];
}

const isUnsettled = sql`status IS NULL`;

function refused(sku: string, { reason, level }: Extract<AdjustAnswer, { ok: false }>): AppError {
  const { onHand, reserved } = level;
  return reason === 'stale'
    ? new AppError('stock_moved', `${sku} has ${onHand} on hand by now. Count again.`, { onHand, reserved })
    : new AppError('stock_below_reserved', `${reserved} of ${onHand} ${sku} are promised to orders.`, {
        ...{ onHand, reserved },
      });
}
