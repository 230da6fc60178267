import type { MiddlewareHandler } from 'hono';
import type { ApiEnv } from './openapi.ts';
import { AppError } from './problem.ts';

const KIB = 1024;
const MAX_BODY_BYTES = 256 * KIB;
const MAX_IMPORT_BYTES = 2_560 * KIB;
const MAX_RECEIVED_BYTES = 64 * 1024 * KIB;
/** Files, which the route reads itself, once it knows who asks. */
const FILE_PATH = /^\/api\/v1\/admin\/media$/;
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
  if (FILE_PATH.test(c.req.path)) {
    await next();
    return await discardUnread(request);
  }
  const bytes = await readBounded(request, IMPORT_PATH.test(c.req.path) ? MAX_IMPORT_BYTES : MAX_BODY_BYTES);
  const type = request.headers.get('content-type') ?? '';
  const isForm = FORM_PATH.test(c.req.path) && FORM_TYPE.test(type);
  if (bytes.length > 0 && !isForm && !JSON_TYPE.test(type)) {
    throw new AppError('unsupported_media_type', 'Send the body as application/json.');
  }
  c.req.raw = new Request(request, { body: bytes });
  return await next();
};

/**
 * The body of a request, or `body_too_large`. Counted while it comes in; empty without a body. What is too large is cut
 * off at once, so that strangers cost little.
 */
function readBounded(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  return read(request, maxBytes, { field: 'body', cutAt: maxBytes });
}

/**
 * The same for a file. One that is too large is received, thrown away as it comes, and only then refused: to most
 * clients an answer before they have said all is a broken connection. Beyond any mistake it is cut off.
 */
export function readFile(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  return read(request, maxBytes, { field: 'file', cutAt: MAX_RECEIVED_BYTES });
}

/** Receives the file of a request that was refused for who asks. */
async function discardUnread(request: Request): Promise<void> {
  if (request.bodyUsed) return;
  for await (const _ of chunksOf(request, MAX_RECEIVED_BYTES));
}

async function read(
  request: Request,
  maxBytes: number,
  { field, cutAt }: { readonly field: string; readonly cutAt: number },
): Promise<Uint8Array<ArrayBuffer>> {
  const declared = Number(request.headers.get('content-length') ?? 0);
  let chunks: Uint8Array[] = [];
  let length = declared > maxBytes ? declared : 0;
  for await (const chunk of declared > cutAt ? [] : chunksOf(request, cutAt)) {
    length += chunk.length;
    if (length > maxBytes) chunks = [];
    else chunks.push(chunk);
  }
  if (length > maxBytes) {
    const message = `A ${field} may have ${maxBytes / KIB} KiB at most.`;
    throw new AppError('body_too_large', message, { errors: [{ field, message }] });
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

async function* chunksOf(request: Request, cutAt: number): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const chunk of (request.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    yield chunk;
    length += chunk.length;
    // Leaving the loop cancels the stream: what is still to come is not read.
    if (length > cutAt) return;
  }
}
