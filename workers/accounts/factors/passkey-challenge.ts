import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { challenges, SIGN_IN_METHODS } from '../../db/schema/accounts.ts';
import type { Id } from '../../domain/id.ts';
import { emptyUsed, MAX_TRIES, openChallenge } from '../challenge.ts';
import { secondFactorPayload } from './show-second-factor.ts';

/** What a proof by passkey is for: a signature that was asked for one thing does not do for another. */
const useSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sign_in') }),
  z.object({ kind: z.literal('second_factor'), challengeId: z.string(), method: z.enum(SIGN_IN_METHODS) }),
  z.object({ kind: z.literal('confirmation') }),
]);
export type PasskeyUseFor = z.infer<typeof useSchema>;

export interface PasskeyQuestion<Options> {
  readonly challengeId: Id<'challenge'>;
  /** Epoch ms. */
  readonly expiresAt: number;
  /** For navigator.credentials, as JSON (WebAuthn level 3). */
  readonly options: Options;
}

/** Keeps the challenge in `options`. For one person only, where `userId` is given. */
export async function openUseChallenge<Options extends { readonly challenge: string }>(
  ctx: Context,
  options: Options,
  payload: PasskeyUseFor,
  userId?: string,
): Promise<PasskeyQuestion<Options>> {
  const draft = { purpose: 'passkey_sign_in' as const, secretHash: options.challenge, payload };
  return { ...(await openChallenge(ctx, { ...draft, ...(userId === undefined ? {} : { userId }) })), options };
}

export interface TakenChallenge {
  readonly challenge: string;
  readonly userId: string | null;
  readonly payload: unknown;
}

/** The challenge, to whoever is first; a wrong answer uses it up too. Null when it is over, used or unknown. */
export async function takePasskeyChallenge(
  ctx: Context,
  purpose: 'passkey_sign_in' | 'passkey_register',
  challengeId: string,
): Promise<TakenChallenge | null> {
  const [[row]] = await ctx.db.batch([
    ctx.db
      .update(challenges)
      .set({ consumedAt: ctx.now })
      .where(sql`id = ${challengeId} AND purpose = ${purpose} AND consumed_at IS NULL AND expires_at > ${ctx.now}`)
      .returning(),
    emptyUsed(ctx, challengeId),
  ]);
  if (row === undefined || row.secretHash === null) return null;
  return { challenge: row.secretHash, userId: row.userId, payload: row.payload };
}

export function useOf({ payload }: TakenChallenge): PasskeyUseFor {
  return useSchema.parse(payload);
}

/** The question for a second factor that still stands, without counting a try: a signature is not guessed. */
export async function findSecondFactor(ctx: Context, challengeId: string) {
  const [row] = await ctx.db
    .select({ userId: challenges.userId, payload: challenges.payload })
    .from(challenges)
    .where(
      sql`id = ${challengeId} AND purpose = 'second_factor' AND consumed_at IS NULL
        AND attempts < ${MAX_TRIES} AND expires_at > ${ctx.now}`,
    );
  if (row === undefined || row.userId === null) return null;
  return { userId: row.userId, method: secondFactorPayload.parse(row.payload).method };
}
