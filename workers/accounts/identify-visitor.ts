import type { Context } from '../context.ts';
import { type Identity, identify } from '../http/auth.ts';
import { rotateSession } from './refresh-session.ts';

/** Who opens a page: an expired session is renewed on the way, a guest cookie that is not ours is taken away. */
export async function identifyVisitor(ctx: Context, request: Request): Promise<Identity> {
  return await identify(ctx.env, request, {
    now: ctx.now,
    rotate: (refreshToken) => rotateSession(ctx, refreshToken),
    forgedGuest: 'replace',
  });
}
