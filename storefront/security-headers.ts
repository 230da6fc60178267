import { contentSecurityPolicy, type OutsideSources } from './content-security-policy.ts';

/** While it is being developed, a page has scripts and styles of the tools written into it. */
const POLICY = import.meta.env.DEV ? "frame-ancestors 'none'" : contentSecurityPolicy();

/**
 * For every page. The referrer stays: without it a browser hides the origin of a form from the cross-site check.
 */
export function securityHeaders(
  url: URL,
  outside: readonly OutsideSources[],
): readonly (readonly [name: string, value: string])[] {
  const policy = outside.length === 0 || import.meta.env.DEV ? POLICY : contentSecurityPolicy(outside);
  const headers = [
    ['content-security-policy', policy],
    ['x-content-type-options', 'nosniff'],
    ['x-frame-options', 'DENY'],
    ['referrer-policy', 'strict-origin-when-cross-origin'],
    [
      'permissions-policy',
      'camera=(), microphone=(), geolocation=(), payment=(self "https://js.stripe.com" "https://api.razorpay.com")',
    ],
    ['cross-origin-opener-policy', 'same-origin-allow-popups'],
  ] as const;
  return url.protocol === 'https:'
    ? [...headers, ['strict-transport-security', 'max-age=31536000; includeSubDomains']]
    : headers;
}
