import { env } from 'cloudflare:workers';
import type { Context } from '../../workers/context.ts';
import { openDb } from '../../workers/db/client.ts';

export interface Listener {
  /** The different statements that were prepared. */
  readonly asked: Set<string>;
  /** How many were sent, and in how many journeys to the database. */
  readonly sent: { statements: number; journeys: number };
  readonly env: Env;
  /** The same context, with a database that is listened to. */
  heard(ctx: Context): Context;
}

const SENDERS = new Set(['all', 'run', 'first', 'raw']);

/** A database that remembers what was asked of it. */
export function givenListener(): Listener {
  const asked = new Set<string>();
  const sent = { statements: 0, journeys: 0 };
  const real = new WeakMap<D1PreparedStatement, D1PreparedStatement>();
  const send = (statements: number) => {
    sent.statements += statements;
    sent.journeys += 1;
  };

  const heardStatement = (statement: D1PreparedStatement): D1PreparedStatement => {
    const proxy = new Proxy(statement, {
      get(target, key) {
        if (key === 'bind') return (...values: unknown[]) => heardStatement(target.bind(...values));
        if (SENDERS.has(String(key))) send(1);
        return memberOf(target, key);
      },
    });
    real.set(proxy, statement);
    return proxy;
  };

  const DB = new Proxy(env.DB, {
    get(target, key) {
      if (key === 'prepare') {
        return (query: string) => {
          asked.add(query);
          return heardStatement(target.prepare(query));
        };
      }
      if (key === 'batch') {
        return (statements: readonly D1PreparedStatement[]) => {
          send(statements.length);
          return target.batch(statements.map((statement) => real.get(statement) ?? statement));
        };
      }
      return memberOf(target, key);
    },
  });
  const heard = (ctx: Context): Context => ({ ...ctx, env: { ...env, DB }, db: openDb(DB) });
  return { asked, sent, heard, env: { ...env, DB } };
}

/** A method that is still its object's. */
function memberOf(target: object, key: string | symbol): unknown {
  const member: unknown = Reflect.get(target, key);
  return typeof member === 'function' ? member.bind(target) : member;
}

/** The steps by which the database finds what a query asks for. */
export async function stepsOf(query: string): Promise<string[]> {
  const nulls = Array.from({ length: query.split('?').length - 1 }, () => null);
  const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${query}`)
    .bind(...nulls)
    .all<{ detail: string }>();
  return results.map(({ detail }) => detail);
}
