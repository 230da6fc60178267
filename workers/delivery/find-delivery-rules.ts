import { sql } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { DEFAULT_DELIVERY_RULES, type RateStep } from '../domain/delivery.ts';
import type { DeliveryRulesAnswer, DeliveryRulesVersion, Holiday } from './schemas.ts';

interface VersionRow {
  readonly validFromAt: number;
  readonly cutOffHour: number;
  readonly localDays: number;
  readonly regionalDays: number;
  readonly nationalDays: number;
  readonly remoteDays: number;
  readonly freeFromPaise: number;
  readonly codFeePaise: number;
  readonly rates: string;
}

/** What counts now and later, for staff. */
export async function findDeliveryRules(ctx: Context): Promise<DeliveryRulesAnswer> {
  requirePermission(ctx, 'delivery.write');
  const [versions, zonePairs, holidays] = await ctx.db.batch([
    ctx.db.all<VersionRow>(sql`
      SELECT valid_from_at AS validFromAt, cut_off_hour AS cutOffHour, local_days AS localDays,
        regional_days AS regionalDays, national_days AS nationalDays, remote_days AS remoteDays,
        free_from_paise AS freeFromPaise, cod_fee_paise AS codFeePaise,
        (SELECT json_group_array(json_object('zone', zone, 'uptoGrams', upto_grams, 'feePaise', fee_paise,
            'extraPer500gPaise', extra_per500g_paise) ORDER BY zone, upto_grams)
          FROM shipping_rates s WHERE s.valid_from_at = r.valid_from_at) AS rates
      FROM delivery_rules r
      WHERE valid_from_at >= COALESCE((SELECT MAX(valid_from_at) FROM delivery_rules WHERE valid_from_at <= ${ctx.now}), 0)
      ORDER BY valid_from_at LIMIT 20`),
    ctx.db.all<DeliveryRulesAnswer['zonePairs'][number]>(sql`
      SELECT from_state AS fromState, to_state AS toState, zone FROM zone_pairs ORDER BY from_state, to_state`),
    ctx.db.all<Holiday>(sql`
      SELECT date, name, name_hi AS nameHi FROM holidays
      WHERE date >= ${new Date(ctx.now).toISOString().slice(0, 10)} ORDER BY date LIMIT 200`),
  ]);
  const current = versions.find(({ validFromAt }) => validFromAt <= ctx.now);
  return {
    current: current === undefined ? UNSET : versionOf(current),
    planned: versions.filter((version) => version !== current).map(versionOf),
    zonePairs,
    holidays,
  };
}

const { zonePairs: _, holidays: __, rates, ...FIGURES } = DEFAULT_DELIVERY_RULES;
const UNSET: DeliveryRulesVersion = { validFrom: null, ...FIGURES, rates: [...rates] };

function versionOf(row: VersionRow): DeliveryRulesVersion {
  const { cutOffHour, freeFromPaise, codFeePaise, localDays, regionalDays, nationalDays, remoteDays } = row;
  return {
    validFrom: new Date(row.validFromAt).toISOString(),
    ...{ cutOffHour, freeFromPaise, codFeePaise },
    transitDays: { local: localDays, regional: regionalDays, national: nationalDays, remote: remoteDays },
    rates: JSON.parse(row.rates) as RateStep[],
  };
}
