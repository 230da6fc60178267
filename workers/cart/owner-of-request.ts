import type { Context as HonoContext } from 'hono';
import { actAs, type Context } from '../context.ts';
import { startGuest } from '../http/auth.ts';
import type { ApiEnv } from '../http/openapi.ts';

/** The first thing in a cart or on a list makes an anonymous visitor a guest, by a cookie of the answer. */
export async function ownerOfRequest(c: HonoContext<ApiEnv>): Promise<Context> {
  const ctx = c.get('ctx');
  if (ctx.actor.kind !== 'anonymous') return ctx;
  const { actor, setCookie } = await startGuest(c.env, c.req.raw, ctx.newId);
  c.header('set-cookie', setCookie, { append: true });
  return actAs(ctx, actor);
}
