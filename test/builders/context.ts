import { env } from 'cloudflare:workers';
import { type Actor, type Context, createContext } from '../../workers/context.ts';

/** A context for calling verbs in a test: as the system, now, unless said otherwise. */
export function givenContext(options: { readonly actor?: Actor; readonly now?: number } = {}): Context {
  return createContext({ env, actor: { kind: 'system', name: 'test' }, ...options });
}
