import type { APIContext } from 'astro';
import { z } from 'zod';
import type { SentCode } from '../../workers/accounts/ask-for-code.ts';
import { seeOther } from './form.ts';
import { jsonOf } from './json-of.ts';

const COOKIE = 'haat_code';
const LIFE_SECONDS = 30 * 60;

const pendingSchema = z.object({
  challengeId: z.string(),
  /** An e-mail address, or a phone in E.164. */
  recipient: z.string().max(254),
  /** Epoch ms. */
  resendAt: z.number(),
});

/**
 * The code that this browser waits for: where it went, and when another may be asked for. A cookie, because an address
 * bar is seen and kept by many; it decides nothing.
 */
export type PendingCode = Readonly<z.infer<typeof pendingSchema>>;

type Page = Pick<APIContext, 'cookies' | 'url'>;

/** On to the page where the code is entered. */
export function awaitCode(
  { cookies, url }: Page,
  path: '/verify' | '/reset',
  { challengeId, resendAt }: SentCode,
  recipient: string,
  next: string,
): Response {
  const pending: PendingCode = { challengeId, recipient, resendAt };
  const secure = url.protocol === 'https:';
  cookies.set(COOKIE, pending, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: LIFE_SECONDS });
  return seeOther(`${path}?${new URLSearchParams({ challenge: challengeId, next })}`);
}

/** Null for a code that another browser, or another tab since, has asked for. */
export function pendingCode({ cookies }: Page, challengeId: string): PendingCode | null {
  const cookie = cookies.get(COOKIE);
  const pending = cookie === undefined ? null : pendingSchema.safeParse(jsonOf(cookie.value));
  return pending?.success && pending.data.challengeId === challengeId ? pending.data : null;
}

export function forgetCode({ cookies }: Page): void {
  cookies.delete(COOKIE, { path: '/' });
}
