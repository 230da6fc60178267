import type { Context } from '../context.ts';
import { httpEmailChannel } from './http-email-channel.ts';
import { httpSmsChannel } from './http-sms-channel.ts';
import {
  type AccountNotice,
  type AccountNoticeKind,
  renderAccountMail,
  renderAccountSms,
} from './templates/account-notice.ts';

export interface AccountNoticeTo extends AccountNotice {
  readonly channel: 'email' | 'sms';
  /** An e-mail address, or a phone in E.164. */
  readonly to: string;
}

/** As much of a person as tells where and how to reach them. */
export interface Reachable {
  readonly email: string | null;
  readonly phone: string | null;
  readonly locale: 'en' | 'hi';
}

/** Tells the owner of an account what was done to it, once the answer is out: by e-mail, or by SMS without one. */
export function tellOwner(ctx: Context, { email, phone, locale }: Reachable, kind: AccountNoticeKind): void {
  if (email !== null) ctx.later(sendAccountNotice(ctx, { channel: 'email', to: email, kind, locale }));
  else if (phone !== null) ctx.later(sendAccountNotice(ctx, { channel: 'sms', to: phone, kind, locale }));
}

/**
 * Tells somebody what was done to an account. Like a code it goes through no queue and into no table: the address may be
 * one that the shop has just let go of. Why it failed is logged without the person.
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
    ctx.log.error('account notice not sent', { kind: notice.kind, channel, error });
  }
}
