import { en } from './en.ts';
import { formatCount } from './format.ts';

type Messages = typeof en;
export type MessageKey = keyof Messages;

/** The values a sentence wants: 'Only {count} left' wants { count }. */
type Wanted<Sentence extends string> = Sentence extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Wanted<Rest>
  : never;
type Values<Sentence extends string> = Readonly<Record<Wanted<Sentence>, string | number>>;
type Arguments<Sentence extends string> = [Wanted<Sentence>] extends [never] ? [] : [values: Values<Sentence>];

/** Stems of the keys that count: 'x' where both 'x.one' and 'x.other' exist. */
type CountKey = MessageKey extends infer Key ? (Key extends `${infer Stem}.one` ? Stem : never) : never;

/** A sentence by its key: `t('stock.onlyLeft', { count: 2 })`. A missing key or value is a type error. */
export function t<Key extends MessageKey>(key: Key, ...[values]: Arguments<Messages[Key]>): string {
  return filled(en[key], values ?? {});
}

/** A sentence that counts: `tCount('results', 12)` reads 'results.one' or 'results.other' and fills `{count}`. */
export function tCount(key: CountKey, count: number): string {
  // What Intl.PluralRules says for English, without its cost on a page of fifty counts.
  const form = count === 1 ? 'one' : 'other';
  return filled(en[`${key}.${form}`], { count: formatCount(count) });
}

function filled(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
