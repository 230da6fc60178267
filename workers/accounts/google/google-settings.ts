import { AppError } from '../../http/problem.ts';
import { isStandInAllowed, requiredSetting, settingOf, standInOf } from '../../http/stand-in.ts';

export interface GoogleSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly issuer: URL;
}

const GOOGLE = new URL('https://accounts.google.com');

/** 'haat-development', 'haat-google-development': what lies in the repository protects nothing. */
const SANDBOX_KEY = /^haat-/;

/** Whether people can choose it. */
export function isGoogleOffered(env: Env): boolean {
  return settingOf(env.GOOGLE_CLIENT_ID) !== null && settingOf(env.GOOGLE_CLIENT_SECRET) !== null;
}

/** Reads the settings and refuses those with which anybody could be anybody. Throws `misconfigured`. */
export function readGoogleSettings(env: Env): GoogleSettings {
  const clientId = requiredSetting(env.GOOGLE_CLIENT_ID, 'GOOGLE_CLIENT_ID');
  const clientSecret = requiredSetting(env.GOOGLE_CLIENT_SECRET, 'GOOGLE_CLIENT_SECRET');
  const isGoogle = env.GOOGLE_ISSUER?.replace(/\/$/, '') === GOOGLE.origin;
  const standIn = isGoogle ? null : standInOf(env, 'GOOGLE_ISSUER');
  const usesSandboxKeys = SANDBOX_KEY.test(clientId) || SANDBOX_KEY.test(clientSecret);
  if (usesSandboxKeys && !isStandInAllowed(env)) {
    throw new AppError('misconfigured', 'GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET are those of the sandbox.');
  }
  // The sandbox's secret is never sent to the real Google: a forgotten GOOGLE_ISSUER is named instead.
  if (standIn === null && usesSandboxKeys) {
    throw new AppError('misconfigured', 'GOOGLE_CLIENT_ID is the one of the sandbox, but GOOGLE_ISSUER is not set.');
  }
  return { clientId, clientSecret, issuer: standIn ?? GOOGLE };
}
