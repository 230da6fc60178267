import type { Context } from '../workers/context.ts';
import type { AppError } from '../workers/http/problem.ts';
import type { Flash } from './actions/flash.ts';
import type { OutsideSources } from './content-security-policy.ts';

declare global {
  namespace App {
    interface Locals {
      /** For the verbs: who asks, when, and the way to the database. Set by the middleware on every page. */
      ctx: Context;
      /** What the last form had to say; shown once. */
      flash: Flash | null;
      /** Cookies that verbs made: the middleware sends them, whatever page answers in the end. */
      setCookies: string[];
      /** What the page loads from others, as its front matter says. */
      outsideSources: OutsideSources[];
      /** Why /problem is shown. */
      problem?: AppError;
    }
  }
}
