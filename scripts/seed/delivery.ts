import type { InferInsertModel } from 'drizzle-orm';
import type { deliveryRules, holidays, shippingRates, zonePairs } from '../../workers/db/schema/delivery.ts';
import { ZONES, type Zone } from '../../workers/domain/delivery.ts';

/** How the demo shop ships: from the beginning of time, so that every order of the demo can be explained by it. */
const VALID_FROM_AT = 0;

export const DELIVERY_RULES: InferInsertModel<typeof deliveryRules> = {
  validFromAt: VALID_FROM_AT,
  cutOffHour: 14,
  ...{ localDays: 1, regionalDays: 2, nationalDays: 4, remoteDays: 7 },
  freeFromPaise: 50_000,
  codFeePaise: 2_000,
};

/** Rupees by zone for a parcel of at most 500 g, 1, 2 and 5 kg, and for each 500 g more. */
const CARD: Readonly<Record<Zone, readonly [number, number, number, number, number]>> = {
  local: [29, 39, 54, 89, 8],
  regional: [35, 49, 69, 119, 11],
  national: [45, 65, 89, 159, 15],
  remote: [69, 99, 139, 239, 24],
};
const STEPS_GRAMS = [500, 1_000, 2_000, 5_000] as const;

export const SHIPPING_RATES: readonly InferInsertModel<typeof shippingRates>[] = ZONES.flatMap((zone) =>
  STEPS_GRAMS.map((uptoGrams, index) => ({
    ...{ validFromAt: VALID_FROM_AT, zone, uptoGrams },
    feePaise: (CARD[zone][index] ?? 0) * 100,
    extraPer500gPaise: CARD[zone][4] * 100,
  })),
);

const ASSAM = '18';
const AROUND_ASSAM = ['12', '13', '14', '15', '16', '17'];

/** By air between the two largest markets; by road out of Guwahati, where all carriers of the north-east sort. */
export const ZONE_PAIRS: readonly InferInsertModel<typeof zonePairs>[] = [
  { fromState: '27', toState: '07', zone: 'regional' },
  { fromState: '07', toState: '27', zone: 'regional' },
  ...AROUND_ASSAM.map((toState) => ({ fromState: ASSAM, toState, zone: 'regional' as const })),
];

/** Days on which carriers stand still all over India: the three national holidays, and the great feasts. */
export const HOLIDAYS: readonly InferInsertModel<typeof holidays>[] = [
  ['2026-01-26', 'Republic Day', 'गणतंत्र दिवस'],
  ['2026-03-04', 'Holi', 'होली'],
  ['2026-03-21', 'Id-ul-Fitr', 'ईद-उल-फ़ित्र'],
  ['2026-08-15', 'Independence Day', 'स्वतंत्रता दिवस'],
  ['2026-10-02', 'Gandhi Jayanti', 'गांधी जयंती'],
  ['2026-10-20', 'Dussehra', 'दशहरा'],
  ['2026-11-08', 'Diwali', 'दीपावली'],
  ['2026-12-25', 'Christmas', 'क्रिसमस'],
  ['2027-01-26', 'Republic Day', 'गणतंत्र दिवस'],
  ['2027-03-10', 'Id-ul-Fitr', 'ईद-उल-फ़ित्र'],
  ['2027-03-22', 'Holi', 'होली'],
  ['2027-08-15', 'Independence Day', 'स्वतंत्रता दिवस'],
  ['2027-10-02', 'Gandhi Jayanti', 'गांधी जयंती'],
  ['2027-10-09', 'Dussehra', 'दशहरा'],
  ['2027-10-29', 'Diwali', 'दीपावली'],
  ['2027-12-25', 'Christmas', 'क्रिसमस'],
].map(([date = '', name = '', nameHi = '']) => ({ date, name, nameHi }));

/** What is heavy or breaks is not sent to the end of the country. */
const CATEGORY_REACH: Readonly<Record<string, Zone>> = {
  furniture: 'national',
  sofas: 'regional',
  beds: 'regional',
  chairs: 'national',
  televisions: 'national',
  'cycles-and-scooters': 'national',
  aquarium: 'national',
  'plants-and-garden': 'national',
};

/** Small houses that send as far as their own courier goes. */
const SELLER_REACH: Readonly<Record<string, Zone>> = {
  'narmada-wholesale': 'national',
  'doaba-sports': 'national',
  'malabar-spice-house': 'national',
  'hooghly-bazaar': 'national',
};

export function categoryReach(slug: string): Zone {
  return CATEGORY_REACH[slug] ?? 'remote';
}

export function sellerReach(slug: string): Zone {
  return SELLER_REACH[slug] ?? 'remote';
}
