import { z } from 'zod';
import type { Log } from '../context.ts';
import type { BotCheck } from './bot-check.ts';
import { corsOriginsOf } from './cors.ts';
import { AppError } from './problem.ts';
import { isStandInAllowed, settingOf, standInOf } from './stand-in.ts';

/** What a page needs to show the check. */
export interface BotWidget {
  readonly siteKey: string;
  readonly script: string;
  /** What the page's Content-Security-Policy must allow to run and to frame; null when it is our own. */
  readonly source: string | null;
}

interface TurnstileSettings {
  readonly siteKey: string;
  readonly secretKey: string;
  readonly standIn: URL | null;
}

const TURNSTILE = 'https://challenges.cloudflare.com';
const TIMEOUT_MS = 5000;
/** As Cloudflare documents it; a longer one is no token. */
const MAX_TOKEN_LENGTH = 2048;

/** 'haat-site-development', 'haat-turnstile-development': what lies in the repository protects nothing. */
const SANDBOX_KEY = /^(haat-|always-fails$)/;
/** What is wrong with us, not with the visitor. */
const OUR_FAULTS = new Set(['missing-input-secret', 'invalid-input-secret', 'bad-request']);

const resultSchema = z.object({
  success: z.boolean(),
  'error-codes': z.array(z.string()).default([]),
  hostname: z.string().optional(),
  action: z.string().optional(),
});

type Result = z.infer<typeof resultSchema>;

/** Null when the shop has no check. Throws `misconfigured`. */
export function botWidgetOf(env: Env): BotWidget | null {
  const settings = readTurnstileSettings(env);
  if (settings === null) return null;
  const { siteKey, standIn } = settings;
  // Browsers see a stand-in below the shop (sandbox-proxy.ts).
  if (standIn !== null) return { siteKey, script: '/sandbox/turnstile/api.js', source: null };
  return { siteKey, script: `${TURNSTILE}/turnstile/v0/api.js`, source: TURNSTILE };
}

/**
 * https://developers.cloudflare.com/turnstile/get-started/server-side-validation/. Null when the shop has no check.
 * Throws `misconfigured`.
 */
export function turnstile(env: Env, log: Log): BotCheck | null {
  const settings = readTurnstileSettings(env);
  if (settings === null) return null;
  const { secretKey, standIn } = settings;
  const url = `${(standIn?.href ?? `${TURNSTILE}/turnstile/v0`).replace(/\/$/, '')}/siteverify`;
  const hostnames = hostnamesOf(env, standIn !== null);
  return {
    async verify(token, ip, action) {
      if (token.length > MAX_TOKEN_LENGTH) return 'bot';
      const form = new URLSearchParams({ secret: secretKey, response: token, idempotency_key: crypto.randomUUID() });
      if (ip !== null) form.set('remoteip', ip);
      const result = await ask(url, form);
      if (result === null || result['error-codes'].some((code) => OUR_FAULTS.has(code))) {
        log.error('bot check without an answer', { codes: result?.['error-codes'] ?? ['no-answer'] });
        return 'unavailable';
      }
      const isHere = hostnames === null || hostnames.has(result.hostname ?? '');
      return result.success && result.action === action && isHere ? 'human' : 'bot';
    },
  };
}

/** A reply that is lost is asked for again under the same key, within the same five seconds. */
async function ask(url: string, form: URLSearchParams): Promise<Result | null> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  return (await askOnce(url, form, signal)) ?? (await askOnce(url, form, signal));
}

async function askOnce(url: string, form: URLSearchParams, signal: AbortSignal): Promise<Result | null> {
  try {
    const answer = await fetch(url, { method: 'POST', body: form, signal });
    const result = resultSchema.safeParse(await answer.json());
    return result.success && !result.data['error-codes'].includes('internal-error') ? result.data : null;
  } catch {
    // Not reached, too slow, or not JSON: all of them are no answer.
    return null;
  }
}

/** Where the check may have been shown: the shop, and sites that may call its API. Null on a laptop that says nothing. */
function hostnamesOf(env: Env, isStandIn: boolean): ReadonlySet<string> | null {
  const shop = settingOf(env.APP_URL);
  if (shop === null || !URL.canParse(shop)) return null;
  const hostnames = [shop, ...corsOriginsOf(env)].map((origin) => new URL(origin).hostname);
  // A laptop has two names, and people type either.
  return new Set(isStandIn ? [...hostnames, 'localhost', '127.0.0.1'] : hostnames);
}

function readTurnstileSettings(env: Env): TurnstileSettings | null {
  const siteKey = settingOf(env.TURNSTILE_SITE_KEY);
  const secretKey = settingOf(env.TURNSTILE_SECRET_KEY);
  if (siteKey === null && secretKey === null) return null;
  if (siteKey === null || secretKey === null) {
    throw new AppError('misconfigured', 'TURNSTILE_SITE_KEY and TURNSTILE_SECRET_KEY are set together or not at all.');
  }
  const standIn = standInOf(env, 'TURNSTILE_API_BASE');
  const usesSandboxKeys = SANDBOX_KEY.test(siteKey) || SANDBOX_KEY.test(secretKey);
  if (usesSandboxKeys && !isStandInAllowed(env)) {
    throw new AppError('misconfigured', 'TURNSTILE_SITE_KEY and TURNSTILE_SECRET_KEY are those of the sandbox.');
  }
  // The sandbox's secret is never sent to Cloudflare: a forgotten TURNSTILE_API_BASE is named instead.
  if (usesSandboxKeys && standIn === null) {
    throw new AppError(
      'misconfigured',
      'TURNSTILE_SECRET_KEY is the one of the sandbox, but TURNSTILE_API_BASE is not set.',
    );
  }
  return { siteKey, secretKey, standIn };
}
