import { createHash } from 'node:crypto';

/**
 * An address for somebody who exists only in a script: 198.18.0.0/15 and 100.64.0.0/10 belong to no network. A shop on
 * this machine believes the header; Cloudflare sets it itself, and refuses requests that bring one.
 */
export function virtualAddress(name: string): Readonly<Record<'cf-connecting-ip', string>> {
  const [a = 0, b = 0, c = 0, d = 0] = createHash('sha256').update(name).digest();
  const [first, second] = a % 2 === 0 ? [198, 18 + (b % 2)] : [100, 64 + (b % 64)];
  return { 'cf-connecting-ip': `${first}.${second}.${c}.${1 + (d % 254)}` };
}

export function isThisMachine(url: URL): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
}
