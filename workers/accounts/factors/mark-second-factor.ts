import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { signIns } from '../../db/schema/accounts.ts';

/** For a batch: this sign-in has shown a second factor, if `condition` holds once the statements before it are done. */
export function markSecondFactor(ctx: Context, signInId: string, condition: SQL) {
  return ctx.db.run(sql`UPDATE ${signIns} SET second_factor_at = ${ctx.now} WHERE id = ${signInId} AND ${condition}`);
}
