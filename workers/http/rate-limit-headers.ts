import type { AppError } from './problem.ts';

export interface LimitRule {
  readonly name: string;
  readonly max: number;
  readonly windowSeconds: number;
}

/** `RateLimit-Policy` of the IETF draft "RateLimit header fields for HTTP": a quota and its window. */
export function policyOf({ name, max, windowSeconds }: LimitRule): string {
  return `"${name}";q=${max};w=${windowSeconds}`;
}

/** What an answer of 429 tells besides its body: how long to wait, and which limit it was. None for other errors. */
export function limitHeaders({ extra }: AppError): readonly (readonly [name: string, value: string])[] {
  const { retryAfterSeconds, limit } = extra;
  if (typeof retryAfterSeconds !== 'number') return [];
  const retryAfter = ['retry-after', String(retryAfterSeconds)] as const;
  if (!isLimitRule(limit)) return [retryAfter];
  return [
    retryAfter,
    ['ratelimit', `"${limit.name}";r=0;t=${retryAfterSeconds}`],
    ['ratelimit-policy', policyOf(limit)],
  ];
}

function isLimitRule(value: unknown): value is LimitRule {
  return typeof value === 'object' && value !== null && 'name' in value && 'max' in value && 'windowSeconds' in value;
}
