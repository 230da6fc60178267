import { type Db, openDb } from './db/client.ts';
import { type Id, type IdKind, idOf } from './domain/id.ts';
import { judge, type Permission, type Standing } from './domain/role.ts';
import { type Client, NO_CLIENT } from './http/client.ts';
import { AppError } from './http/problem.ts';
import { type Log, logFor } from './log.ts';

export type { Log };

/** Somebody who has signed in, as they stand at the start of the request. */
export interface UserActor extends Standing {
  readonly kind: 'user';
  readonly userId: Id<'user'>;
  /** One sign-in on one device. */
  readonly signInId: Id<'signIn'>;
  /** '' while they have not said it. */
  readonly name: string;
  readonly email: string | null;
  /** E.164. */
  readonly phone: string | null;
  readonly locale: 'en' | 'hi';
  /** Epoch ms: when they last proved who they are on this sign-in. */
  readonly authenticatedAt: number;
  /** Epoch ms: when they last showed a second factor on it; null without, as `hasSecondFactor` says too. */
  readonly secondFactorAt: number | null;
}

/** Who asks. A guest is known by a signed cookie; `system` is a consumer or the cron. */
export type Actor =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'guest'; readonly guestId: Id<'guest'> }
  | UserActor
  | { readonly kind: 'system'; readonly name: string };

/** Names a cart object and owns orders: 'user:usr_…' or 'guest:gst_…'. */
export type OwnerKey = `user:${Id<'user'>}` | `guest:${Id<'guest'>}`;

/** What every verb gets first. Time and ids come from here, so that a test can hold them still. */
export interface Context {
  readonly env: Env;
  readonly db: Db;
  readonly actor: Actor;
  /** Epoch milliseconds at the start of the request. */
  readonly now: number;
  readonly requestId: string;
  /** Where the request came from. */
  readonly client: Client;
  readonly log: Log;
  newId<Kind extends IdKind>(kind: Kind): Id<Kind>;
  /** Work that the answer does not wait for. */
  later(work: Promise<unknown>): void;
}

export interface ContextOptions {
  readonly env: Env;
  readonly actor: Actor;
  readonly now?: number;
  readonly requestId?: string;
  readonly client?: Client;
  readonly later?: (work: Promise<unknown>) => void;
}

export function createContext({ env, actor, now = Date.now(), requestId, client, later }: ContextOptions): Context {
  const newId = <Kind extends IdKind>(kind: Kind) => idOf(kind, Date.now(), crypto.getRandomValues(new Uint8Array(10)));
  const id = requestId ?? newId('request');
  return {
    env,
    db: openDb(env.DB),
    actor,
    now,
    requestId: id,
    client: client ?? NO_CLIENT,
    log: logFor(id),
    newId,
    later: later ?? ((work) => void work.catch((error: unknown) => logFor(id).error('later failed', { error }))),
  };
}

/** The same request, seen as somebody else: after a login, or for work the system does on behalf of a person. */
export function actAs(ctx: Context, actor: Actor): Context {
  return { ...ctx, actor };
}

/** Guests and users own carts and orders; nobody else does. */
export function requireOwner(ctx: Context): OwnerKey {
  const owner = ownerOf(ctx.actor);
  if (owner === null) throw new AppError('unauthenticated', 'This needs a cart cookie or a signed-in shopper.');
  return owner;
}

export function ownerOf(actor: Actor): OwnerKey | null {
  if (actor.kind === 'user') return `user:${actor.userId}`;
  return actor.kind === 'guest' ? `guest:${actor.guestId}` : null;
}

export function requireUser(ctx: Context): UserActor {
  if (ctx.actor.kind !== 'user') throw new AppError('unauthenticated', 'Sign in to continue.');
  return ctx.actor;
}

/** Throws `unauthenticated`, `forbidden`, or `second_factor_required` to staff who have yet to show one. */
export function requirePermission(ctx: Context, permission: Permission): void {
  if (ctx.actor.kind === 'system') return;
  const verdict = judge(requireUser(ctx), permission);
  if (verdict === 'allowed') return;
  if (verdict === 'forbidden') throw new AppError('forbidden', `This needs the permission ${permission}.`);
  throw new AppError('second_factor_required', 'Staff need a second factor: an authenticator app or a passkey.');
}

/** For verbs that only consumers and the cron call. */
export function requireSystem(ctx: Context): void {
  if (ctx.actor.kind !== 'system') throw new AppError('forbidden', 'Only the shop itself does this.');
}

/** 'user:usr_…', 'guest:gst_…', 'system:cron': who did it, for event and audit rows. No personal data. */
export function actorLabel(actor: Actor): string {
  if (actor.kind === 'system') return `system:${actor.name}`;
  return ownerOf(actor) ?? 'anonymous';
}
