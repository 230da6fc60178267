import { AppError } from '../http/problem.ts';
import type { SmsChannel } from './channel.ts';

const TIMEOUT_MS = 15_000;
const SETTINGS = ['SMS_API_URL', 'SMS_API_KEY', 'SMS_SENDER'] as const;

/**
 * SMS through a provider's HTTP API: POST {from, to, text, idempotencyKey} with a bearer key. In India the sender and
 * every text are registered beforehand (TRAI, distributed ledger): a changed template has to be registered again.
 * Throws `misconfigured` when it is not set up. Errors carry the provider's status and nothing of the message.
 */
export function httpSmsChannel(env: Env): SmsChannel {
  return {
    async send(sms) {
      const { SMS_API_URL: url, SMS_API_KEY: key, SMS_SENDER: from } = env;
      if (!url || !key || !from) {
        const missing = SETTINGS.filter((name) => !env[name]).join(', ');
        throw new AppError('misconfigured', `No SMS can be sent until ${missing} is set.`);
      }
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          'idempotency-key': sms.idempotencyKey,
        },
        body: JSON.stringify({ from, ...sms }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`the SMS provider answered ${answer.status}`);
    },
  };
}
