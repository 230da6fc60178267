import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { type ChallengePurpose, challenges } from '../db/schema/accounts.ts';
import type { Id } from '../domain/id.ts';
import { AppError } from '../http/problem.ts';
import { keyedHash } from '../http/signing-key.ts';

/** A code is guessed in five tries once in 200,000 challenges. */
export const CODE_DIGITS = 6;
export const MAX_TRIES = 5;
export const CHALLENGE_SECONDS = 5 * 60;

export type ChallengeRow = typeof challenges.$inferSelect;

export interface ChallengeDraft {
  readonly purpose: ChallengePurpose;
  readonly channel?: 'email' | 'sms';
  /** Where the code goes: an e-mail address, or a phone in E.164. */
  readonly recipient?: string;
  readonly userId?: string;
  /** What follows the right answer. Never a password; a hash of one may be. */
  readonly payload?: Readonly<Record<string, unknown>>;
  /** False for one that nothing answers, so that it looks the same from outside. */
  readonly isAnswerable?: boolean;
  readonly lifeSeconds?: number;
}

/** What a client is told of a challenge. */
export interface Challenge {
  readonly challengeId: Id<'challenge'>;
  /** Epoch ms. */
  readonly expiresAt: number;
}

/** Opens a challenge with a six-digit code, of which only a hash is kept. The caller sends the code. */
export async function openCodeChallenge(
  ctx: Context,
  draft: ChallengeDraft,
): Promise<Challenge & { readonly code: string }> {
  const [challengeId, code] = [ctx.newId('challenge'), newCode()];
  const secretHash = draft.isAnswerable === false ? null : await keyedHash(ctx.env, `${challengeId}:${code}`);
  return { ...(await openChallenge(ctx, { ...draft, challengeId, secretHash })), code };
}

/** Opens one that is answered by something else than a code: a second factor, a passkey. */
export async function openChallenge(
  ctx: Context,
  draft: ChallengeDraft & { readonly challengeId?: Id<'challenge'>; readonly secretHash?: string | null },
): Promise<Challenge> {
  const { purpose, channel, recipient, payload = {}, lifeSeconds = CHALLENGE_SECONDS } = draft;
  const id = draft.challengeId ?? ctx.newId('challenge');
  const expiresAt = ctx.now + lifeSeconds * 1000;
  const secretHash = draft.secretHash ?? null;
  // Null, not left out: with and without an account it is the same statement.
  const userId = draft.userId ?? null;
  await ctx.db
    .insert(challenges)
    .values({ id, purpose, channel, recipient, secretHash, userId, payload, createdAt: ctx.now, expiresAt });
  return { challengeId: id, expiresAt };
}

export interface CodeAnswer {
  readonly challengeId: string;
  readonly code: string;
}

/**
 * Takes the right code, once; a wrong one is counted, and the fifth burns the challenge. Throws `wrong_code`,
 * `code_expired` for one that is over, used, burnt or unknown.
 */
export async function takeCode(
  ctx: Context,
  purposes: readonly ChallengePurpose[],
  { challengeId, code }: CodeAnswer,
): Promise<ChallengeRow> {
  const hash = await keyedHash(ctx.env, `${challengeId}:${code}`);
  // The answer is judged in the statement that counts the try: a hundred guesses at once are five guesses.
  const row = await tryChallenge(ctx, purposes, challengeId, sql`CASE WHEN secret_hash = ${hash} THEN ${ctx.now} END`);
  if (row.consumedAt !== null) return row;
  throw wrongCode(row);
}

/** For a wrong answer whose try has been counted. */
export function wrongCode({ attempts }: Pick<ChallengeRow, 'attempts'>, field = 'code'): AppError {
  const left = MAX_TRIES - attempts;
  const message = left > 0 ? `The code is wrong. ${triesLeft(left)}` : 'The code is wrong. Ask for a new one.';
  return new AppError('wrong_code', message, { errors: [{ field, message }], triesLeft: left });
}

/** For a challenge that is over, used, burnt or unknown. */
export function codeExpired(): AppError {
  const message = 'This code no longer works. Ask for a new one.';
  return new AppError('code_expired', message, { errors: [{ field: 'code', message }] });
}

/**
 * Counts a try of a challenge whose answer is checked elsewhere, and tells what it is about. Whoever finds the answer
 * right consumes it (`consumeChallenge`). Throws `code_expired`.
 */
export async function countTry(
  ctx: Context,
  purposes: readonly ChallengePurpose[],
  challengeId: string,
): Promise<ChallengeRow> {
  return await tryChallenge(ctx, purposes, challengeId, sql`NULL`);
}

/** True for the one who may go on: a challenge is answered once. */
export async function consumeChallenge(ctx: Context, challengeId: string): Promise<boolean> {
  const rows = await ctx.db.all(sql`
    UPDATE ${challenges} SET consumed_at = ${ctx.now}
    WHERE id = ${challengeId} AND consumed_at IS NULL AND expires_at > ${ctx.now} RETURNING id`);
  return rows.length === 1;
}

async function tryChallenge(
  ctx: Context,
  purposes: readonly ChallengePurpose[],
  challengeId: string,
  consumedAt: ReturnType<typeof sql>,
): Promise<ChallengeRow> {
  const [row] = await ctx.db
    .update(challenges)
    .set({ attempts: sql`attempts + 1`, consumedAt: sql`${consumedAt}` })
    .where(
      sql`id = ${challengeId} AND purpose IN (SELECT value FROM json_each(${JSON.stringify(purposes)}))
        AND consumed_at IS NULL AND attempts < ${MAX_TRIES} AND expires_at > ${ctx.now}`,
    )
    .returning();
  if (row !== undefined) return row;
  throw codeExpired();
}

function triesLeft(count: number): string {
  return count === 1 ? 'One try is left.' : `${count} tries are left.`;
}

/** Uniform: what does not fit evenly into the range is drawn again. */
function newCode(): string {
  const range = 10 ** CODE_DIGITS;
  const fair = Math.floor(2 ** 32 / range) * range;
  for (;;) {
    const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
    if (drawn < fair) return String(drawn % range).padStart(CODE_DIGITS, '0');
  }
}
