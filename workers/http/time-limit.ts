import type { Context } from '../context.ts';
import { AppError } from './problem.ts';

/** Longer than any answer of the shop, its third parties included; shorter than what browsers and proxies wait. */
export const MAX_REQUEST_SECONDS = 25;

/**
 * The result of `work`, if it comes in time. Work that has begun is not torn apart: it goes on behind the answer, and a
 * client that asks again finds what it did. Throws `took_too_long`.
 */
export async function withinTime<Result>(
  ctx: Pick<Context, 'later'>,
  work: Promise<Result>,
  seconds = MAX_REQUEST_SECONDS,
): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      ctx.later(work);
      reject(new AppError('took_too_long', 'This takes too long. Look whether it worked before you try again.'));
    }, seconds * 1000);
  });
  try {
    return await Promise.race([work, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
