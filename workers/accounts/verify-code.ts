import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { users } from '../db/schema/accounts.ts';
import { type ChallengeRow, takeCode } from './challenge.ts';
import { emailProof } from './prove-email.ts';
import type { CodeAnswerInput } from './schemas.ts';
import { type SignInResult, signInAs } from './start-session.ts';

/** What `register` left in the challenge; a code to sign in brings neither. */
const payloadSchema = z.object({ name: z.string().default(''), passwordHash: z.string().nullable().default(null) });

/**
 * Signs in by a code, and opens the account where the address or number has none. Whoever has the code may. Throws
 * `wrong_code`, `code_expired`, `account_closed`.
 */
export async function verifyCode(ctx: Context, answer: CodeAnswerInput): Promise<SignInResult> {
  const challenge = await takeCode(ctx, ['sign_in', 'register'], answer);
  return await signInAs(ctx, await accountOf(ctx, challenge), 'code');
}

/** The unique key decides a race: whoever comes second signs in to the account that the first has opened. */
async function accountOf(ctx: Context, { channel, recipient, payload }: ChallengeRow): Promise<string> {
  const { name, passwordHash } = payloadSchema.parse(payload);
  const address = recipient ?? '';
  const isEmail = channel === 'email';
  const proved = isEmail ? { email: address, emailVerifiedAt: ctx.now } : { phone: address };
  const account = { id: ctx.newId('user'), name, passwordHash, locale: ctx.client.locale, createdAt: ctx.now };
  const [, [row]] = await ctx.db.batch([
    ctx.db
      .insert(users)
      .values({ ...account, ...proved })
      .onConflictDoNothing(),
    ctx.db
      .select({ id: users.id })
      .from(users)
      .where(eq(isEmail ? users.email : users.phone, address)),
    ...(isEmail ? emailProof(ctx, address) : []),
  ]);
  return row?.id ?? account.id;
}
