import { type Locale, localeOf } from './locale.ts';

/** What a request says of where it comes from. Never believed for who somebody is. */
export interface Client {
  /** Cloudflare sets it and nobody can forge it there; on a laptop tests may. Null outside a request. */
  readonly ip: string | null;
  /** 'Chrome on Android', for the list of devices. */
  readonly device: string;
  readonly locale: Locale;
}

export const NO_CLIENT: Client = { ip: null, device: 'Unknown device', locale: 'en' };

export function clientOf(request: Request): Client {
  return {
    ip: request.headers.get('cf-connecting-ip'),
    device: deviceOf(request.headers.get('user-agent') ?? ''),
    locale: localeOf(request),
  };
}

/** First match wins: Edge, Opera and Samsung call themselves Chrome too, and Chrome calls itself Safari. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/UCBrowser\//, 'UC Browser'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/Android/, 'Android'],
  [/iPhone|iPod/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'Mac'],
  [/CrOS/, 'Chromebook'],
  [/Linux|X11/, 'Linux'],
];

/** Enough to tell one's phone from one's laptop; browsers say less and less on purpose. */
export function deviceOf(userAgent: string): string {
  const find = (table: typeof BROWSERS) => table.find(([pattern]) => pattern.test(userAgent))?.[1];
  const [browser, system] = [find(BROWSERS), find(SYSTEMS)];
  if (browser !== undefined && system !== undefined) return `${browser} on ${system}`;
  return browser ?? system ?? NO_CLIENT.device;
}
