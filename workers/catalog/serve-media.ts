import { AppError, problemOf } from '../http/problem.ts';

/** Segments of letters, digits, '.', '_' and '-' that begin with a letter or digit: no '..', nothing to decode. */
const KEY = /^(?:[A-Za-z0-9][A-Za-z0-9._-]*\/)*[A-Za-z0-9][A-Za-z0-9._-]*$/;
const MAX_KEY_LENGTH = 300;

const TYPES: Readonly<Record<string, string>> = {
  avif: 'image/avif',
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
};

/** GET /media/<key> from R2. A key never gets other bytes, so browsers and edges may keep it for ever. */
export async function serveMedia(env: Env, request: Request): Promise<Response> {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (!isRead)
    return refusal(new AppError('method_not_allowed', 'Pictures are only read here.'), { allow: 'GET, HEAD' });
  const key = new URL(request.url).pathname.slice('/media/'.length);
  const type = TYPES[key.slice(key.lastIndexOf('.') + 1).toLowerCase()];
  const isPossible = type !== undefined && key.length <= MAX_KEY_LENGTH && KEY.test(key);
  const object = isPossible ? await env.MEDIA.get(key, { onlyIf: conditionsOf(request) }) : null;
  if (object === null || type === undefined) return refusal(new AppError('not_found', 'There is no such picture.'));
  const headers = new Headers({
    etag: object.httpEtag,
    'cache-control': 'public, max-age=31536000, immutable',
    'content-type': type,
    'x-content-type-options': 'nosniff',
  });
  if (!hasBody(object)) return new Response(null, { status: 304, headers });
  headers.set('content-length', String(object.size));
  return new Response(request.method === 'HEAD' ? null : object.body, { headers });
}

/** R2 leaves the body out when the condition says that the reader has it already. */
function hasBody(object: R2Object | R2ObjectBody): object is R2ObjectBody {
  return 'body' in object;
}

/** Only If-None-Match: the other conditions could answer 412, which nobody expects of a picture. */
function conditionsOf(request: Request): Headers {
  const etag = request.headers.get('if-none-match');
  return new Headers(etag === null ? {} : { 'if-none-match': etag });
}

function refusal(error: AppError, headers: Record<string, string> = {}): Response {
  return Response.json(problemOf(error, crypto.randomUUID()), {
    status: error.status,
    headers: { ...headers, 'content-type': 'application/problem+json', 'cache-control': 'public, max-age=10' },
  });
}
