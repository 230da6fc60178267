import { AppError } from './problem.ts';

/** Names of the settings that lead to the sandbox instead of a third party. */
type StandInName =
  | 'STRIPE_API_BASE'
  | 'RAZORPAY_API_BASE'
  | 'DELHIVERY_API_BASE'
  | 'GOOGLE_ISSUER'
  | 'TURNSTILE_API_BASE';

/** The value of a setting; null when it is not set. '' is how a shell or a test takes one away. */
export function settingOf(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value;
}

/** A setting without which nothing works. Throws `misconfigured`. */
export function requiredSetting(value: string | undefined, name: string): string {
  const setting = settingOf(value);
  if (setting === null) throw new AppError('misconfigured', `${name} is not set.`);
  return setting;
}

/** What is not plainly a laptop or a test counts as production. */
export function isStandInAllowed(env: Env): boolean {
  return env.APP_ENV === 'development' || env.APP_ENV === 'test';
}

/** Refuses keys that lie in the repository: with them anybody could pay with nothing, or deliver a parcel. */
export function requireSandboxAllowed(env: Env): void {
  if (isStandInAllowed(env)) return;
  throw new AppError('misconfigured', 'The sandbox and its keys are refused outside development.');
}

/** The address of a stand-in for a third party; null for the third party itself. Throws `misconfigured`. */
export function standInOf(env: Env, name: StandInName): URL | null {
  const text = settingOf(env[name]);
  if (text === null) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new AppError('misconfigured', `${name} is not an address such as http://127.0.0.1:8788.`);
  }
  if (!isStandInAllowed(env)) throw new AppError('misconfigured', `${name} is refused outside development.`);
  return url;
}
