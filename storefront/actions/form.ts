import { AppError } from '../../workers/http/problem.ts';

/** More than the largest form of the shop, and less than anything worth sending to exhaust it. */
const MAX_FORM_BYTES = 32_768;

/** A plain form post, read up to a bound. Throws `unsupported_media_type` and `body_too_large`. */
export async function readForm(request: Request): Promise<URLSearchParams> {
  const [type = ''] = (request.headers.get('content-type') ?? '').split(';');
  const text = await readBounded(request);
  if (type.trim().toLowerCase() !== 'application/x-www-form-urlencoded') {
    throw new AppError('unsupported_media_type', 'This page takes plain form posts only.');
  }
  return new URLSearchParams(text);
}

/**
 * Counted while reading: Content-Length may be missing or lie. What is too much is read and dropped, not cut off: a
 * browser that is still sending would show a broken connection instead of the answer.
 */
async function readBounded(request: Request): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    text = bytes > MAX_FORM_BYTES ? '' : text + decoder.decode(chunk, { stream: true });
  }
  if (bytes > MAX_FORM_BYTES) throw new AppError('body_too_large', 'The form is larger than any form of this shop.');
  return text + decoder.decode();
}

/** A whole number as a form sends it; anything else stays text, for the schema to refuse. */
export function numberOf(text: string | null): number | string {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : (text ?? '');
}

/** Only a path of this shop: where to go after signing in must not be somebody else's site. */
export function ownPath(path: string | null, otherwise: string): string {
  if (path === null || path.length > 500 || !path.startsWith('/')) return otherwise;
  const base = 'http://shop.invalid';
  const url = URL.canParse(path, base) ? new URL(path, base) : null;
  // '/.//evil.example' is a path here, and another shop's address once it is written down without its dot.
  return url?.origin === base && !url.pathname.startsWith('//') ? url.pathname + url.search : otherwise;
}

/** The answer to a form that did its work: the browser GETs the next page, so a reload repeats nothing. */
export function seeOther(path: string): Response {
  return new Response(null, { status: 303, headers: { location: path } });
}
