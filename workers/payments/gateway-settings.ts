import { AppError } from '../http/problem.ts';

/** A setting without which nothing works. Throws `misconfigured`. */
export function requiredSetting(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw new AppError('misconfigured', `${name} is not set.`);
  return value;
}

/** The address of a stand-in for the gateway; null for the gateway itself. Throws `misconfigured`. */
export function readApiBase(text: string | undefined, name: string): URL | null {
  if (text === undefined || text === '') return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new AppError('misconfigured', `${name} is not an address such as http://127.0.0.1:8788.`);
}

/** Refuses what would let anybody pay with nothing. What is not plainly a laptop or a test counts as production. */
export function requireSandboxAllowed(env: Env): void {
  if (env.APP_ENV === 'development' || env.APP_ENV === 'test') return;
  throw new AppError('misconfigured', 'The payment sandbox and its keys are refused outside development.');
}
