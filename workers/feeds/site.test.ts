import { expect, test } from 'vitest';
import { robotsText } from './robots.ts';
import { addressOf, alternatesOf, isForCrawlers, originOf } from './site.ts';

const production = { APP_ENV: 'production', APP_URL: 'https://haat.example' } as const;
const laptop = { APP_ENV: 'development', APP_URL: 'http://localhost:8787' } as const;

test.each([
  [production, 'https://haat.example/robots.txt', true],
  [production, 'https://haat.workers.dev/robots.txt', false],
  [production, 'http://haat.example/robots.txt', false],
  [laptop, 'http://localhost:8787/robots.txt', true],
  [laptop, 'https://tunnel.example/robots.txt', false],
  [{ APP_ENV: 'development', APP_URL: 'https://tunnel.example' } as const, 'https://tunnel.example/', false],
  [{ APP_ENV: 'test', APP_URL: '' } as const, 'https://anywhere.example/', false],
])('%j at %s: crawlers %s', (env, address, isWelcome) => {
  expect(isForCrawlers(env, new URL(address))).toBe(isWelcome);
});

test('the shop is where it says, whatever name was asked', () => {
  expect(originOf(production, new URL('https://haat.workers.dev/x'))).toBe('https://haat.example');
  expect(originOf({}, new URL('http://127.0.0.1:8787/x'))).toBe('http://127.0.0.1:8787');
});

test('robots.txt closes what is for people, or everything', () => {
  const open = robotsText('https://haat.example', true);
  expect(open).toContain('Disallow: /checkout\n');
  expect(open).toContain('Disallow: /account\n');
  expect(open).not.toMatch(/Disallow: \/(search)?$/m);
  expect(open).toMatch(/\nSitemap: https:\/\/haat\.example\/sitemap\.xml\n$/);
  expect(robotsText('https://haat.example', false)).toBe('User-agent: *\nDisallow: /\n');
});

test('a page has an address in each language', () => {
  expect(addressOf('https://haat.example', '/p/lamp', 'hi')).toBe('https://haat.example/p/lamp?lang=hi');
  expect(addressOf('https://haat.example', '/p/lamp?v=1', 'hi')).toBe('https://haat.example/p/lamp?v=1&lang=hi');
  expect(alternatesOf('https://haat.example', '/')).toEqual([
    { tag: 'en-IN', href: 'https://haat.example/' },
    { tag: 'hi-IN', href: 'https://haat.example/?lang=hi' },
    { tag: 'x-default', href: 'https://haat.example/' },
  ]);
});
