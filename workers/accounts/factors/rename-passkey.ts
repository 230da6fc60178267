import { and, eq } from 'drizzle-orm';
import { type Context, requireUser } from '../../context.ts';
import { passkeys } from '../../db/schema/accounts.ts';
import { AppError } from '../../http/problem.ts';

/** Calls one's own passkey something else. Throws `not_found`. */
export async function renamePasskey(ctx: Context, passkeyId: string, name: string): Promise<void> {
  const { userId } = requireUser(ctx);
  const renamed = await ctx.db
    .update(passkeys)
    .set({ name })
    .where(and(eq(passkeys.id, passkeyId), eq(passkeys.userId, userId)))
    .returning({ id: passkeys.id });
  if (renamed.length === 0) throw new AppError('not_found', 'You have no such passkey.');
}
