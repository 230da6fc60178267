import { z } from '@hono/zod-openapi';
import { COD_REFUSALS } from '../domain/cod.ts';
import { DELIVERY_REFUSALS, ZONES } from '../domain/delivery.ts';
import { STATES } from '../domain/gst.ts';

export const pincodeSchema = z.string().regex(/^[1-9]\d{5}$/, 'six digits');

export const deliverySchema = z
  .object({
    pincode: z.string(),
    district: z.string(),
    state: z.string(),
    /** False with a refusal: of the pincode as such, or of this seller or category. */
    isServiceable: z.boolean(),
    refusal: z.enum(DELIVERY_REFUSALS).nullable(),
    isCodAllowed: z.boolean(),
    /** Why cash is not taken; null when it is, or when nothing is delivered at all. */
    codRefusal: z.enum(COD_REFUSALS).nullable(),
    /** ISO date, IST; null when not serviceable or no SKU was asked for. */
    promisedOn: z.string().nullable(),
    shippingPaise: z.number().int().nullable(),
    /** The seller's part of an order is sent free from this value on. */
    freeFromPaise: z.number().int(),
  })
  .openapi('Delivery');

const zoneSchema = z.enum(ZONES);
const amountSchema = z.number().int('whole paise').min(0).max(100_000_00);
const daysSchema = z.number().int('whole days').min(0).max(30);
const stateCodeSchema = z.string().refine((code) => code in STATES, 'the GST code of a state, such as "29"');

const rateSchema = z.strictObject({
  zone: zoneSchema,
  uptoGrams: z.number().int('whole grams').min(1).max(1_000_000),
  feePaise: amountSchema,
  extraPer500gPaise: amountSchema.default(0),
});

/** A new version of the rules. It stands as a whole: what is left out is refused, not remembered. */
export const deliveryRulesInputSchema = z
  .strictObject({
    cutOffHour: z.number().int('a whole hour').min(0).max(24),
    transitDays: z.strictObject({ local: daysSchema, regional: daysSchema, national: daysSchema, remote: daysSchema }),
    freeFromPaise: z.number().int('whole paise').min(0).max(1_000_000_00),
    codFeePaise: amountSchema,
    rates: z.array(rateSchema).min(ZONES.length).max(80),
    /** When they begin to count; now when left out. */
    validFrom: z.iso.datetime().optional(),
  })
  .superRefine(({ rates }, issues) => {
    for (const zone of ZONES) {
      const steps = rates.filter((rate) => rate.zone === zone).map(({ uptoGrams }) => uptoGrams);
      if (steps.length === 0) issues.addIssue({ code: 'custom', path: ['rates'], message: `no rate for ${zone}` });
      if (new Set(steps).size < steps.length) {
        issues.addIssue({ code: 'custom', path: ['rates'], message: `two rates of ${zone} for the same weight` });
      }
    }
  })
  .openapi('DeliveryRulesInput');

const rulesVersionSchema = z.object({
  /** Null for what counts while nobody has set any. */
  validFrom: z.iso.datetime().nullable(),
  cutOffHour: z.number().int(),
  transitDays: z.object({
    local: z.number().int(),
    regional: z.number().int(),
    national: z.number().int(),
    remote: z.number().int(),
  }),
  freeFromPaise: z.number().int(),
  codFeePaise: z.number().int(),
  rates: z.array(
    z.object({
      zone: zoneSchema,
      uptoGrams: z.number().int(),
      feePaise: z.number().int(),
      extraPer500gPaise: z.number().int(),
    }),
  ),
});

export const holidaySchema = z.object({ date: z.string(), name: z.string(), nameHi: z.string().nullable() });
export const zonePairSchema = z.object({ fromState: z.string(), toState: z.string(), zone: zoneSchema });

export const deliveryRulesSchema = z
  .object({
    current: rulesVersionSchema,
    /** Versions that begin later, the next first. */
    planned: z.array(rulesVersionSchema),
    zonePairs: z.array(zonePairSchema),
    /** From today on. */
    holidays: z.array(holidaySchema),
  })
  .openapi('DeliveryRules');

export const holidayParamsSchema = z.object({ date: z.iso.date() });
export const holidayInputSchema = z
  .strictObject({ name: z.string().trim().min(3).max(80), nameHi: z.string().trim().min(2).max(80).nullish() })
  .openapi('HolidayInput');

export const zonePairParamsSchema = z.object({ fromState: stateCodeSchema, toState: stateCodeSchema });
export const zonePairInputSchema = z.strictObject({ zone: zoneSchema }).openapi('ZonePairInput');

export const pincodeParamsSchema = z.object({ pincode: pincodeSchema });
export const pincodeInputSchema = z
  .strictObject({ isServiceable: z.boolean(), isCodAllowed: z.boolean() })
  .openapi('PincodeInput');

export const pincodeStandingSchema = z
  .object({
    pincode: z.string(),
    district: z.string(),
    stateCode: z.string(),
    isServiceable: z.boolean(),
    isCodAllowed: z.boolean(),
  })
  .openapi('PincodeStanding');

export type Delivery = z.infer<typeof deliverySchema>;
export type DeliveryRulesInput = z.infer<typeof deliveryRulesInputSchema>;
export type DeliveryRulesVersion = z.infer<typeof rulesVersionSchema>;
export type DeliveryRulesAnswer = z.infer<typeof deliveryRulesSchema>;
export type Holiday = z.infer<typeof holidaySchema>;
export type HolidayInput = z.infer<typeof holidayInputSchema>;
export type ZonePairInput = z.infer<typeof zonePairInputSchema>;
export type PincodeInput = z.infer<typeof pincodeInputSchema>;
export type PincodeStanding = z.infer<typeof pincodeStandingSchema>;
