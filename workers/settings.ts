import { z } from 'zod';
import { corsOriginsOf } from './http/cors.ts';
import { AppError } from './http/problem.ts';
import { MIN_SECRET_LENGTH } from './http/signing-key.ts';
import { isStandInAllowed, settingOf } from './http/stand-in.ts';
import { logFor } from './log.ts';

export interface SettingProblem {
  readonly name: string;
  /** Follows the name in a sentence; never holds a value. */
  readonly problem: string;
}

const address = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'is not an address')
  .optional();

/** What may be set, and how each value must look whatever else is set. */
const schema = z.object({
  APP_ENV: z.enum(['development', 'test', 'production'], 'must be development, test or production'),
  APP_SECRET: z.string('is not set').min(MIN_SECRET_LENGTH, `must have at least ${MIN_SECRET_LENGTH} characters`),
  APP_SECRET_PREVIOUS: z
    .string()
    .min(MIN_SECRET_LENGTH, `must have at least ${MIN_SECRET_LENGTH} characters`)
    .optional(),
  APP_URL: address,
  STRIPE_API_BASE: address,
  RAZORPAY_API_BASE: address,
  DELHIVERY_API_BASE: address,
  EMAIL_API_URL: address,
  SMS_API_URL: address,
  GOOGLE_ISSUER: address,
  TURNSTILE_API_BASE: address,
  SANDBOX_URL: address,
  ACCESS_TEAM_DOMAIN: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, 'is not a name such as team.cloudflareaccess.com')
    .optional(),
});

/** Some of it is worse than none: a part that nobody misses until money or a person is lost. */
const GROUPS = {
  Stripe: ['STRIPE_SECRET_KEY', 'STRIPE_PUBLISHABLE_KEY', 'STRIPE_WEBHOOK_SECRET'],
  Razorpay: ['RAZORPAY_KEY_ID', 'RAZORPAY_KEY_SECRET', 'RAZORPAY_WEBHOOK_SECRET'],
  Delhivery: ['DELHIVERY_TOKEN', 'DELHIVERY_WEBHOOK_SECRET'],
  'e-mail': ['EMAIL_API_URL', 'EMAIL_API_KEY', 'EMAIL_FROM'],
  SMS: ['SMS_API_URL', 'SMS_API_KEY', 'SMS_SENDER'],
  Google: ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'],
  Turnstile: ['TURNSTILE_SITE_KEY', 'TURNSTILE_SECRET_KEY'],
  'Cloudflare Access': ['ACCESS_TEAM_DOMAIN', 'ACCESS_AUD'],
} as const satisfies Readonly<Record<string, readonly (keyof Env)[]>>;

/** Lead to the sandbox, or to whatever listens on the same machine. */
const STAND_INS = [
  'STRIPE_API_BASE',
  'RAZORPAY_API_BASE',
  'DELHIVERY_API_BASE',
  'GOOGLE_ISSUER',
  'TURNSTILE_API_BASE',
  'SANDBOX_URL',
] as const;
const GOOGLE = /^https:\/\/accounts\.google\.com\/?$/;
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Secrets that anybody can read in the repository, and Turnstile's keys that let everybody or nobody pass. */
const KNOWN_SECRETS =
  /^((sk|pk|whsec|rzp)_((test|secret|webhook)_)?haat|haat-|a-development-secret-|a-secret-that-only-tests|[123]x0{8})/;

const judged = new WeakMap<Env, string | null>();

/**
 * Refuses to serve with settings that are wrong, once for each isolate: what a part of the shop needs and has half of,
 * what is malformed, and in production what only protects a laptop. A part that is not set up at all is fine; it says
 * so itself when it is used. Throws `misconfigured`, which names the variables and no value.
 */
export function requireSettings(env: Env): void {
  let detail = judged.get(env);
  if (detail === undefined) {
    const problems = settingProblemsOf(env);
    detail = problems.length === 0 ? null : problems.map(({ name, problem }) => `${name} ${problem}.`).join(' ');
    judged.set(env, detail);
    if (detail !== null) logFor('settings').error('misconfigured', { problems: detail });
  }
  if (detail !== null) throw new AppError('misconfigured', detail);
}

/** Everything that is wrong, in the order of the table. */
export function settingProblemsOf(env: Env): readonly SettingProblem[] {
  return [
    ...malformed(env),
    ...halfConfigured(env),
    ...(isStandInAllowed(env) ? [] : [...unfitForProduction(env), ...knownSecrets(env)]),
  ];
}

function malformed(env: Env): readonly SettingProblem[] {
  const given = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, textOf(env, name) ?? undefined]));
  const issues = schema.safeParse(given).error?.issues ?? [];
  return [
    ...issues.map(({ path, message }) => ({ name: String(path[0]), problem: message })),
    ...(hasOrigins(env) ? [] : [{ name: 'CORS_ORIGINS', problem: 'must be exact origins with commas between' }]),
  ];
}

function hasOrigins(env: Env): boolean {
  try {
    corsOriginsOf(env);
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

function halfConfigured(env: Env): readonly SettingProblem[] {
  return Object.entries(GROUPS).flatMap(([group, names]) => {
    const missing = names.filter((name) => textOf(env, name) === null);
    if (missing.length === names.length) return [];
    return missing.map((name) => ({ name, problem: `is not set, but other settings of ${group} are` }));
  });
}

function unfitForProduction(env: Env): readonly SettingProblem[] {
  const shop = textOf(env, 'APP_URL');
  const isSet = (name: string) => textOf(env, name) !== null;
  return [
    ...(shop === null ? [{ name: 'APP_URL', problem: 'is not set' }] : []),
    ...(shop?.startsWith('http:') ? [{ name: 'APP_URL', problem: 'must begin with https://' }] : []),
    ...STAND_INS.filter((name) => isSet(name) && !(name === 'GOOGLE_ISSUER' && GOOGLE.test(env[name] ?? ''))).map(
      (name) => ({ name, problem: 'is refused outside development' }),
    ),
    ...(['EMAIL_API_URL', 'SMS_API_URL'] as const)
      .filter((name) => LOOPBACK.test(hostnameOf(textOf(env, name))))
      .map((name) => ({ name, problem: 'leads to this machine' })),
  ];
}

function knownSecrets(env: Env): readonly SettingProblem[] {
  return ['APP_SECRET', 'APP_SECRET_PREVIOUS', ...Object.values(GROUPS).flat()]
    .filter((name) => KNOWN_SECRETS.test(textOf(env, name) ?? ''))
    .map((name) => ({ name, problem: 'is one that everybody knows' }));
}

function hostnameOf(text: string | null): string {
  return text !== null && URL.canParse(text) ? new URL(text).hostname : '';
}

/** A binding that is no text is nothing of ours. */
function textOf(env: Env, name: string): string | null {
  const value = (env as unknown as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? settingOf(value) : null;
}
