import { forgetRecent } from '../catalog/recent.ts';
import { type Context, requirePermission } from '../context.ts';
import { auditWrite } from '../db/audit.ts';
import { insertMany } from '../db/insert-many.ts';
import { deliveryRules, shippingRates } from '../db/schema/delivery.ts';
import { violatesUnique } from '../db/unique-violation.ts';
import { AppError, fieldError } from '../http/problem.ts';
import { findDeliveryRules } from './find-delivery-rules.ts';
import type { DeliveryRulesAnswer, DeliveryRulesInput } from './schemas.ts';

/**
 * A new version of the rules and the rate card, from now or a later moment on; what was before stays, so that an old
 * order can be explained. Throws `validation_failed` for a moment that is over, `illegal_transition` when other rules
 * begin at the same moment.
 */
export async function setDeliveryRules(ctx: Context, input: DeliveryRulesInput): Promise<DeliveryRulesAnswer> {
  requirePermission(ctx, 'delivery.write');
  const validFromAt = input.validFrom === undefined ? ctx.now : Date.parse(input.validFrom);
  if (validFromAt < ctx.now) throw fieldError('validFrom', 'Rules begin now or later, not in the past.');
  const { current } = await findDeliveryRules(ctx);
  const { cutOffHour, transitDays, freeFromPaise, codFeePaise, rates } = input;
  try {
    await ctx.db.batch([
      ctx.db.insert(deliveryRules).values({
        ...{ validFromAt, cutOffHour, freeFromPaise, codFeePaise },
        ...{ localDays: transitDays.local, regionalDays: transitDays.regional },
        ...{ nationalDays: transitDays.national, remoteDays: transitDays.remote },
      }),
      insertMany(
        ctx.db,
        shippingRates,
        rates.map((rate) => ({ validFromAt, ...rate })),
      ),
      auditWrite(ctx, { action: 'delivery.rules', subject: 'delivery', before: current, after: input }),
    ]);
  } catch (error) {
    if (!violatesUnique(error, 'delivery_rules.valid_from_at')) throw error;
    throw new AppError('illegal_transition', 'Other rules begin at the same moment. Look again.');
  }
  forgetRecent();
  return await findDeliveryRules(ctx);
}
