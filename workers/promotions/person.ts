import { type Context, type OwnerKey, ownerOf } from '../context.ts';
import { keyedHash } from '../http/signing-key.ts';

/** Whom limits are counted for: the account and the phone of the delivery, each on its own. */
export interface Person {
  /** 'user:usr_…', 'phone:<digest>'. Empty while nothing is known of them. */
  readonly keys: readonly string[];
  readonly owner: OwnerKey | null;
  /** Ten digits; null before it is known. */
  readonly phone: string | null;
  readonly isSignedIn: boolean;
}

/**
 * Whoever asks, as promotions know them. The phone is kept as a digest under APP_SECRET: guests are counted too, and no
 * number is stored. A new secret starts that count anew.
 */
export async function personOf(ctx: Context, phone: string | null = null): Promise<Person> {
  const owner = ownerOf(ctx.actor);
  const isSignedIn = ctx.actor.kind === 'user';
  const keys = [
    ...(isSignedIn && owner !== null ? [owner] : []),
    ...(phone === null ? [] : [`phone:${await keyedHash(ctx.env, `promotion:${phone}`)}`]),
  ];
  return { keys, owner, phone, isSignedIn };
}
