import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { idempotencyKeys } from '../db/schema/orders.ts';
import { AppError, type Problem } from './problem.ts';

/**
 * Idempotency keys, after Stripe's: the first request of a key leaves a row in the batch of its first write; repeats
 * wait for its answer and get the same one. The same key with another body is refused.
 */
export interface AttemptKey {
  /** 'checkout:<owner>': the keys of different people never meet. */
  readonly scope: string;
  readonly key: string;
}

type AttemptRow = typeof idempotencyKeys.$inferSelect;

const WAIT_STEPS = 40;
const WAIT_MS = 100;

export function selectAttempt(ctx: Context, { scope, key }: AttemptKey) {
  return ctx.db
    .select()
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.scope, scope), eq(idempotencyKeys.key, key)));
}

/** Keeps the answer for repeats; for the batch that makes it true, only if `happened`. */
export function settle(ctx: Context, resourceId: string, status: number, response: unknown, happened: SQL) {
  return ctx.db.run(sql`
    UPDATE ${idempotencyKeys} SET status = ${status}, response = ${JSON.stringify(response)}
    WHERE resource_id = ${resourceId} AND ${happened}`);
}

/** The answer of the first request of this key; waits some seconds for it when that one is still running. */
export async function answerSettled<Answer>(
  ctx: Context,
  attempt: AttemptKey & { readonly bodyHash: string },
  first: AttemptRow,
): Promise<Answer> {
  if (first.bodyHash !== attempt.bodyHash) {
    throw new AppError('idempotency_key_reused', 'This idempotency key belongs to a request with another body.', {
      errors: [{ field: 'header.idempotency-key', message: 'used for another body' }],
    });
  }
  let row: AttemptRow | undefined = first;
  for (let step = 0; row?.status === null && step < WAIT_STEPS; step++) {
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
    [row] = await selectAttempt(ctx, attempt);
  }
  if (row === undefined) throw new AppError('checkout_interrupted', 'The first request was taken back. Try again.');
  if (row.status === null) throw new AppError('request_in_progress', 'The same request is still running.');
  if (row.status < 400) return row.response as Answer;
  const {
    code,
    detail,
    type: _type,
    title: _title,
    status: _status,
    requestId: _requestId,
    ...extra
  } = row.response as Problem;
  throw new AppError(code, detail, extra);
}

/** SHA-256 of the parsed body, hex: formatting and key order of the sender's JSON do not matter. */
export async function hashBody(body: unknown): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(body)));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
