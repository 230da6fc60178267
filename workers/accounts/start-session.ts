import { and, eq, lte } from 'drizzle-orm';
import { mergeGuestCart } from '../cart/merge-guest-cart.ts';
import { actAs, type Context } from '../context.ts';
import { sessions, type users } from '../db/schema/accounts.ts';
import { ACCESS_SECONDS, signAccessToken, type UserActor } from '../http/access-token.ts';
import type { Session } from '../http/session-cookies.ts';
import { claimGuestOrders } from '../orders/claim-guest-orders.ts';
import { hashRefreshToken, newRefreshToken, REFRESH_SECONDS } from './refresh-token.ts';

export interface SessionDraft {
  readonly sessionId: string;
  readonly refreshToken: string;
  readonly tokenHash: string;
  readonly expiresAt: number;
}

export async function draftSession(ctx: Context): Promise<SessionDraft> {
  const refreshToken = newRefreshToken();
  return {
    sessionId: ctx.newId('session'),
    refreshToken,
    tokenHash: await hashRefreshToken(refreshToken),
    expiresAt: ctx.now + REFRESH_SECONDS * 1000,
  };
}

/** The rows of a new sign-in, for the batch that makes it true: its first session names the family. */
export function sessionWrites(ctx: Context, userId: string, draft: SessionDraft) {
  const { sessionId: id, tokenHash, expiresAt } = draft;
  return [
    ctx.db.insert(sessions).values({ id, familyId: id, userId, tokenHash, createdAt: ctx.now, expiresAt }),
    ctx.db.delete(sessions).where(and(eq(sessions.userId, userId), lte(sessions.expiresAt, ctx.now))),
  ] as const;
}

export async function sessionOf(
  ctx: Context,
  user: UserActor,
  { refreshToken, expiresAt }: SessionDraft,
  familyId: string,
): Promise<Session> {
  return {
    user,
    accessToken: await signAccessToken(ctx.env, user, familyId, ctx.now),
    accessExpiresAt: ctx.now + ACCESS_SECONDS * 1000,
    refreshToken,
    refreshExpiresAt: expiresAt,
  };
}

/** What follows a committed sign-in: the guest's cart and orders come along. */
export async function welcome(ctx: Context, user: UserActor, draft: SessionDraft): Promise<Session> {
  if (ctx.actor.kind === 'guest') {
    const { guestId } = ctx.actor;
    await Promise.all([mergeGuestCart(actAs(ctx, user), guestId), claimGuestOrders(actAs(ctx, user), guestId)]);
  }
  return await sessionOf(ctx, user, draft, draft.sessionId);
}

/** A user's row as the actor it is; `users.id` was made by newId('user'). */
export function actorOf({ id, name, email, role }: Omit<typeof users.$inferSelect, 'passwordHash' | 'createdAt'>) {
  return { kind: 'user', userId: id as UserActor['userId'], name, email, role } as const satisfies UserActor;
}
