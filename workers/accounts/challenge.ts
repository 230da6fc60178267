import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { type ChallengePurpose, challenges } from '../db/schema/accounts.ts';
import type { Id } from '../domain/id.ts';
import { AppError } from '../http/problem.ts';
import { counterOf, type Limit, perNetwork, requireRoom } from '../http/rate-limit.ts';
import { keyedHash } from '../http/signing-key.ts';

/** A code is guessed in five tries once in 200,000 challenges. */
export const CODE_DIGITS = 6;
export const MAX_TRIES = 5;
export const CHALLENGE_SECONDS = 5 * 60;
/** Of one network, over all challenges: sixty codes an hour would else be three hundred guesses. */
const WRONG_CODES = { name: 'code.wrong', max: 60, windowSeconds: 3600 };

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
  // Also where none is kept: it is the same work.
  const hash = await keyedHash(ctx.env, `${challengeId}:${code}`);
  const secretHash = draft.isAnswerable === false ? null : hash;
  return { ...(await openChallenge(ctx, { ...draft, challengeId, secretHash })), code };
}

type OwnDraft = ChallengeDraft & { readonly challengeId?: Id<'challenge'>; readonly secretHash?: string | null };

/** Opens one that is answered by something else than a code: a second factor, a passkey. */
export async function openChallenge(ctx: Context, draft: OwnDraft): Promise<Challenge> {
  const challenge = await openChallengeIf(ctx, draft, sql`TRUE`);
  if (challenge === null) throw new Error('a challenge without a condition was not written');
  return challenge;
}

/** The same if `condition` holds; null if not. */
export async function openChallengeIf(ctx: Context, draft: OwnDraft, condition: SQL): Promise<Challenge | null> {
  const { purpose, channel = null, recipient = null, payload = {}, lifeSeconds = CHALLENGE_SECONDS } = draft;
  const id = draft.challengeId ?? ctx.newId('challenge');
  const expiresAt = ctx.now + lifeSeconds * 1000;
  const secretHash = draft.secretHash ?? null;
  // Null, not left out: with and without an account it is the same statement.
  const userId = draft.userId ?? null;
  const opened = await ctx.db.all(sql`
    INSERT INTO ${challenges} (id, purpose, channel, recipient, secret_hash, user_id, payload, created_at, expires_at)
    SELECT ${id}, ${purpose}, ${channel}, ${recipient}, ${secretHash}, ${userId}, ${JSON.stringify(payload)},
      ${ctx.now}, ${expiresAt}
    WHERE ${condition} RETURNING id`);
  return opened.length === 1 ? { challengeId: id, expiresAt } : null;
}

export interface CodeAnswer {
  readonly challengeId: string;
  readonly code: string;
}

/**
 * Takes the right code, once; a wrong one is counted, and the fifth burns the challenge. Throws `wrong_code`,
 * `code_expired` for one that is over, used, burnt or unknown, `rate_limited` to a network that has guessed too often.
 */
export async function takeCode(
  ctx: Context,
  purposes: readonly ChallengePurpose[],
  { challengeId, code }: CodeAnswer,
): Promise<ChallengeRow> {
  const hash = await keyedHash(ctx.env, `${challengeId}:${code}`);
  // The answer is judged in the statement that counts the try: a hundred guesses at once are five guesses.
  const consumedAt = sql`CASE WHEN secret_hash = ${hash} THEN ${ctx.now} END`;
  const row = await tryChallenge(ctx, purposes, challengeId, consumedAt, perNetwork(ctx.client.ip, WRONG_CODES));
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
 * right uses it up (`useChallenge`). Throws `code_expired`.
 */
export async function countTry(
  ctx: Context,
  purposes: readonly ChallengePurpose[],
  challengeId: string,
): Promise<ChallengeRow> {
  return await tryChallenge(ctx, purposes, challengeId, sql`NULL`);
}

/** A condition: it can still be answered. */
export function isOpen({ now }: Context, challengeId: string): SQL {
  return sql`EXISTS (
    SELECT 1 FROM ${challenges} WHERE id = ${challengeId} AND consumed_at IS NULL AND expires_at > ${now})`;
}

/** For a batch: answered, if `condition` holds once the statements before it are done. */
export function useChallenge(ctx: Context, challengeId: string, condition: SQL) {
  return ctx.db.run(sql`
    UPDATE ${challenges} SET consumed_at = ${ctx.now}, payload = '{}' WHERE id = ${challengeId} AND ${condition}`);
}

/** For a batch, after the statement that reads it: a name and a password's hash must not lie about until the cleaning. */
export function emptyUsed(ctx: Context, challengeId: string) {
  return ctx.db.run(sql`UPDATE ${challenges} SET payload = '{}' WHERE id = ${challengeId} AND consumed_at IS NOT NULL`);
}

/** `wrongLimits` count what turns out to be wrong, in the same batch; a try beyond them is not looked at. */
async function tryChallenge(
  ctx: Context,
  purposes: readonly ChallengePurpose[],
  challengeId: string,
  consumedAt: SQL,
  wrongLimits: readonly Limit[] = [],
): Promise<ChallengeRow> {
  const counters = await Promise.all(wrongLimits.map((limit) => counterOf(ctx, limit)));
  const hasRoom = sql.join([sql`TRUE`, ...counters.map((counter) => counter.hasRoom)], sql` AND `);
  const isWrong = sql`changes() = 1 AND EXISTS (
    SELECT 1 FROM ${challenges} WHERE id = ${challengeId} AND consumed_at IS NULL)`;
  const [[row]] = await ctx.db.batch([
    ctx.db
      .update(challenges)
      .set({ attempts: sql`attempts + 1`, consumedAt: sql`${consumedAt}` })
      .where(
        sql`id = ${challengeId} AND purpose IN (SELECT value FROM json_each(${JSON.stringify(purposes)}))
          AND consumed_at IS NULL AND attempts < ${MAX_TRIES} AND expires_at > ${ctx.now} AND ${hasRoom}`,
      )
      .returning(),
    // Right behind it: it asks whether that statement found the challenge.
    ...counters.map((counter) => counter.count(isWrong)),
    emptyUsed(ctx, challengeId),
  ]);
  if (row !== undefined) return row;
  for (const limit of wrongLimits) await requireRoom(ctx, limit);
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
