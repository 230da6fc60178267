import { and, eq, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { identities, users } from '../db/schema/accounts.ts';
import { AppError } from '../http/problem.ts';
import type { GoogleIdentity } from './google.ts';
import { emailProof } from './prove-email.ts';
import { type SignInResult, signInAs } from './start-session.ts';

/**
 * Signs in whom Google vouches for; opens the account where there is none. The link is Google's own subject: it stays
 * when the address changes. Throws `sign_in_failed` for an address that Google has not verified, `account_closed`.
 */
export async function signInWithGoogle(ctx: Context, identity: GoogleIdentity): Promise<SignInResult> {
  return await signInAs(ctx, (await linkedTo(ctx, identity.subject)) ?? (await link(ctx, identity)), 'google');
}

async function linkedTo(ctx: Context, subject: string): Promise<string | null> {
  const [row] = await ctx.db
    .select({ userId: identities.userId })
    .from(identities)
    .where(and(eq(identities.provider, 'google'), eq(identities.subject, subject)));
  return row?.userId ?? null;
}

/** A verified address is a proof like a code that was sent to it: it opens the account that has the address. */
async function link(ctx: Context, { subject, email, isEmailVerified, name }: GoogleIdentity): Promise<string> {
  if (!isEmailVerified) {
    throw new AppError('sign_in_failed', 'Google has not verified your e-mail address. Sign in with a code instead.');
  }
  const account = { id: ctx.newId('user'), name, locale: ctx.client.locale, createdAt: ctx.now };
  await ctx.db.batch([
    ctx.db
      .insert(users)
      .values({ ...account, email, emailVerifiedAt: ctx.now })
      .onConflictDoNothing(),
    ...emailProof(ctx, email),
    ctx.db.run(sql`
      INSERT INTO ${identities} (provider, subject, user_id, created_at)
      SELECT 'google', ${subject}, id, ${ctx.now} FROM ${users} WHERE email = ${email}
      ON CONFLICT DO NOTHING`),
  ]);
  // Two tabs at once: whichever link stands is the one that counts.
  const userId = await linkedTo(ctx, subject);
  if (userId === null) throw new AppError('sign_in_failed', 'The sign-in with Google did not work. Start again.');
  return userId;
}
