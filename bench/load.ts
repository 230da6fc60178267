import { Agent, request } from 'node:http';
import { virtualAddress } from '../scripts/virtual-address.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Measured {
  /** Finished works per second. */
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly count: number;
  readonly errors: number;
}

export interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** The body as it is, for what is signed or is no JSON. */
  readonly rawBody?: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/** One HTTP call over a kept connection. */
export function call(url: string, { method = 'GET', headers = {}, body, rawBody }: Call = {}): Promise<Answer> {
  const payload = rawBody ?? (body === undefined ? undefined : JSON.stringify(body));
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        method,
        agent,
        headers: {
          // As a browser says where a write comes from.
          origin: new URL(url).origin,
          // Each shopper comes from an address of their own, whoever has no cookie yet from a new one.
          ...virtualAddress(headers.cookie ?? headers.authorization ?? `${Math.random()}`),
          ...(payload === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(payload)) }),
          ...headers,
        },
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
        incoming.on('error', reject);
      },
    );
    outgoing.on('error', reject);
    outgoing.end(payload);
  });
}

/** A closed loop: `clients` workers that each begin the next work when the last one is done. */
export async function load(
  work: (n: number) => Promise<boolean>,
  { seconds, clients, firstN = 0 }: { readonly seconds: number; readonly clients: number; readonly firstN?: number },
): Promise<Measured> {
  const times: number[] = [];
  let errors = 0;
  let n = firstN;
  const startedAt = performance.now();
  const deadline = startedAt + seconds * 1000;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < deadline) {
        const began = performance.now();
        const isGood = await work(n++).catch(() => false);
        times.push(performance.now() - began);
        if (!isGood) errors += 1;
      }
    }),
  );
  const elapsed = (performance.now() - startedAt) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    Number((times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(2));
  return {
    perSecond: Math.round(times.length / elapsed),
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    count: times.length,
    errors,
  };
}
