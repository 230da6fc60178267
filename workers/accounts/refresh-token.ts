export const REFRESH_SECONDS = 7 * 86_400;

/** 256 random bits, base64url. */
export function newRefreshToken(): string {
  return crypto.getRandomValues(new Uint8Array(32)).toBase64({ alphabet: 'base64url', omitPadding: true });
}

/** What the database keeps: who reads it cannot sign in with it. Random enough to need no salt. */
export async function hashRefreshToken(token: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token));
  return new Uint8Array(digest).toHex();
}
