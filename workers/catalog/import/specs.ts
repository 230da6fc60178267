import type { SpecGroup } from '../../db/schema/catalog.ts';
import { cleanLine } from './clean-text.ts';
import { type RubyValue, readRubyHash } from './ruby-hash.ts';

interface Spec {
  readonly key: string;
  readonly value: string;
}

export type SpecsResult =
  | { readonly ok: true; readonly specs: readonly SpecGroup[] }
  | { readonly ok: false; readonly reason: string };

const MAX_SPECS = 80;
const MAX_KEY = 60;
const MAX_VALUE = 500;
const SAYS_NOTHING = /^(?:na|n\/a|nil|none|null|not applicable|-+|\.+)?$/i;

/** `{"product_specification"=>[{"key"=>"Fabric", "value"=>"Cotton"}, {"value"=>"Machine wash"}]}`, or one hash, or nil. */
export function readFlipkartSpecs(text: string): SpecsResult {
  if (text.trim() === '') return { ok: true, specs: [] };
  const read = readRubyHash(text);
  if (!read.ok) return { ok: false, reason: `not readable from character ${read.at + 1} on` };
  const list = memberOf(read.value, 'product_specification');
  if (list === undefined) return { ok: false, reason: "has no member 'product_specification'" };
  return { ok: true, specs: groupsOf(entriesOf(list)) };
}

/** Our own template: 'Fabric: Cotton; Fit: Regular; Machine wash'. */
export function readTemplateSpecs(text: string): readonly SpecGroup[] {
  const entries = text.split(';').map((part) => {
    const colon = part.indexOf(':');
    return colon < 0 ? { key: '', value: part } : { key: part.slice(0, colon), value: part.slice(colon + 1) };
  });
  return groupsOf(entries);
}

/** The value of the first of these specs that is there; keys as shown, without regard to case. */
export function specValue(specs: readonly SpecGroup[], ...keys: readonly string[]): string | null {
  const items = specs.flatMap((group) => group.items);
  for (const key of keys) {
    const found = items.find((item) => item.key.toLowerCase() === key.toLowerCase());
    if (found !== undefined) return found.value;
  }
  return null;
}

/** Specs with a key first; what has none is gathered under 'Details'. */
function groupsOf(entries: readonly Spec[]): readonly SpecGroup[] {
  const keyed = new Map<string, string>();
  const loose = new Set<string>();
  for (const entry of entries.slice(0, MAX_SPECS)) {
    const key = cleanLine(entry.key, MAX_KEY).replace(/\bColor\b/g, 'Colour');
    // Half of the rows say Women, the other half Women's: a filter wants one of them.
    const value = cleanLine(key === 'Ideal For' ? entry.value.replace(/['’]s\b/g, '') : entry.value, MAX_VALUE);
    if (SAYS_NOTHING.test(value)) continue;
    if (key === '') loose.add(value);
    else if (!keyed.has(key)) keyed.set(key, value);
  }
  const items = [...keyed].map(([key, value]) => ({ key, value }));
  const details = cleanLine([...loose].join(', '), MAX_VALUE);
  return [
    ...(items.length === 0 ? [] : [{ name: 'Specifications', items }]),
    ...(details === '' ? [] : [{ name: 'Details', items: [{ key: 'Details', value: details }] }]),
  ];
}

function entriesOf(value: RubyValue): readonly Spec[] {
  if (value === null || typeof value === 'string') return [];
  if (isList(value)) return value.flatMap(entriesOf);
  return [{ key: textOf(value.key), value: textOf(value.value) }];
}

function memberOf(value: RubyValue, name: string): RubyValue | undefined {
  if (value === null) return null;
  return typeof value === 'string' || isList(value) ? undefined : value[name];
}

function textOf(value: RubyValue | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : isList(value) ? value.map(textOf).join(', ') : '';
}

function isList(value: RubyValue): value is readonly RubyValue[] {
  return Array.isArray(value);
}
