import { expect, test } from 'vitest';
import { clientOf, deviceOf } from './client.ts';

test.each([
  [
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36',
    'Chrome on Android',
  ],
  [
    'Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36',
    'Samsung Internet on Android',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
    'Safari on iPhone',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0',
    'Edge on Windows',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0', 'Firefox on Linux'],
  ['curl/8.5.0', 'Unknown device'],
  ['', 'Unknown device'],
])('%s is %s', (userAgent, device) => {
  expect(deviceOf(userAgent)).toBe(device);
});

test('a request says where it comes from', () => {
  const headers = { 'cf-connecting-ip': '203.0.113.9' };
  expect(clientOf(new Request('https://haat.test/', { headers })).ip).toBe('203.0.113.9');
  expect(clientOf(new Request('https://haat.test/')).ip).toBeNull();
});

test.each([
  ['/', { 'accept-language': 'hi-IN,hi;q=0.9,en;q=0.8' }, 'hi'],
  ['/', { 'accept-language': 'en;q=0.3, hi;q=0.7' }, 'hi'],
  ['/', { 'accept-language': 'hi;q=0, en' }, 'en'],
  ['/', { 'accept-language': 'en-IN', cookie: 'haat_lang=hi' }, 'hi'],
  ['/?lang=en', { 'accept-language': 'hi' }, 'en'],
  ['/', {}, 'en'],
])('%s with %o speaks %s, as the pages do', (path, headers, locale) => {
  const request = new Request(`https://haat.test${path}`, { headers: headers as Record<string, string> });
  expect(clientOf(request).locale).toBe(locale);
});
