import type { Context } from '../context.ts';
import { requireHuman } from '../http/bot-check.ts';
import { askForCode, type SentCode } from './ask-for-code.ts';
import type { CodeRecipient } from './schemas.ts';

/**
 * Sends a code to sign in with, or to open an account with: nobody is looked up before the code comes back, so nothing
 * tells who has an account. Anybody may. Throws `rate_limited` and what `requireHuman` throws.
 */
export async function sendSignInCode(
  ctx: Context,
  recipient: CodeRecipient,
  botToken: string | null,
): Promise<SentCode> {
  await requireHuman(ctx, 'otp', botToken);
  return 'email' in recipient
    ? await askForCode(ctx, { purpose: 'sign_in', channel: 'email', recipient: recipient.email })
    : await askForCode(ctx, { purpose: 'sign_in', channel: 'sms', recipient: recipient.phone });
}
