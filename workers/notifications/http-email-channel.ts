import { AppError } from '../http/problem.ts';
import type { Channel } from './channel.ts';

/** Well below the half minute after which somebody else may try again (deliver-once.ts). */
const TIMEOUT_MS = 15_000;
const SETTINGS = ['EMAIL_API_URL', 'EMAIL_API_KEY', 'EMAIL_FROM'] as const;

/**
 * E-mail through a provider's HTTP API: POST {from, to, subject, html, text, idempotencyKey} with a bearer key.
 * Throws `misconfigured` when it is not set up. Errors carry the provider's status and nothing of the message.
 */
export function httpEmailChannel(env: Env): Channel {
  return {
    async send(message) {
      const { EMAIL_API_URL: url, EMAIL_API_KEY: key, EMAIL_FROM: from } = env;
      if (!url || !key || !from) {
        const missing = SETTINGS.filter((name) => !env[name]).join(', ');
        throw new AppError('misconfigured', `No e-mail can be sent until ${missing} is set.`);
      }
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          'idempotency-key': message.idempotencyKey,
        },
        body: JSON.stringify({ from, ...message }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`the e-mail provider answered ${answer.status}`);
    },
  };
}
