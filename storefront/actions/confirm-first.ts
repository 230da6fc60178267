import type { APIContext } from 'astro';
import { AppError } from '../../workers/http/problem.ts';
import { seeOther } from './form.ts';

/**
 * When a verb wants to know first that it is really them: to /account/confirm, and from there back to the page that was
 * asked for, or to `next` where the form was posted to an address that shows no page. Null for any other error.
 */
export function confirmFirst(
  error: unknown,
  { url }: Pick<APIContext, 'url'>,
  next = url.pathname + url.search,
): Response | null {
  if (!(error instanceof AppError)) return null;
  if (error.code !== 'reauthentication_required' && error.code !== 'second_factor_required') return null;
  return seeOther(confirmAddress(next));
}

export function confirmAddress(next: string): string {
  return `/account/confirm?${new URLSearchParams({ next })}`;
}
