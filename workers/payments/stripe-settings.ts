import { AppError } from '../http/problem.ts';
import { requiredSetting, requireSandboxAllowed, standInOf } from '../http/stand-in.ts';

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
  const secretKey = requiredSetting(env.STRIPE_SECRET_KEY, 'STRIPE_SECRET_KEY');
  const publishableKey = requiredSetting(env.STRIPE_PUBLISHABLE_KEY, 'STRIPE_PUBLISHABLE_KEY');
  const webhookSecret = requiredSetting(env.STRIPE_WEBHOOK_SECRET, 'STRIPE_WEBHOOK_SECRET');
  const apiBase = standInOf(env, 'STRIPE_API_BASE');
  const isOfSandbox = [secretKey, publishableKey, webhookSecret].some((key) => SANDBOX_KEY.test(key));
  if (isOfSandbox) requireSandboxAllowed(env);
  return { secretKey, publishableKey, webhookSecret, apiBase };
}

/** The sandbox's key is never sent to the real Stripe: a forgotten STRIPE_API_BASE is named instead. */
export function requireReachable({ secretKey, apiBase }: StripeSettings): void {
  if (apiBase !== null || !SANDBOX_KEY.test(secretKey)) return;
  throw new AppError('misconfigured', 'STRIPE_SECRET_KEY is the one of the sandbox, but STRIPE_API_BASE is not set.');
}

/** Whether real money moves, by the kind of the secret or restricted key. */
export function isLiveKey({ secretKey }: StripeSettings): boolean {
  return /^[sr]k_live_/.test(secretKey);
}
