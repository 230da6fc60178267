import type { Context as HonoContext } from 'hono';
import type { UserActor } from '../context.ts';
import type { ApiEnv } from '../http/openapi.ts';
import { type Session, sessionCookies } from '../http/session-cookies.ts';
import type { SentCode } from './ask-for-code.ts';
import type { SignInResult } from './start-session.ts';

/** The answer to every route that signs in: a session with its cookies (200), or the second factor to show (202). */
export function answerSignIn(c: HonoContext<ApiEnv>, result: SignInResult) {
  if (result.kind === 'session') return c.json(answerSession(c, result.session), 200);
  const { challenge, hasPasskey } = result;
  return c.json(
    {
      challengeId: challenge.challengeId,
      expiresAt: new Date(challenge.expiresAt).toISOString(),
      factors: [...(['totp', 'recovery_code'] as const), ...(hasPasskey ? (['passkey'] as const) : [])],
    },
    202,
  );
}

/** Sets the cookies and presents the session. */
export function answerSession(c: HonoContext<ApiEnv>, session: Session) {
  setCookies(c, sessionCookies(c.env, c.req.raw, session, c.get('ctx').now));
  return {
    user: presentUser(session.user),
    accessToken: session.accessToken,
    accessExpiresAt: new Date(session.accessExpiresAt).toISOString(),
  };
}

/** As the routes answer that a code is on its way. */
export function presentCodeSent({ challengeId, expiresAt, resendAt }: SentCode) {
  return { challengeId, expiresAt: new Date(expiresAt).toISOString(), resendAt: new Date(resendAt).toISOString() };
}

export function presentUser({ userId: id, name, email, phone, role, permissions, hasSecondFactor, locale }: UserActor) {
  return { id, name, email, phone, role, permissions: [...permissions], hasSecondFactor, locale };
}

export function setCookies(c: HonoContext<ApiEnv>, cookies: readonly string[]): void {
  for (const cookie of cookies) c.header('set-cookie', cookie, { append: true });
}
