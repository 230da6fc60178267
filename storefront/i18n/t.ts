import { currentLocale, type Locale } from '../../workers/http/locale.ts';
import { en } from './en.ts';
import { formatCount } from './format.ts';
import { hi } from './hi.ts';

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

const SENTENCES: Readonly<Record<Locale, Readonly<Record<MessageKey, string>>>> = { en, hi };

/**
 * A sentence by its key, in the language of the request: `t('stock.onlyLeft', { count: 2 })`. A missing key or value is
 * a type error.
 */
export function t<Key extends MessageKey>(key: Key, ...[values]: Arguments<Messages[Key]>): string {
  return filled(SENTENCES[currentLocale()][key], values ?? {});
}

/** A sentence whose key is made from data, such as a status; `otherwise` where there is none. */
export function tKnown(key: string, otherwise: string): string {
  return Object.hasOwn(en, key) ? SENTENCES[currentLocale()][key as MessageKey] : otherwise;
}

/** A sentence that counts: `tCount('results', 12)` reads 'results.one' or 'results.other' and fills `{count}`. */
export function tCount(key: CountKey, count: number): string {
  const locale = currentLocale();
  return filled(SENTENCES[locale][`${key}.${pluralForm(locale, count)}`], { count: formatCount(count) });
}

/** What Intl.PluralRules says of whole numbers, without its cost on a page of fifty counts: in Hindi 0 is 'one' too. */
export function pluralForm(locale: Locale, count: number): 'one' | 'other' {
  return count === 1 || (locale === 'hi' && count === 0) ? 'one' : 'other';
}

function filled(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
