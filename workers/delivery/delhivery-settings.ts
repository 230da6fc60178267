import { AppError } from '../http/problem.ts';

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
  const token = required(env.DELHIVERY_TOKEN, 'DELHIVERY_TOKEN');
  const webhookSecret = required(env.DELHIVERY_WEBHOOK_SECRET, 'DELHIVERY_WEBHOOK_SECRET');
  const standIn = readApiBase(env.DELHIVERY_API_BASE);
  const usesSandboxKeys = [token, webhookSecret].some((key) => SANDBOX_KEY.test(key));
  // Anything that is not plainly a laptop or a test is treated as production.
  const isSandboxAllowed = env.APP_ENV === 'development' || env.APP_ENV === 'test';
  if ((standIn !== null || usesSandboxKeys) && !isSandboxAllowed) {
    throw new AppError('misconfigured', 'The sandbox carrier and its keys are refused outside development.');
  }
  // A forgotten DELHIVERY_API_BASE is named instead of sending the sandbox's token to the real carrier.
  if (standIn === null && SANDBOX_KEY.test(token)) {
    throw new AppError(
      'misconfigured',
      'DELHIVERY_TOKEN is the one of the sandbox, but DELHIVERY_API_BASE is not set.',
    );
  }
  return { token, webhookSecret, apiBase: standIn ?? DELHIVERY };
}

function required(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw new AppError('misconfigured', `${name} is not set.`);
  return value;
}

function readApiBase(text: string | undefined): URL | null {
  if (text === undefined || text === '') return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new AppError('misconfigured', 'DELHIVERY_API_BASE is not an address such as http://127.0.0.1:8788/delhivery.');
}
