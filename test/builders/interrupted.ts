import { env } from 'cloudflare:workers';
import type { Context } from '../../workers/context.ts';
import { openDb } from '../../workers/db/client.ts';

/**
 * The same context, except that before its batch number `place`, counted from 1, somebody else is faster: races that
 * chance brings about once in a thousand times.
 */
export function interrupted(ctx: Context, place: number, work: () => Promise<unknown>): Context {
  let batches = 0;
  const db = new Proxy(env.DB, {
    get: (target, name) => {
      if (name !== 'batch') return Reflect.get(target, name).bind(target);
      return async (statements: D1PreparedStatement[]) => {
        batches += 1;
        if (batches === place) await work();
        return await target.batch(statements);
      };
    },
  });
  return { ...ctx, db: openDb(db) };
}
