import { AppError } from '../http/problem.ts';

const DEVELOPMENT_URL = 'http://127.0.0.1:8787';

/** An absolute address of this shop, for messages: '/orders/HT…' → 'https://shop.example/orders/HT…'. */
export function absoluteUrl(env: Env, path: string): string {
  const base = env.APP_URL ?? (env.APP_ENV === 'production' ? undefined : DEVELOPMENT_URL);
  if (base === undefined) throw new AppError('misconfigured', 'No message can link to the shop until APP_URL is set.');
  return new URL(path, base).href;
}
