import { ScriptFailure } from './script-failure.ts';
import type { Login } from './staff-client.ts';

/** Of the option --url, HAAT_URL, or the shop that `npm start` opens. */
export function shopUrl(option: string | undefined, env: NodeJS.ProcessEnv): URL {
  const text = option ?? env.HAAT_URL ?? `http://127.0.0.1:${env.HAAT_PORT ?? 8787}`;
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) throw new ScriptFailure(`Not an address of a shop: ${text}`);
  return url;
}

/** Of the environment; for a shop on this machine the demo login. */
export function loginFor(url: URL, env: NodeJS.ProcessEnv): Login {
  const { HAAT_STAFF_EMAIL: email, HAAT_STAFF_PASSWORD: password } = env;
  if (email !== undefined && password !== undefined) return { email, password };
  if (['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)) {
    return { email: 'staff@haat.test', password: 'haat-demo-2026' };
  }
  throw new ScriptFailure(`Set HAAT_STAFF_EMAIL and HAAT_STAFF_PASSWORD to a staff login of ${url.origin}.`);
}
