import type { InferInsertModel } from 'drizzle-orm';
import type { gstRates } from '../../workers/db/schema/catalog.ts';
import type { GstRule } from '../../workers/domain/gst.ts';

/** India's GST began on 1 July 2017; the rates of the 56th council meeting hold from 22 September 2025 (IST). */
const GST_START_AT = Date.parse('2017-07-01T00:00:00+05:30');
const FOOTWEAR_2022_AT = Date.parse('2022-01-01T00:00:00+05:30');
const GST_2_AT = Date.parse('2025-09-22T00:00:00+05:30');

const flat = (bps: number): GstRule => ({ kind: 'flat', bps });
const slab = (upToRupees: number, bps: number, aboveBps: number): GstRule => ({
  kind: 'slab',
  upToTaxablePaise: upToRupees * 100,
  bps,
  aboveBps,
});

/** Dated rows: the newest that is not after the order counts. */
export const TAX_RATES: readonly InferInsertModel<typeof gstRates>[] = [
  { code: 'gst-0', validFromAt: GST_START_AT, rule: flat(0) },
  { code: 'gst-3', validFromAt: GST_START_AT, rule: flat(300) },
  { code: 'gst-5', validFromAt: GST_START_AT, rule: flat(500) },
  { code: 'gst-12', validFromAt: GST_START_AT, rule: flat(1200) },
  { code: 'gst-18', validFromAt: GST_START_AT, rule: flat(1800) },
  { code: 'gst-28', validFromAt: GST_START_AT, rule: flat(2800) },
  { code: 'gst-40', validFromAt: GST_2_AT, rule: flat(4000) },
  { code: 'apparel', validFromAt: GST_START_AT, rule: slab(1000, 500, 1200) },
  { code: 'apparel', validFromAt: GST_2_AT, rule: slab(2500, 500, 1800) },
  { code: 'footwear', validFromAt: GST_START_AT, rule: slab(1000, 500, 1800) },
  { code: 'footwear', validFromAt: FOOTWEAR_2022_AT, rule: slab(1000, 1200, 1800) },
  { code: 'footwear', validFromAt: GST_2_AT, rule: slab(2500, 500, 1800) },
];
