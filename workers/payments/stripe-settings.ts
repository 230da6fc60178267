import { AppError } from '../http/problem.ts';

export interface StripeSettings {
  readonly secretKey: string;
  readonly publishableKey: string;
  readonly webhookSecret: string;
  /** A stand-in for Stripe; null for Stripe itself. */
  readonly apiBase: URL | null;
}

/** 'sk_test_haat', 'whsec_haat_development': the keys of the repository protect nothing. */
const SANDBOX_KEY = /^(sk|pk|whsec)_(test_)?haat/;

/** Reads the settings and refuses those with which anybody could pay with nothing. Throws `misconfigured`. */
export function readStripeSettings(env: Env): StripeSettings {
  const secretKey = required(env.STRIPE_SECRET_KEY, 'STRIPE_SECRET_KEY');
  const publishableKey = required(env.STRIPE_PUBLISHABLE_KEY, 'STRIPE_PUBLISHABLE_KEY');
  const webhookSecret = required(env.STRIPE_WEBHOOK_SECRET, 'STRIPE_WEBHOOK_SECRET');
  const apiBase = readApiBase(env.STRIPE_API_BASE);
  // Anything that is not plainly a laptop or a test is treated as production.
  const isSandboxAllowed = env.APP_ENV === 'development' || env.APP_ENV === 'test';
  const usesSandbox =
    apiBase !== null || [secretKey, publishableKey, webhookSecret].some((key) => SANDBOX_KEY.test(key));
  if (usesSandbox && !isSandboxAllowed) {
    throw new AppError('misconfigured', 'The payment sandbox and its keys are refused outside development.');
  }
  return { secretKey, publishableKey, webhookSecret, apiBase };
}

/** The sandbox's key is never sent to the real Stripe: a forgotten STRIPE_API_BASE is named instead. */
export function requireReachable({ secretKey, apiBase }: StripeSettings): void {
  if (apiBase !== null || !SANDBOX_KEY.test(secretKey)) return;
  throw new AppError('misconfigured', 'STRIPE_SECRET_KEY is the one of the sandbox, but STRIPE_API_BASE is not set.');
}

function required(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw new AppError('misconfigured', `${name} is not set.`);
  return value;
}

function readApiBase(text: string | undefined): URL | null {
  if (text === undefined || text === '') return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new AppError('misconfigured', 'STRIPE_API_BASE is not an address such as http://127.0.0.1:8788.');
}
