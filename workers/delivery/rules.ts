import { sql } from 'drizzle-orm';
import { rememberRecent } from '../catalog/recent.ts';
import type { Context } from '../context.ts';
import { DEFAULT_DELIVERY_RULES, type DeliveryRules, type RateStep, type ZonePair } from '../domain/delivery.ts';

/** One row in a batch: the figures of the newest rules that count, and the lists as JSON. */
export interface DeliveryRulesRow {
  readonly deliveryRules: string;
}

/** Beyond this no promise reaches. */
const HOLIDAY_DAYS = 90;
const DAY_MS = 86_400_000;
const SECONDS = 10;
const recent = rememberRecent<DeliveryRules>({ seconds: SECONDS, entries: 1 });

/** The statement behind `readDeliveryRules`, for a batch with other reads. */
export function selectDeliveryRules(ctx: Context) {
  return ctx.db.all<DeliveryRulesRow>(sql`SELECT ${deliveryRulesColumn(ctx.now)} AS deliveryRules`);
}

/** The rules of `selectDeliveryRules`; those of the domain where a shop has set none. */
export function deliveryRulesOf(rows: readonly DeliveryRulesRow[]): DeliveryRules {
  const [row] = rows;
  return row === undefined ? DEFAULT_DELIVERY_RULES : parseDeliveryRules(row.deliveryRules);
}

/** The rules of now; some seconds old at most. */
export async function readDeliveryRules(ctx: Context): Promise<DeliveryRules> {
  const known = recent.get('rules', ctx.now);
  if (known !== undefined) return known;
  const rules = deliveryRulesOf(await selectDeliveryRules(ctx));
  recent.set('rules', rules, ctx.now);
  return rules;
}

/** One JSON text, so that a page can take the rules along in a statement of its own. */
export function deliveryRulesColumn(now: number) {
  const [from, until] = [isoDate(now - DAY_MS), isoDate(now + HOLIDAY_DAYS * DAY_MS)];
  return sql`json_object(
    'figures', (SELECT json_object('cutOffHour', cut_off_hour, 'local', local_days, 'regional', regional_days,
        'national', national_days, 'remote', remote_days, 'freeFromPaise', free_from_paise, 'codFeePaise', cod_fee_paise)
      FROM delivery_rules WHERE valid_from_at <= ${now} ORDER BY valid_from_at DESC LIMIT 1),
    'rates', (SELECT json_group_array(json_object('zone', zone, 'uptoGrams', upto_grams, 'feePaise', fee_paise,
        'extraPer500gPaise', extra_per500g_paise))
      FROM shipping_rates WHERE valid_from_at = (
        SELECT valid_from_at FROM shipping_rates WHERE valid_from_at <= ${now} ORDER BY valid_from_at DESC LIMIT 1)),
    'zonePairs', (SELECT json_group_array(json_object('fromState', from_state, 'toState', to_state, 'zone', zone))
      FROM zone_pairs),
    'holidays', (SELECT json_group_array(date) FROM holidays WHERE date BETWEEN ${from} AND ${until}))`;
}

interface StoredRules {
  readonly figures: {
    readonly cutOffHour: number;
    readonly local: number;
    readonly regional: number;
    readonly national: number;
    readonly remote: number;
    readonly freeFromPaise: number;
    readonly codFeePaise: number;
  } | null;
  readonly rates: readonly RateStep[];
  readonly zonePairs: readonly ZonePair[];
  readonly holidays: readonly string[];
}

export function parseDeliveryRules(json: string): DeliveryRules {
  const { figures, rates, zonePairs, holidays } = JSON.parse(json) as StoredRules;
  const lists = { rates: rates.length > 0 ? rates : DEFAULT_DELIVERY_RULES.rates, zonePairs, holidays };
  if (figures === null) return { ...DEFAULT_DELIVERY_RULES, ...lists };
  const { local, regional, national, remote, ...rest } = figures;
  return { ...rest, transitDays: { local, regional, national, remote }, ...lists };
}

function isoDate(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
