/**
 * For every page, beside the Content-Security-Policy of astro.config.ts. The referrer stays: without it a browser
 * hides the origin of a form from the cross-site check.
 */
export function securityHeaders(url: URL): readonly (readonly [name: string, value: string])[] {
  const headers = [
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
