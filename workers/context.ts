import { type Db, openDb } from './db/client.ts';
import { type Id, type IdKind, idOf } from './domain/id.ts';
import { hasPermission, type Permission, type Role } from './domain/role.ts';
import { AppError } from './http/problem.ts';

/** Who asks. A guest is known by a signed cookie; `system` is a consumer or the cron. */
export type Actor =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'guest'; readonly guestId: Id<'guest'> }
  | {
      readonly kind: 'user';
      readonly userId: Id<'user'>;
      readonly role: Role;
      readonly name: string;
      readonly email: string;
    }
  | { readonly kind: 'system'; readonly name: string };

/** Names a cart object and owns orders: 'user:usr_…' or 'guest:gst_…'. */
export type OwnerKey = `user:${Id<'user'>}` | `guest:${Id<'guest'>}`;

export interface Log {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** What every verb gets first. Time and ids come from here, so that a test can hold them still. */
export interface Context {
  readonly env: Env;
  readonly db: Db;
  readonly actor: Actor;
  /** Epoch milliseconds at the start of the request. */
  readonly now: number;
  readonly requestId: string;
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
  readonly later?: (work: Promise<unknown>) => void;
}

export function createContext({ env, actor, now = Date.now(), requestId, later }: ContextOptions): Context {
  const newId = <Kind extends IdKind>(kind: Kind) => idOf(kind, Date.now(), crypto.getRandomValues(new Uint8Array(10)));
  const id = requestId ?? newId('request');
  return {
    env,
    db: openDb(env.DB),
    actor,
    now,
    requestId: id,
    log: logFor(id),
    newId,
    later:
      later ??
      ((work) => void work.catch((error: unknown) => logFor(id).error('later failed', { error: String(error) }))),
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

export function requireUser(ctx: Context): Extract<Actor, { kind: 'user' }> {
  if (ctx.actor.kind !== 'user') throw new AppError('unauthenticated', 'Sign in to continue.');
  return ctx.actor;
}

export function requirePermission(ctx: Context, permission: Permission): void {
  if (ctx.actor.kind === 'system') return;
  if (!hasPermission(requireUser(ctx).role, permission)) {
    throw new AppError('forbidden', `This needs the permission ${permission}.`);
  }
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

function logFor(requestId: string): Log {
  const write =
    (level: 'info' | 'error') =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}) =>
      console[level](JSON.stringify({ level, message, requestId, ...fields }));
  return { info: write('info'), error: write('error') };
}
