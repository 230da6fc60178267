import { createContext } from '../context.ts';
import { type Identity, identify } from '../http/auth.ts';
import { rotateSession } from './refresh-session.ts';

/** Who opens a page: an expired session is renewed on the way, a guest cookie that is not ours is taken away. */
export async function identifyVisitor(env: Env, request: Request, now = Date.now()): Promise<Identity> {
  const ctx = createContext({ env, actor: { kind: 'anonymous' }, now });
  return await identify(env, request, {
    now,
    rotate: (refreshToken) => rotateSession(ctx, refreshToken),
    forgedGuest: 'replace',
  });
}
