import { sql } from 'drizzle-orm';
import { type Context, requireFreshUser, requireUser } from '../context.ts';
import { challenges, users } from '../db/schema/accounts.ts';
import { violatesUnique } from '../db/unique-violation.ts';
import { AppError } from '../http/problem.ts';
import { sendAccountNotice } from '../notifications/send-account-notice.ts';
import { askForCode, type SentCode } from './ask-for-code.ts';
import { takeCode } from './challenge.ts';
import type { CodeAnswerInput } from './schemas.ts';

/** How a person can be reached, and signs in: by the name of its column. */
export type ContactKind = 'email' | 'phone';

const CONTACTS = {
  email: { purpose: 'change_email', channel: 'email', changed: 'email_changed', words: 'e-mail address' },
  phone: { purpose: 'change_phone', channel: 'sms', changed: 'phone_changed', words: 'mobile number' },
} as const;

/**
 * Sends a code to the address or number that shall be theirs; nothing changes before it is proved. The answer is the
 * same whether or not somebody else has it. Throws `reauthentication_required`, `rate_limited`.
 */
export async function askForContact(ctx: Context, kind: ContactKind, recipient: string): Promise<SentCode> {
  const { userId } = requireFreshUser(ctx);
  const { purpose, channel } = CONTACTS[kind];
  return await askForCode(ctx, { purpose, channel, recipient, userId });
}

/**
 * The right code makes the address theirs, and tells the one before. Throws `wrong_code`, `code_expired`,
 * `address_taken` to whoever has proved an address that another account has.
 */
export async function proveContact(ctx: Context, kind: ContactKind, answer: CodeAnswerInput): Promise<void> {
  const user = requireUser(ctx);
  const { purpose, channel, changed, words } = CONTACTS[kind];
  const challenge = await takeCode(ctx, [purpose], answer);
  // Somebody else's code, in the hands of whoever found it, is worth nothing here.
  if (challenge.userId !== user.userId) throw new AppError('code_expired', 'This code no longer works.');
  const former = user[kind];
  const proved =
    kind === 'email'
      ? sql`email = ${challenge.recipient}, email_verified_at = ${ctx.now}`
      : sql`phone = ${challenge.recipient}`;
  try {
    await ctx.db.batch([
      ctx.db.run(sql`UPDATE ${users} SET ${proved} WHERE id = ${user.userId} AND deleted_at IS NULL`),
      dropOpenCodes(ctx, former),
    ]);
  } catch (error) {
    if (!violatesUnique(error, `users.${kind}`)) throw error;
    throw new AppError('address_taken', `This ${words} belongs to another account. Sign in there to use it.`);
  }
  if (former === null || former === challenge.recipient) return;
  ctx.later(sendAccountNotice(ctx, { channel, to: former, kind: changed, locale: user.locale }));
}

/** Codes that went to an address which is no longer theirs must not let anybody in. */
export function dropOpenCodes(ctx: Context, recipient: string | null) {
  return ctx.db.run(sql`
    UPDATE ${challenges} SET consumed_at = ${ctx.now} WHERE recipient = ${recipient} AND consumed_at IS NULL`);
}
