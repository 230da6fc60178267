import type { Context } from '../context.ts';
import { httpEmailChannel } from '../notifications/http-email-channel.ts';
import { httpSmsChannel } from '../notifications/http-sms-channel.ts';
import {
  type AccountNoticeKind,
  renderAccountMail,
  renderAccountSms,
} from '../notifications/templates/account-notice.ts';

export interface FormerAddress {
  readonly channel: 'email' | 'sms';
  readonly to: string;
  readonly kind: AccountNoticeKind;
  readonly locale: 'en' | 'hi';
}

/**
 * Tells of a change where the person could be reached before it. Like a code it goes through no queue and into no table:
 * the shop has just let go of the address and must not keep it for this. Why it failed is logged without the person.
 */
export async function tellFormerAddress(ctx: Context, { channel, to, ...notice }: FormerAddress): Promise<void> {
  const idempotencyKey = `account.${notice.kind}:${ctx.requestId}`;
  try {
    if (channel === 'email') {
      await httpEmailChannel(ctx.env).send({ to, ...(await renderAccountMail(notice)), idempotencyKey });
    } else {
      await httpSmsChannel(ctx.env).send({ to, text: renderAccountSms(notice), idempotencyKey });
    }
  } catch (error) {
    ctx.log.error('account notice not sent', { kind: notice.kind, channel, error });
  }
}
