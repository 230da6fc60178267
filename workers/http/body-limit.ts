import type { MiddlewareHandler } from 'hono';
import type { ApiEnv } from './openapi.ts';
import { AppError } from './problem.ts';

const KIB = 1024;
const MAX_BODY_BYTES = 256 * KIB;
const MAX_IMPORT_BYTES = 2_560 * KIB;
const IMPORT_PATH = /^\/api\/v1\/admin\/imports(\/|$)/;
/** A browser that comes back from a gateway posts the gateway's form. */
const FORM_PATH = /^\/api\/v1\/payments\/razorpay\/callback$/;
const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(;|$)/i;
const JSON_TYPE = /^application\/([\w.-]+\+)?json\s*(;|$)/i;

/**
 * Reads the body once, bounded, and passes it on. The limit is counted while reading, as Content-Length may lie or be
 * missing. Without the check of the type, the validator of a route would see an empty object instead of the body.
 * Throws `body_too_large`, `unsupported_media_type`.
 */
export const limitBody: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const request = c.req.raw;
  if (request.body === null) return await next();
  const bytes = await readBounded(request, IMPORT_PATH.test(c.req.path) ? MAX_IMPORT_BYTES : MAX_BODY_BYTES);
  const type = request.headers.get('content-type') ?? '';
  const isForm = FORM_PATH.test(c.req.path) && FORM_TYPE.test(type);
  if (bytes.length > 0 && !isForm && !JSON_TYPE.test(type)) {
    throw new AppError('unsupported_media_type', 'Send the body as application/json.');
  }
  c.req.raw = new Request(request, { body: bytes });
  return await next();
};

async function readBounded(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () => new AppError('body_too_large', `A body may have ${maxBytes / KIB} KiB at most.`);
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    // Leaving the loop cancels the stream: what is still to come is not read.
    if (length > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
