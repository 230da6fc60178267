import { Secret, TOTP } from 'otpauth';

/** Of the demo shop's staff. It protects nothing: everybody can read it here. */
export const DEMO_TOTP_SECRET = 'HAATDEMOSECRETFORSTAFFONLY234567';

export const STEP_SECONDS = 30;

/** The 30-second step that a time belongs to. */
export function stepAt(epochMs: number): number {
  return Math.floor(epochMs / 1000 / STEP_SECONDS);
}

/** The six digits that an authenticator app shows in a step. `secret` in base 32. */
export function codeOfStep(secret: string, step: number): string {
  const totp = new TOTP({ algorithm: 'SHA1', digits: 6, period: STEP_SECONDS, secret: Secret.fromBase32(secret) });
  return totp.generate({ timestamp: step * STEP_SECONDS * 1000 });
}
