import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { withLocale } from '../../workers/http/locale.ts';
import { AppError, fieldError } from '../../workers/http/problem.ts';
import { addressIn, switchAddress } from './address.ts';
import { en } from './en.ts';
import { formatCount, formatDay, formatMoment } from './format.ts';
import { hi } from './hi.ts';
import { fieldText, problemsForScripts, problemText } from './problem-text.ts';
import { pluralForm, t, tCount, tKnown } from './t.ts';

const HERE = import.meta.dirname;
type Area = Readonly<Record<string, string>>;

const areas = readdirSync(HERE).flatMap((file) => /^en-(.+)\.ts$/.exec(file)?.[1] ?? []);

/** What `en-common.ts` exports: one record of sentences. */
async function areaOf(language: 'en' | 'hi', area: string): Promise<Area> {
  const [sentences] = Object.values((await import(`./${language}-${area}.ts`)) as Record<string, Area>);
  return sentences ?? {};
}

function placeholdersOf(sentence: string): string[] {
  return [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).sort();
}

/** What reads the same in both languages: names, signs and abbreviations. */
const SAME_IN_BOTH = new Set(['shop.name', 'page.title', 'price.mrp', 'totals.mrp', 'checkout.times', 'order.awb']);

describe.each(areas)('the sentences of %s', (area) => {
  test('are there in both languages, with the same values and nothing empty', async () => {
    const [english, hindi] = [await areaOf('en', area), await areaOf('hi', area)];
    expect(Object.keys(hindi).sort()).toEqual(Object.keys(english).sort());
    for (const [key, sentence] of Object.entries(english)) {
      const translated = hindi[key] ?? '';
      expect(sentence.trim(), key).not.toBe('');
      expect(translated.trim(), key).not.toBe('');
      expect(placeholdersOf(translated), key).toEqual(placeholdersOf(sentence));
    }
  });

  test('are translated', async () => {
    const [english, hindi] = [await areaOf('en', area), await areaOf('hi', area)];
    const same = Object.keys(english).filter((key) => english[key] === hindi[key] && !SAME_IN_BOTH.has(key));
    expect(same).toEqual([]);
  });

  test('are registered', async () => {
    expect(en).toMatchObject(await areaOf('en', area));
    expect(hi).toMatchObject(await areaOf('hi', area));
  });
});

test('no two areas have the same key, and a key that counts has both forms', async () => {
  const keys = (await Promise.all(areas.map((area) => areaOf('en', area)))).flatMap((area) => Object.keys(area));
  expect(keys.length).toBe(new Set(keys).size);
  const counted = keys.filter((key) => key.endsWith('.one')).map((key) => key.replace(/one$/, 'other'));
  expect(keys).toEqual(expect.arrayContaining(counted));
});

test('no sentence is fixed when a module is loaded, where no request has said its language', () => {
  const root = path.resolve(HERE, '..');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(?<!test|\.d)\.ts$/.test(file),
  );
  expect(files.length).toBeGreaterThan(30);
  expect(files.flatMap((file) => callsAtLoad(path.join(root, file)))).toEqual([]);
});

describe('a sentence', () => {
  test('is in the language of the request', () => {
    expect(t('stock.onlyLeft', { count: 2 })).toBe('Only 2 left');
    expect(withLocale('hi', () => t('stock.onlyLeft', { count: 2 }))).toBe('सिर्फ़ 2 बचे हैं');
    expect(withLocale('hi', () => tKnown('order.state.paid', 'x'))).toBe('भुगतान हो गया');
    expect(withLocale('hi', () => tKnown('order.state.unheard_of', 'unheard of'))).toBe('unheard of');
  });

  test.each([0, 1, 2, 5, 100, 128450])('that counts %i has the form of Intl', (count) => {
    for (const locale of ['en', 'hi'] as const) {
      expect(pluralForm(locale, count), locale).toBe(new Intl.PluralRules(locale).select(count));
    }
    expect(withLocale('hi', () => tCount('items', count))).toBe(`${formatCount(count)} आइटम`);
  });

  test('has days and times as India writes them', () => {
    const both = <Result>(work: () => Result) => [withLocale('en', work), withLocale('hi', work)];
    expect(both(() => formatDay('2026-11-27'))).toEqual(['Fri, 27 Nov', 'शुक्र, 27 नवंबर']);
    const moment = Date.UTC(2026, 10, 23, 16, 1);
    expect(both(() => formatMoment(moment))[1]).toMatch(/^23 नव.* 2026, 9:31 pm$/i);
    expect(both(() => formatCount(128450))).toEqual(['1,28,450', '1,28,450']);
  });
});

describe('what a verb refuses', () => {
  const inHindi = <Result>(work: () => Result) => withLocale('hi', work);
  const soldOut = new AppError('out_of_stock', 'Only 2 left of Lamp.', { available: 2 });
  const noCash = new AppError('cod_not_allowed', 'Too large.', { reason: 'value' });

  test('is its own sentence in English, and that of its code in Hindi', () => {
    expect(problemText(soldOut)).toBe('Only 2 left of Lamp.');
    expect(inHindi(() => problemText(soldOut))).toBe(hi['cart.line.shortStock'].replace('{count}', '2'));
    expect(inHindi(() => problemText(noCash))).toBe(hi['checkout.cod.value']);
    expect(inHindi(() => problemText(new AppError('cart_empty', 'Empty.')))).toBe('कार्ट ख़ाली है।');
  });

  test('names a field by the last word of its path', () => {
    const wrong = { field: 'address.pincode', message: 'six digits' };
    const refusal = fieldError(wrong.field, wrong.message);
    expect(fieldText(refusal, wrong)).toBe('Six digits');
    expect(inHindi(() => fieldText(refusal, wrong))).toBe('छह अंकों का सही पिनकोड डालें।');
    expect(inHindi(() => problemText(refusal))).toBe('छह अंकों का सही पिनकोड डालें।');
    expect(inHindi(() => fieldText(refusal, { field: 'skus.0', message: 'x' }))).toBe('यह आइटम इस ऑर्डर में नहीं है।');
    expect(inHindi(() => fieldText(refusal, { field: 'constructor', message: 'x' }))).toBe('कृपया यह जगह जाँचें।');
    expect(inHindi(() => fieldText(noCash, { field: 'paymentMethod', message: 'x' }))).toBe(hi['checkout.cod.value']);
  });

  test('goes to scripts where the API’s words are not the page’s', () => {
    expect(problemsForScripts(['cart_empty'])).toBeUndefined();
    expect(inHindi(() => problemsForScripts(['cart_empty']))).toBe('{"cart_empty":"कार्ट ख़ाली है।"}');
  });
});

test.each([
  ['/', '/', '/?lang=hi'],
  ['/c/lamps?page=2', '/c/lamps?page=2', '/c/lamps?page=2&lang=hi'],
  ['/search?lang=hi&q=a%3Fb', '/search?q=a%3Fb', '/search?lang=hi&q=a%3Fb'],
])('%s is kept by search engines as %s and %s', (address, english, hindi) => {
  expect([addressIn('en', address), addressIn('hi', address)]).toEqual([english, hindi]);
  expect(switchAddress('en', address)).toContain('lang=en');
});

/** Calls of `t` and its kin that run when the file is imported: those inside no function. */
function callsAtLoad(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    const isCall = ts.isCallExpression(node) && ts.isIdentifier(node.expression);
    if (isCall && ['t', 'tCount', 'tKnown'].includes(node.expression.text)) {
      found.push(`${path.basename(file)}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
