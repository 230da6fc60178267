import { AppError } from '../http/problem.ts';
import { requiredSetting, requireSandboxAllowed, standInOf } from '../http/stand-in.ts';

export interface DelhiverySettings {
  readonly token: string;
  readonly webhookSecret: string;
  readonly apiBase: URL;
}

const DELHIVERY = new URL('https://track.delhivery.com');

/** 'haat-sandbox-token', 'haat-carrier-development': what lies in the repository protects nothing. */
const SANDBOX_KEY = /^haat/;

/** Reads the settings and refuses those with which anybody could deliver a parcel. Throws `misconfigured`. */
export function readDelhiverySettings(env: Env): DelhiverySettings {
  const token = requiredSetting(env.DELHIVERY_TOKEN, 'DELHIVERY_TOKEN');
  const webhookSecret = requiredSetting(env.DELHIVERY_WEBHOOK_SECRET, 'DELHIVERY_WEBHOOK_SECRET');
  const standIn = standInOf(env, 'DELHIVERY_API_BASE');
  const usesSandboxKeys = [token, webhookSecret].some((key) => SANDBOX_KEY.test(key));
  if (usesSandboxKeys) requireSandboxAllowed(env);
  // A forgotten DELHIVERY_API_BASE is named instead of sending the sandbox's token to the real carrier.
  if (standIn === null && SANDBOX_KEY.test(token)) {
    throw new AppError(
      'misconfigured',
      'DELHIVERY_TOKEN is the one of the sandbox, but DELHIVERY_API_BASE is not set.',
    );
  }
  return { token, webhookSecret, apiBase: standIn ?? DELHIVERY };
}
