import type { Context } from '../context.ts';
import { httpEmailChannel } from './http-email-channel.ts';
import { httpSmsChannel } from './http-sms-channel.ts';
import { type AccountNotice, renderAccountMail, renderAccountSms } from './templates/account-notice.ts';

export interface AccountNoticeTo extends AccountNotice {
  readonly channel: 'email' | 'sms';
  /** An e-mail address, or a phone in E.164. */
  readonly to: string;
}

/**
 * Tells somebody what was done to their account. Like a code it goes through no queue and into no table: the address
 * may be one that the shop has just let go of. Why it failed is logged without the person.
 */
export async function sendAccountNotice(ctx: Context, { channel, to, ...notice }: AccountNoticeTo): Promise<void> {
  const idempotencyKey = `account.${notice.kind}:${ctx.requestId}`;
  try {
    if (channel === 'email') {
      await httpEmailChannel(ctx.env).send({ to, ...(await renderAccountMail(notice)), idempotencyKey });
    } else {
      await httpSmsChannel(ctx.env).send({ to, text: renderAccountSms(notice), idempotencyKey });
    }
  } catch (error) {
    ctx.log.error('account notice not sent', { kind: notice.kind, channel, reason: String(error) });
  }
}
