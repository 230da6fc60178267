import { and, eq, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { identities, users } from '../../db/schema/accounts.ts';
import { AppError } from '../../http/problem.ts';
import { tellOwner } from '../../notifications/send-account-notice.ts';
import { emailProof } from '../prove-email.ts';
import { type SignInResult, signInAs } from '../start-session.ts';
import type { GoogleIdentity } from './google.ts';

/**
 * Signs in whom Google vouches for; opens the account where there is none. The link is Google's own subject: it stays
 * when the address at Google changes. Throws `sign_in_failed` for an address that Google has not verified, or that has
 * an account and is not Google's to give, and `account_closed`.
 */
export async function signInWithGoogle(ctx: Context, identity: GoogleIdentity): Promise<SignInResult> {
  const { userId } = (await linkedTo(ctx, identity.subject)) ?? (await link(ctx, identity));
  return await signInAs(ctx, userId, 'google');
}

async function linkedTo(ctx: Context, subject: string) {
  const [row] = await ctx.db
    .select({ userId: users.id, email: users.email, phone: users.phone, locale: users.locale })
    .from(identities)
    .innerJoin(users, eq(users.id, identities.userId))
    .where(and(eq(identities.provider, 'google'), eq(identities.subject, subject)));
  return row;
}

/**
 * Where Google gives out the mailbox, its word is a proof like a code that was sent there: it opens the account that has
 * the address. Any other address may have changed hands since Google looked: it opens a new account only.
 */
async function link(ctx: Context, { subject, email, isEmailVerified, isAuthoritative, name }: GoogleIdentity) {
  if (!isEmailVerified) throw useCode('Google has not verified your e-mail address. Sign in with a code instead.');
  const account = { id: ctx.newId('user'), name, locale: ctx.client.locale, createdAt: ctx.now };
  const results = await ctx.db.batch([
    ctx.db
      .insert(users)
      .values({ ...account, email, emailVerifiedAt: ctx.now })
      .onConflictDoNothing(),
    ...(isAuthoritative ? emailProof(ctx, email) : []),
    ctx.db.all(sql`
      INSERT INTO ${identities} (provider, subject, user_id, created_at)
      SELECT 'google', ${subject}, id, ${ctx.now} FROM ${users}
      WHERE email = ${email} AND (${isAuthoritative} OR id = ${account.id})
      ON CONFLICT DO NOTHING RETURNING subject`),
  ]);
  // Two tabs at once: whichever link stands is the one that counts.
  const owner = await linkedTo(ctx, subject);
  if (owner === undefined) throw useCode('This address has an account here already. Sign in to it with a code.');
  const isLinked = (results.at(-1) as readonly unknown[]).length === 1;
  // Who was here before hears of it; and whoever may have the address today, of an account that another has opened.
  if (isLinked && !(isAuthoritative && owner.userId === account.id)) tellOwner(ctx, owner, 'google_linked');
  return owner;
}

/** The reason lets a page say it in another language. */
function useCode(message: string): AppError {
  return new AppError('sign_in_failed', message, { reason: 'use_code' });
}
