import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { type Answer, json, parseJson, Refusal, type Route, type SandboxRequest } from '../http.ts';
import { FAILING_SECRET, type TurnstileAccount } from './account.ts';
import type { Tokens } from './tokens.ts';

const tokenSchema = z.object({
  sitekey: z.string().min(1).max(100),
  action: z.string().regex(/^[\w-]{0,32}$/),
  hostname: z.string().min(1).max(253),
});

/** Runs in the browser; kept as a file of its own so that it is checked like any other. */
const SCRIPT = readFileSync(path.join(import.meta.dirname, 'api.js'), 'utf8');

/**
 * The widget and the verifier of Turnstile: https://developers.cloudflare.com/turnstile/. Where Turnstile looks at the
 * visitor, this believes everybody: POST /turnstile/tokens {sitekey, action, hostname} gives a token.
 */
export function turnstileRoutes(tokens: Tokens, account: TurnstileAccount): readonly Route[] {
  return [
    {
      method: 'GET',
      pattern: '/turnstile/api.js',
      handler: () => ({
        status: 200,
        headers: { 'content-type': 'text/javascript; charset=utf-8' },
        body: SCRIPT,
      }),
    },
    {
      method: 'POST',
      pattern: '/turnstile/tokens',
      handler: ({ body }) => {
        const wanted = tokenSchema.safeParse(parseJson(body));
        if (!wanted.success) throw new Refusal(422, z.prettifyError(wanted.error));
        const { sitekey: siteKey, action, hostname } = wanted.data;
        return json(200, { token: tokens.make({ siteKey, action, hostname }) });
      },
    },
    { method: 'POST', pattern: '/turnstile/siteverify', handler: (request) => verify(tokens, account, request) },
  ];
}

/** As Turnstile does: 200 whatever comes of it. */
function verify(tokens: Tokens, { siteKey, secretKey }: TurnstileAccount, { body }: SandboxRequest): Answer {
  const form = new URLSearchParams(body);
  const secret = form.get('secret');
  const token = form.get('response');
  if (!secret) return failure('missing-input-secret');
  if (!token) return failure('missing-input-response');
  if (secret === FAILING_SECRET) return failure('invalid-input-response');
  if (secret !== secretKey) return failure('invalid-input-secret');
  const proof = tokens.spend(token, siteKey, form.get('idempotency_key') ?? '');
  if (typeof proof === 'string') return failure(proof);
  const { action, hostname, madeAt } = proof;
  const challengedAt = new Date(madeAt).toISOString();
  return json(200, {
    success: true,
    challenge_ts: challengedAt,
    hostname,
    action,
    cdata: '',
    'error-codes': [],
    metadata: { interactive: false },
  });
}

function failure(code: string): Answer {
  return json(200, { success: false, 'error-codes': [code], messages: [] });
}
