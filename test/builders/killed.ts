import type { Context } from '../../workers/context.ts';
import { openDb } from '../../workers/db/client.ts';

/**
 * The same context, except that the Worker dies at its call number `step`, counted from 1, to the database, the
 * documents, the pictures or a cart: just before the call, or when it has just done its work.
 */
export function killedAt(ctx: Context, step: number, moment: 'before' | 'after'): Context {
  let calls = 0;
  const call = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    const isLast = ++calls === step;
    if (isLast && moment === 'before') throw new Error('killed');
    const answer = await work();
    if (isLast) throw new Error('killed');
    return answer;
  };
  const { DB, DOCUMENTS, MEDIA, CART } = ctx.env;
  const env = {
    ...ctx.env,
    ...{ DB: mortalDb(DB, call), DOCUMENTS: mortal(DOCUMENTS, call), MEDIA: mortal(MEDIA, call) },
    CART: mortalCarts(CART, call),
  };
  return { ...ctx, env, db: openDb(env.DB) };
}

type Call = <Answer>(work: () => Promise<Answer>) => Promise<Answer>;

type Methods = Readonly<Record<PropertyKey, (...args: unknown[]) => Promise<unknown>>>;

/** Every method of it is a call at which the Worker may die. */
function mortal<Target extends object>(target: Target, call: Call): Target {
  return new Proxy(target, {
    // A stub of an object knows its methods only while they are called on it.
    get:
      (own, key) =>
      (...args: unknown[]) =>
        call(async () => await (own as Methods)[key]?.(...args)),
  });
}

function mortalCarts(carts: Env['CART'], call: Call): Env['CART'] {
  return new Proxy(carts, {
    get: (own, key) =>
      key === 'getByName' ? (name: string) => mortal(own.getByName(name), call) : Reflect.get(own, key),
  });
}

/** A statement is a call when it runs by itself; in a batch, the batch is. */
function mortalDb(db: D1Database, call: Call): D1Database {
  const real = new WeakMap<object, D1PreparedStatement>();
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const proxy = new Proxy(statement, {
      get: (own, key) => {
        if (key === 'bind') return (...values: unknown[]) => wrap(own.bind(...values));
        return (...args: unknown[]) => call(async () => await (own as unknown as Methods)[key]?.(...args));
      },
    });
    real.set(proxy, statement);
    return proxy;
  };
  return new Proxy(db, {
    get: (own, key) => {
      if (key === 'prepare') return (query: string) => wrap(own.prepare(query));
      if (key === 'batch') {
        return (statements: D1PreparedStatement[]) =>
          call(() => own.batch(statements.map((statement) => real.get(statement) ?? statement)));
      }
      return Reflect.get(own, key);
    },
  });
}
