import type { Context } from '../context.ts';
import { countTry, type Limit, perNetwork, rateLimited, requireWithin } from '../http/rate-limit.ts';
import type { CodeMessageKind } from '../notifications/templates/code-message.ts';
import { type Challenge, type ChallengeDraft, openCodeChallenge } from './challenge.ts';
import { type CodeDelivery, sendCode } from './send-code.ts';

/** How long somebody waits before they may ask for another code. */
export const RESEND_SECONDS = 30;
const HOUR_SECONDS = 3600;
const MAX_PER_RECIPIENT = 5;
/** Mobile networks put many people behind one address. */
const MAX_PER_IP = 60;
/** Of one person who is signed in, over all their addresses, and over all that they try to make theirs. */
const MAX_PER_USER = 20;
/** Of one address or number, over all the people who say that it is theirs. */
const MAX_PER_CLAIMED = 10;
/** Of the whole shop: an SMS costs money, and there are always more networks and numbers. */
const SMS_LIMIT: Limit = { name: 'code.sms', key: 'shop', max: 2000, windowSeconds: HOUR_SECONDS };

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
  await requireWithin(ctx, request.userId === undefined ? strangerLimits(ctx, request) : ownLimits(ctx, request));
  return await openAndSendCode(ctx, request);
}

/**
 * Counts a code that anybody may ask for against the limits of their network and of the recipient. For a verb that has
 * costly work to do before it calls `openAndSendCode`. Throws `rate_limited`.
 */
export async function requireCodeLimits(ctx: Context, recipient: string): Promise<void> {
  await requireWithin(ctx, strangerLimits(ctx, { recipient }));
}

/**
 * Opens the challenge and sends its code after the answer: how long the provider takes tells nobody anything. Throws
 * `rate_limited` when the shop has sent as many SMS as it may.
 */
export async function openAndSendCode(ctx: Context, request: CodeRequest): Promise<SentCode> {
  const { message = request.purpose, locale = localeOf(ctx), channel, recipient, ...draft } = request;
  if (channel === 'sms') await requireSmsLeft(ctx);
  const { code, ...challenge } = await openCodeChallenge(ctx, { ...draft, channel, recipient });
  if (request.isAnswerable !== false) {
    const { challengeId } = challenge;
    ctx.later(sendAfterAnswer(ctx, { challengeId, channel, recipient, kind: message, code, locale }));
  }
  return { ...challenge, resendAt: ctx.now + RESEND_SECONDS * 1000 };
}

/** In turn: who is beyond their network costs the recipient nothing, and an impatient second click no hour. */
function strangerLimits(ctx: Context, { recipient }: Pick<CodeRequest, 'recipient'>): readonly Limit[] {
  return [
    ...networkLimit(ctx),
    { name: 'code.resend', key: recipient, max: 1, windowSeconds: RESEND_SECONDS },
    { name: 'code.recipient', key: recipient, max: MAX_PER_RECIPIENT, windowSeconds: HOUR_SECONDS },
  ];
}

/** Apart from those of strangers, who may ask for the same address: they must not keep anybody out of their account. */
function ownLimits(ctx: Context, { recipient, purpose, userId }: CodeRequest): readonly Limit[] {
  const [key, windowSeconds] = [`${userId} ${recipient}`, HOUR_SECONDS];
  return [
    ...networkLimit(ctx),
    { name: 'code.own.resend', key, max: 1, windowSeconds: RESEND_SECONDS },
    { name: 'code.own.recipient', key, max: MAX_PER_RECIPIENT, windowSeconds },
    { name: 'code.own', key: userId ?? '', max: MAX_PER_USER, windowSeconds },
    // What is proved to be theirs is no way to make somebody else's phone ring.
    ...(purpose === 'reauthenticate'
      ? []
      : [{ name: 'code.claimed', key: recipient, max: MAX_PER_CLAIMED, windowSeconds }]),
  ];
}

function networkLimit({ client }: Context): readonly Limit[] {
  return perNetwork(client.ip, { name: 'code.ip', max: MAX_PER_IP, windowSeconds: HOUR_SECONDS });
}

/** The first SMS too many of an hour is an error in the log; for the others it has been said. */
async function requireSmsLeft(ctx: Context): Promise<void> {
  const { count, resetAt } = await countTry(ctx, SMS_LIMIT);
  if (count <= SMS_LIMIT.max) return;
  if (count === SMS_LIMIT.max + 1) ctx.log.error('no SMS with codes for the rest of the hour', { max: SMS_LIMIT.max });
  throw rateLimited(ctx, SMS_LIMIT, resetAt);
}

/** What is handed to `ctx.later` begins at once: without a turn of its own its first part would delay the answer. */
async function sendAfterAnswer(ctx: Context, delivery: CodeDelivery): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  await sendCode(ctx, delivery);
}

function localeOf({ actor, client }: Context): 'en' | 'hi' {
  return actor.kind === 'user' ? actor.locale : client.locale;
}
