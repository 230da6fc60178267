/** What a page loads from others, such as a payment provider: sources of the directives that stay closed otherwise. */
export interface OutsideSources {
  readonly scripts?: readonly string[];
  readonly connections?: readonly string[];
  readonly frames?: readonly string[];
  readonly forms?: readonly string[];
}

/**
 * The Content-Security-Policy of a page. Scripts and styles are files of our own, never written into a page
 * (astro.config.ts): so no hash and no nonce is needed, and the header of a kept page is short.
 */
export function contentSecurityPolicy(outside: readonly OutsideSources[] = []): string {
  const own = (directive: string, kind: keyof OutsideSources) =>
    [directive, "'self'", ...outside.flatMap((sources) => sources[kind] ?? [])].join(' ');
  const frames = outside.flatMap((sources) => sources.frames ?? []);
  return [
    "default-src 'self'",
    "img-src 'self' data:",
    own('script-src', 'scripts'),
    own('connect-src', 'connections'),
    own('form-action', 'forms'),
    `frame-src ${frames.length === 0 ? "'none'" : frames.join(' ')}`,
    "base-uri 'none'",
    "object-src 'none'",
    // The service worker (storefront/pwa) and the way to install the shop.
    "worker-src 'self'",
    "manifest-src 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
