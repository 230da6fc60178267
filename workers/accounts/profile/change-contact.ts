import { sql } from 'drizzle-orm';
import type { Context, UserActor } from '../../context.ts';
import { challenges, identities, users } from '../../db/schema/accounts.ts';
import { violatesUnique } from '../../db/unique-violation.ts';
import { AppError } from '../../http/problem.ts';
import { sendAccountNotice, tellOwner } from '../../notifications/send-account-notice.ts';
import { askForCode, type SentCode } from '../ask-for-code.ts';
import { codeExpired, takeCode } from '../challenge.ts';
import { requireFreshProof } from '../factors/require-fresh-proof.ts';
import type { CodeAnswerInput } from '../schemas.ts';

/** How a person can be reached, and signs in: by the name of its column. */
export type ContactKind = 'email' | 'phone';

const CONTACTS = {
  email: { purpose: 'change_email', channel: 'email', words: 'e-mail address' },
  phone: { purpose: 'change_phone', channel: 'sms', words: 'mobile number' },
} as const;

/**
 * Sends a code to the address or number that shall be theirs; nothing changes before it is proved. The answer is the
 * same whether or not somebody else has it. Throws `rate_limited` and what `requireFreshProof` throws.
 */
export async function askForContact(ctx: Context, kind: ContactKind, recipient: string): Promise<SentCode> {
  const { userId } = await requireFreshProof(ctx);
  const { purpose, channel } = CONTACTS[kind];
  return await askForCode(ctx, { purpose, channel, recipient, userId });
}

/**
 * The right code makes the address theirs, and tells the one before. Google accounts came by the e-mail address and go
 * with it: else whoever has the former one could still sign in. Throws `wrong_code`, `code_expired`, `address_taken` to
 * whoever has proved an address that another account has, and what `requireFreshProof` throws.
 */
export async function proveContact(ctx: Context, kind: ContactKind, answer: CodeAnswerInput): Promise<void> {
  const user = await requireFreshProof(ctx);
  const { purpose, words } = CONTACTS[kind];
  const challenge = await takeCode(ctx, [purpose], answer);
  // Somebody else's code, in the hands of whoever found it, is worth nothing here.
  if (challenge.userId !== user.userId) throw codeExpired();
  const former = user[kind];
  const proved =
    kind === 'email'
      ? sql`email = ${challenge.recipient}, email_verified_at = ${ctx.now}`
      : sql`phone = ${challenge.recipient}`;
  try {
    await ctx.db.batch([
      // First: it looks at the address that is still there.
      ctx.db.run(sql`
        DELETE FROM ${identities} WHERE ${kind === 'email'} AND user_id = ${user.userId}
          AND EXISTS (SELECT 1 FROM ${users} WHERE id = ${user.userId} AND email <> ${challenge.recipient})`),
      ctx.db.run(sql`UPDATE ${users} SET ${proved} WHERE id = ${user.userId} AND deleted_at IS NULL`),
      dropOpenCodes(ctx, kind, former),
    ]);
  } catch (error) {
    if (!violatesUnique(error, `users.${kind}`)) throw error;
    throw new AppError('address_taken', `This ${words} belongs to another account. Sign in there to use it.`);
  }
  if (former !== challenge.recipient) tellOfProof(ctx, kind, user);
}

/** The address before hears of another one; where there was none, the other way to reach them. */
function tellOfProof(ctx: Context, kind: ContactKind, user: UserActor): void {
  const { channel } = CONTACTS[kind];
  const [former, { locale }] = [user[kind], user];
  if (former === null) tellOwner(ctx, user, `${kind}_added`);
  else ctx.later(sendAccountNotice(ctx, { channel, to: former, kind: `${kind}_changed`, locale }));
}

/** For a batch: codes that went to an address which is nobody's any more must not let anybody in. */
export function dropOpenCodes(ctx: Context, kind: ContactKind, recipient: string | null) {
  return ctx.db.run(sql`
    UPDATE ${challenges} SET consumed_at = ${ctx.now}, payload = '{}'
    WHERE recipient = ${recipient} AND consumed_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM ${users} WHERE ${sql.raw(kind)} = ${recipient})`);
}
