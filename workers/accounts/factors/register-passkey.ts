import { eq, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { passkeys } from '../../db/schema/accounts.ts';
import { violatesUnique } from '../../db/unique-violation.ts';
import { AppError, fieldError } from '../../http/problem.ts';
import { tellOwner } from '../../notifications/send-account-notice.ts';
import { openChallenge } from '../challenge.ts';
import { markSecondFactor } from './mark-second-factor.ts';
import { type PasskeyQuestion, takePasskeyChallenge } from './passkey-challenge.ts';
import type { PasskeySite } from './passkey-site.ts';
import { requireFreshProof } from './require-fresh-proof.ts';
import type { NewPasskeyInput } from './security-schemas.ts';
import { type CreationOptions, checkCreation, creationOptions, type NewPasskey } from './webauthn.ts';

/** More than anybody has devices, and few enough for a browser to be told of all. */
export const MAX_PASSKEYS = 20;

/** What the device needs to make a passkey. Throws `already_enrolled` at 20, and what `requireFreshProof` throws. */
export async function askForPasskey(ctx: Context, site: PasskeySite): Promise<PasskeyQuestion<CreationOptions>> {
  const { userId, email, phone, name } = await requireFreshProof(ctx);
  const known = await ctx.db
    .select({ id: passkeys.id, transports: passkeys.transports })
    .from(passkeys)
    .where(eq(passkeys.userId, userId))
    .limit(MAX_PASSKEYS);
  if (known.length >= MAX_PASSKEYS) throw tooMany();
  const options = await creationOptions(site, { userId, label: email ?? phone ?? name, name }, known);
  const draft = { purpose: 'passkey_register', userId, secretHash: options.challenge } as const;
  return { ...(await openChallenge(ctx, draft)), options };
}

/**
 * Keeps the passkey that a device made; this sign-in is one of two factors from then on. Throws `code_expired` for a
 * challenge that is over, used or another's, `validation_failed` for what does not check out, `already_enrolled`, and
 * what `requireFreshProof` throws.
 */
export async function registerPasskey(ctx: Context, site: PasskeySite, input: NewPasskeyInput): Promise<string> {
  const user = await requireFreshProof(ctx);
  const { userId, signInId } = user;
  const taken = await takePasskeyChallenge(ctx, 'passkey_register', input.challengeId);
  if (taken === null || taken.userId !== userId) {
    throw new AppError('code_expired', 'That took too long. Please add the passkey again.');
  }
  const passkey = await checkCreation(site, taken.challenge, input.credential);
  if (passkey === null) throw fieldError('credential', 'This passkey does not check out. Please add it again.');
  const name = input.name ?? ctx.client.device;
  if (!(await keepPasskey(ctx, { userId, signInId, name }, passkey))) throw tooMany();
  tellOwner(ctx, user, 'passkey_added');
  return passkey.id;
}

async function keepPasskey(
  ctx: Context,
  { userId, signInId, name }: { readonly userId: string; readonly signInId: string; readonly name: string },
  { id, publicKey, counter, transports, isBackedUp }: NewPasskey,
): Promise<boolean> {
  const isKept = sql`EXISTS (
    SELECT 1 FROM ${passkeys} WHERE id = ${id} AND user_id = ${userId} AND public_key = ${publicKey})`;
  try {
    const [kept] = await ctx.db.batch([
      ctx.db.all(sql`
        INSERT INTO ${passkeys} (id, user_id, public_key, counter, transports, is_backed_up, name, created_at)
        SELECT ${id}, ${userId}, ${publicKey}, ${counter}, ${JSON.stringify(transports)}, ${isBackedUp ? 1 : 0},
          ${name}, ${ctx.now}
        WHERE (SELECT COUNT(*) FROM ${passkeys} WHERE user_id = ${userId}) < ${MAX_PASSKEYS} RETURNING id`),
      markSecondFactor(ctx, signInId, isKept),
    ]);
    return kept.length === 1;
  } catch (error) {
    if (violatesUnique(error, 'passkeys.id')) throw new AppError('already_enrolled', 'This passkey is known already.');
    throw error;
  }
}

function tooMany(): AppError {
  return new AppError(
    'already_enrolled',
    `You have ${MAX_PASSKEYS} passkeys. Remove one that you no longer use first.`,
  );
}
