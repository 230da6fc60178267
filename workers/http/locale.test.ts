import { describe, expect, test } from 'vitest';
import { chosenLocale, currentLocale, localeCookie, localeOf, withLocale } from './locale.ts';

function asking(path: string, headers: Record<string, string> = {}): Request {
  return new Request(`https://haat.test${path}`, { headers });
}

describe('the language of a request', () => {
  test.each([
    ['/', {}, 'en'],
    ['/?lang=hi', {}, 'hi'],
    ['/?lang=en', { cookie: 'haat_lang=hi', 'accept-language': 'hi' }, 'en'],
    ['/?lang=fr', { cookie: 'haat_lang=hi' }, 'hi'],
    ['/', { cookie: 'haat_count=2; haat_lang=hi' }, 'hi'],
    ['/', { cookie: 'haat_lang=en', 'accept-language': 'hi' }, 'en'],
    ['/', { cookie: 'haat_lang=xx', 'accept-language': 'hi-IN' }, 'hi'],
    ['/', { cookie: 'not_haat_lang=hi' }, 'en'],
    ['/', { 'accept-language': 'hi-IN,hi;q=0.9,en;q=0.8' }, 'hi'],
    ['/', { 'accept-language': 'en-IN,hi;q=0.9' }, 'en'],
    ['/', { 'accept-language': 'en;q=0.3, hi;q=0.7' }, 'hi'],
    ['/', { 'accept-language': 'ta,hi;q=0.5' }, 'hi'],
    ['/', { 'accept-language': 'hi;q=0, en;q=0.1' }, 'en'],
    ['/', { 'accept-language': 'hi;q=x' }, 'en'],
    ['/', { 'accept-language': '*' }, 'en'],
    ['/', { 'accept-language': 'fr-FR,de' }, 'en'],
  ])('%s with %o is %s', (path, headers, locale) => {
    expect(localeOf(asking(path, headers as Record<string, string>))).toBe(locale);
  });

  test('is chosen by the address only when it is one of ours', () => {
    expect(chosenLocale('https://haat.test/?lang=hi')).toBe('hi');
    expect(chosenLocale('https://haat.test/?lang=HI')).toBeNull();
    expect(chosenLocale('https://haat.test/')).toBeNull();
  });

  test('is remembered for a year, on https only where there is https', () => {
    expect(localeCookie('hi', true)).toBe('haat_lang=hi; Path=/; Max-Age=31536000; SameSite=Lax; Secure');
    expect(localeCookie('en', false)).not.toContain('Secure');
  });
});

test('two requests at the same time do not mix their languages', async () => {
  const seen = async (locale: 'en' | 'hi') => {
    const heard: string[] = [];
    for (let step = 0; step < 5; step++) {
      heard.push(currentLocale());
      await new Promise((resolve) => setTimeout(resolve, step % 2));
    }
    return heard.every((each) => each === locale);
  };
  const all = ['en', 'hi', 'hi', 'en', 'hi'] as const;
  expect(await Promise.all(all.map((locale) => withLocale(locale, () => seen(locale))))).toEqual(all.map(() => true));
  expect(currentLocale()).toBe('en');
});
