import { AppError } from '../http/problem.ts';
import { requiredSetting, requireSandboxAllowed, standInOf } from '../http/stand-in.ts';

export interface RazorpaySettings {
  readonly keyId: string;
  readonly keySecret: string;
  readonly webhookSecret: string;
  /** 'acc_…'; null accepts the webhooks of any account that has the secret. */
  readonly accountId: string | null;
  /** A stand-in for Razorpay; null for Razorpay itself. */
  readonly apiBase: URL | null;
}

/** 'rzp_test_haat', 'rzp_secret_haat_development': the keys of the repository protect nothing. */
const SANDBOX_KEY = /^rzp_(test|secret|webhook)_haat/;

/** Reads the settings and refuses those with which anybody could pay with nothing. Throws `misconfigured`. */
export function readRazorpaySettings(env: Env): RazorpaySettings {
  const keyId = requiredSetting(env.RAZORPAY_KEY_ID, 'RAZORPAY_KEY_ID');
  const keySecret = requiredSetting(env.RAZORPAY_KEY_SECRET, 'RAZORPAY_KEY_SECRET');
  const webhookSecret = requiredSetting(env.RAZORPAY_WEBHOOK_SECRET, 'RAZORPAY_WEBHOOK_SECRET');
  const apiBase = standInOf(env, 'RAZORPAY_API_BASE');
  const isOfSandbox = [keyId, keySecret, webhookSecret].some((key) => SANDBOX_KEY.test(key));
  if (isOfSandbox) requireSandboxAllowed(env);
  return { keyId, keySecret, webhookSecret, accountId: env.RAZORPAY_ACCOUNT_ID || null, apiBase };
}

/** The sandbox's key is never sent to the real Razorpay: a forgotten RAZORPAY_API_BASE is named instead. */
export function requireReachable({ keyId, apiBase }: RazorpaySettings): void {
  if (apiBase !== null || !SANDBOX_KEY.test(keyId)) return;
  throw new AppError('misconfigured', 'RAZORPAY_KEY_ID is the one of the sandbox, but RAZORPAY_API_BASE is not set.');
}
