/**
 * Carts, checkouts and accounts are for people. Search results stay readable: those of words alone are found, and
 * the `noindex` of others is seen. What is closed are combinations of filters, of which there are more than anybody can
 * crawl.
 */
const CLOSED = [
  '/api/',
  '/account',
  '/admin',
  '/auth/',
  '/cart/',
  '/checkout',
  '/dev/',
  '/fragments/',
  '/logout',
  '/orders',
  '/sandbox',
  '/seller',
  '/*?*attr.',
  '/search?*&*&',
] as const;

/** robots.txt (RFC 9309). Where crawlers have no business everything is closed. */
export function robotsText(origin: string, isOpen: boolean): string {
  if (!isOpen) return 'User-agent: *\nDisallow: /\n';
  return ['User-agent: *', ...CLOSED.map((path) => `Disallow: ${path}`), '', `Sitemap: ${origin}/sitemap.xml`, ''].join(
    '\n',
  );
}
