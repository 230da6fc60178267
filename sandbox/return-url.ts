/** Where a payment page leads back to: a path of the shop, or a page on this machine; nowhere else. */
export function returnUrlOf(query: URLSearchParams): string | null {
  const target = query.get('return_url') ?? '';
  if (/^\/(?![/\\])[\x21-\x7e]*$/.test(target)) return target;
  return /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?\/[\x21-\x7e]*$/.test(target) ? target : null;
}
