import { eq, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { passkeys } from '../../db/schema/accounts.ts';
import type { TakenChallenge } from './passkey-challenge.ts';
import type { PasskeySite } from './passkey-site.ts';
import type { PasskeyUseJson } from './security-schemas.ts';
import { checkUse } from './webauthn.ts';

/**
 * Whose passkey answered a challenge; null when the signature is wrong, the passkey unknown or somebody else's, or its
 * counter says that it was copied.
 */
export async function provePasskey(
  ctx: Context,
  site: PasskeySite,
  { challenge, userId }: TakenChallenge,
  credential: PasskeyUseJson,
): Promise<string | null> {
  const [known] = await ctx.db.select().from(passkeys).where(eq(passkeys.id, credential.id));
  if (known === undefined || (userId !== null && known.userId !== userId)) return null;
  if (!isHandleOf(credential.response.userHandle, known.userId)) return null;
  const use = await checkUse(site, challenge, credential, known);
  if (use === null) return null;
  // Two uses at once with the same counter are one use; authenticators that do not count say 0 for ever.
  const counted = await ctx.db.all(sql`
    UPDATE ${passkeys} SET counter = ${use.counter}, is_backed_up = ${use.isBackedUp ? 1 : 0}, last_used_at = ${ctx.now}
    WHERE id = ${known.id} AND (counter < ${use.counter} OR (counter = 0 AND ${use.counter} = 0)) RETURNING id`);
  return counted.length === 1 ? known.userId : null;
}

/** The device says whom it believes to sign in; it may leave that out where it was told which passkey to use. */
function isHandleOf(handle: string | undefined, userId: string): boolean {
  const own = new TextEncoder().encode(userId).toBase64({ alphabet: 'base64url', omitPadding: true });
  return handle === undefined || handle === own;
}
