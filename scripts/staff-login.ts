import { ScriptFailure } from './script-failure.ts';
import type { Login } from './staff-client.ts';
import { DEMO_TOTP_SECRET } from './totp.ts';
import { isThisMachine } from './virtual-address.ts';

/** Of the option --url, HAAT_URL, or the shop that `npm start` opens. */
export function shopUrl(option: string | undefined, env: NodeJS.ProcessEnv): URL {
  const text = option ?? env.HAAT_URL ?? `http://127.0.0.1:${env.HAAT_PORT ?? 8787}`;
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) throw new ScriptFailure(`Not an address of a shop: ${text}`);
  return url;
}

/** Of the environment; for a shop on this machine the demo login. */
export function loginFor(url: URL, env: NodeJS.ProcessEnv): Login {
  const { HAAT_STAFF_EMAIL: email, HAAT_STAFF_PASSWORD: password, HAAT_STAFF_TOTP_SECRET: totpSecret } = env;
  if (email !== undefined && password !== undefined) return { email, password, totpSecret: secretOf(totpSecret) };
  if (isThisMachine(url)) return DEMO_STAFF;
  throw new ScriptFailure(
    `Set HAAT_STAFF_EMAIL, HAAT_STAFF_PASSWORD and HAAT_STAFF_TOTP_SECRET to a staff login of ${url.origin}.`,
  );
}

export const DEMO_STAFF: Login = {
  email: 'staff@haat.test',
  password: 'haat-demo-2026',
  totpSecret: DEMO_TOTP_SECRET,
};

/** As apps show it for typing in: in groups, in either case. */
function secretOf(text: string | undefined): string | null {
  if (text === undefined || text === '') return null;
  const secret = text.replace(/[\s=-]/g, '').toUpperCase();
  if (!/^[A-Z2-7]{16,}$/.test(secret)) throw new ScriptFailure('HAAT_STAFF_TOTP_SECRET is not a secret in base 32.');
  return secret;
}
