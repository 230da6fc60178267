import { MARKUP, QUOTE_BREAKER } from './arbitraries.ts';

export interface FuzzAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** What an answer must never hold: insides of the program, or of the database. */
const INSIDES: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a stack trace', /\n\s+at [\w$.<>]+ \(|\bat (?:async )?[\w$.]+ \((?:file|node|\/)/],
  ['a source file', /\/(?:workers|storefront|node_modules)\/[\w./-]+\.(?:ts|js|mjs)\b/],
  ['a database error', /D1_ERROR|SQLITE_|Failed query|no such (?:table|column)|constraint failed/],
  ['a hash of a password', /\$argon2id?\$/],
  ['a library’s own page', /wrangler|miniflare|workerd|Worker threw exception/i],
];

/** Null when the answer is as it should be; otherwise what is wrong with it. */
export function judge(
  { path }: { readonly path: string },
  { status, headers, body }: FuzzAnswer,
  secrets: readonly string[],
): string | null {
  const type = String(headers['content-type'] ?? '');
  if (status >= 500) return `answers ${status}: ${body.slice(0, 300)}`;
  // The description of the API speaks of what it will.
  if (path.startsWith('/api/v1/openapi.json') || path.startsWith('/api/v1/docs')) return null;
  for (const [what, pattern] of INSIDES) if (pattern.test(body)) return `holds ${what}: ${around(body, pattern)}`;
  for (const secret of secrets) if (body.includes(secret)) return 'holds a secret of the shop';
  if (type.includes('text/html') && repeatsMarkup(body)) return 'repeats markup as markup';
  if (status >= 400 && path.startsWith('/api/v1/') && body !== '') {
    if (!type.includes('application/problem+json')) return `answers ${status} as ${type || 'nothing'}`;
    const problem = JSON.parse(body) as { code?: unknown; requestId?: unknown; detail?: unknown };
    if (typeof problem.code !== 'string' || typeof problem.requestId !== 'string') return 'is a problem without a code';
  }
  return null;
}

/** Inside a quoted value a `<` is a letter; a quote that gets out of one is not. */
function repeatsMarkup(html: string): boolean {
  return html.includes(QUOTE_BREAKER) || html.replace(/="[^"]*"/g, '').includes(MARKUP);
}

function around(body: string, pattern: RegExp): string {
  const index = body.search(pattern);
  return body.slice(Math.max(0, index - 60), index + 120);
}
