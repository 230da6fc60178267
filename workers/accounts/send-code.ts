import type { Context } from '../context.ts';
import { absoluteUrl } from '../notifications/app-url.ts';
import { httpEmailChannel } from '../notifications/http-email-channel.ts';
import { httpSmsChannel } from '../notifications/http-sms-channel.ts';
import { type CodeMessage, renderCodeMail, renderCodeSms } from '../notifications/templates/code-message.ts';

export interface CodeDelivery extends CodeMessage {
  readonly challengeId: string;
  readonly channel: 'email' | 'sms';
  readonly recipient: string;
}

/**
 * Brings a code to its recipient, who alone ever sees it: it goes through no queue and into no table, as messages that
 * can wait do. Whoever gets none asks again; why it failed is logged without the person.
 */
export async function sendCode(ctx: Context, { challengeId, channel, recipient, ...message }: CodeDelivery) {
  try {
    if (channel === 'email') {
      const mail = await renderCodeMail(message);
      await httpEmailChannel(ctx.env).send({ to: recipient, ...mail, idempotencyKey: challengeId });
    } else {
      const text = renderCodeSms(message, new URL(absoluteUrl(ctx.env, '/')).hostname);
      await httpSmsChannel(ctx.env).send({ to: recipient, text, idempotencyKey: challengeId });
    }
  } catch (error) {
    ctx.log.error('code not sent', { challengeId, channel, reason: String(error) });
  }
}
