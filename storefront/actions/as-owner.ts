import type { APIContext } from 'astro';
import { actAs, type Context } from '../../workers/context.ts';
import { startGuest } from '../../workers/http/auth.ts';

/** The first thing in a cart or on a list makes an anonymous visitor a guest. */
export async function asOwner({ locals, request }: APIContext): Promise<Context> {
  const { ctx } = locals;
  if (ctx.actor.kind !== 'anonymous') return ctx;
  const { actor, setCookie } = await startGuest(ctx.env, request, ctx.newId);
  locals.setCookies.push(setCookie);
  return actAs(ctx, actor);
}
