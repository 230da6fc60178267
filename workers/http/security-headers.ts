/** What every API answer carries unless its route has said otherwise. Answers are data: nothing in them may run. */
const DEFAULTS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** A copy of the answer, as the headers of one that was fetched or cached cannot be changed. */
export function secured(answer: Response, url: string): Response {
  const copy = new Response(answer.body, answer);
  for (const [name, value] of Object.entries(DEFAULTS)) if (!copy.headers.has(name)) copy.headers.set(name, value);
  if (url.startsWith('https:')) copy.headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains');
  return copy;
}
