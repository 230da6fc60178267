import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Markup } from './html.ts';

export interface SandboxRequest {
  readonly method: string;
  /** Decoded by nobody: '/pay/pi_…'. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /** The work was done, and the connection breaks before the answer is sent. */
  readonly isLost?: boolean;
}

export interface Route {
  readonly method: 'GET' | 'POST';
  /** '/v1/payment_intents/:id'. */
  readonly pattern: string;
  handler(request: SandboxRequest): Answer | Promise<Answer>;
}

/** Thrown by handlers; becomes a JSON answer. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, message: string, body: unknown = { error: { message } }) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

const MAX_BODY_BYTES = 1_000_000;

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

export function page(markup: Markup, status = 200): Answer {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src * data:; frame-src 'self'",
    },
    body: markup.text,
  };
}

/** After a form post. Relative places work at the sandbox's own port and below the shop's /sandbox/. */
export function seeOther(location: string): Answer {
  return { status: 303, headers: { location }, body: '' };
}

export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Refusal(400, 'The body is not JSON.');
  }
}

/** A listener for node:http that answers by the first route that fits. */
export function listener(routes: readonly Route[]) {
  return (incoming: IncomingMessage, response: ServerResponse): void => {
    void answer(routes, incoming).then(({ status, headers = {}, body, isLost = false }) => {
      if (isLost) incoming.socket.destroy();
      else response.writeHead(status, { 'cache-control': 'no-store', ...headers }).end(body);
    });
  };
}

async function answer(routes: readonly Route[], incoming: IncomingMessage): Promise<Answer> {
  try {
    const url = new URL(incoming.url ?? '/', 'http://sandbox');
    const method = incoming.method === 'HEAD' ? 'GET' : (incoming.method ?? 'GET');
    const body = await readBody(incoming);
    for (const route of routes) {
      const params = route.method === method ? match(route.pattern, url.pathname) : null;
      if (params === null) continue;
      const { pathname: path, searchParams: query } = url;
      return await route.handler({ method, path, params, query, headers: incoming.headers, body });
    }
    throw new Refusal(404, `There is no ${method} ${url.pathname}.`);
  } catch (error) {
    if (error instanceof Refusal) return json(error.status, error.body);
    console.error(error);
    return json(500, { error: { type: 'api_error', message: 'The sandbox has failed; see its output.' } });
  }
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new Refusal(413, 'The body is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function match(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':') && value !== '') params[part.slice(1)] = value;
    else if (part !== value) return null;
  }
  return params;
}
