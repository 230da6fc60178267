import { expect, test } from 'vitest';
import { contentSecurityPolicy } from './content-security-policy.ts';

const directiveOf = (policy: string, name: string) => policy.split('; ').find((each) => each.startsWith(`${name} `));

test('a page loads what is ours, and nothing that is written into it', () => {
  const policy = contentSecurityPolicy();
  expect(directiveOf(policy, 'default-src')).toBe("default-src 'self'");
  expect(directiveOf(policy, 'script-src')).toBe("script-src 'self'");
  expect(directiveOf(policy, 'frame-src')).toBe("frame-src 'none'");
  expect(policy).not.toMatch(/unsafe|\*/);
});

test('what a page needs from others stands beside our own', () => {
  const policy = contentSecurityPolicy([
    { scripts: ['https://js.stripe.com'], frames: ['https://js.stripe.com'], connections: ['https://api.stripe.com'] },
    { scripts: ['https://bot.example'], frames: ['https://bot.example'] },
  ]);
  expect(directiveOf(policy, 'script-src')).toBe("script-src 'self' https://js.stripe.com https://bot.example");
  expect(directiveOf(policy, 'connect-src')).toBe("connect-src 'self' https://api.stripe.com");
  expect(directiveOf(policy, 'frame-src')).toBe('frame-src https://js.stripe.com https://bot.example');
  expect(directiveOf(policy, 'form-action')).toBe("form-action 'self'");
});
