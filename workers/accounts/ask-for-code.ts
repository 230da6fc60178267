import type { Context } from '../context.ts';
import { networkOf } from '../http/network.ts';
import { requireWithin } from '../http/rate-limit.ts';
import type { CodeMessageKind } from '../notifications/templates/code-message.ts';
import { type Challenge, type ChallengeDraft, openCodeChallenge } from './challenge.ts';
import { sendCode } from './send-code.ts';

/** How long somebody waits before they may ask for another code. */
export const RESEND_SECONDS = 30;
const HOUR_SECONDS = 3600;
const MAX_PER_RECIPIENT = 5;
/** Mobile networks put many people behind one address. */
const MAX_PER_IP = 60;

export interface CodeRequest extends ChallengeDraft {
  readonly purpose: CodePurpose;
  readonly channel: 'email' | 'sms';
  /** Where the code goes: an e-mail address, or a phone in E.164. */
  readonly recipient: string;
  /** What the message says, where the purpose alone does not decide it. */
  readonly message?: CodeMessageKind;
  /** Of the person, where it is known; else the language of the request. */
  readonly locale?: 'en' | 'hi';
}

/** The purposes that a code is sent for. */
export type CodePurpose = Exclude<CodeMessageKind, 'register_known'>;

/** What the person who waits for a code is told: the same whoever has an account. */
export interface SentCode extends Challenge {
  /** Epoch ms: when another one may be asked for. */
  readonly resendAt: number;
}

/** Sends a code, within the limits. Throws `rate_limited`. */
export async function askForCode(ctx: Context, request: CodeRequest): Promise<SentCode> {
  await requireCodeLimits(ctx, request.recipient);
  return await openAndSendCode(ctx, request);
}

/**
 * Counts a code against the limits of its recipient and of the IP. For a verb that has costly work to do before it
 * calls `openAndSendCode`. Throws `rate_limited`.
 */
export async function requireCodeLimits(ctx: Context, recipient: string): Promise<void> {
  // First and alone: an impatient second click must not use up the hour.
  await requireWithin(ctx, [{ name: 'code.resend', key: recipient, max: 1, windowSeconds: RESEND_SECONDS }]);
  const { ip } = ctx.client;
  const hourly = { windowSeconds: HOUR_SECONDS };
  await requireWithin(ctx, [
    { ...hourly, name: 'code.recipient', key: recipient, max: MAX_PER_RECIPIENT },
    ...(ip === null ? [] : [{ ...hourly, name: 'code.ip', key: networkOf(ip), max: MAX_PER_IP }]),
  ]);
}

/** Opens the challenge and sends its code after the answer: how long the provider takes tells nobody anything. */
export async function openAndSendCode(ctx: Context, request: CodeRequest): Promise<SentCode> {
  const { message = request.purpose, locale = localeOf(ctx), channel, recipient, ...draft } = request;
  const { code, ...challenge } = await openCodeChallenge(ctx, { ...draft, channel, recipient });
  if (request.isAnswerable !== false) {
    const { challengeId } = challenge;
    ctx.later(sendCode(ctx, { challengeId, channel, recipient, kind: message, code, locale }));
  }
  return { ...challenge, resendAt: ctx.now + RESEND_SECONDS * 1000 };
}

function localeOf({ actor, client }: Context): 'en' | 'hi' {
  return actor.kind === 'user' ? actor.locale : client.locale;
}
