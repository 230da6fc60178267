import { expect, test } from 'vitest';
import { hashPassword, isPassword } from './password.ts';

/** By Node's crypto.argon2Sync over the UTF-8 bytes of NFKC. */
const ELSEWHERE = '$argon2id$v=19$m=19456,t=2,p=1$aGFhdC10ZXN0LXNhbHQtMQ$9iNFPdcNvXPYf3+0KVGMI5Q/bcNHH28pe+Gh0nWqQcw';

test('a password is kept as an argon2id PHC string with its own salt', async () => {
  const [first, second] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
  expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(second).not.toBe(first);
  expect(await isPassword('correct horse', first)).toBe(true);
  expect(await isPassword('correct horsf', first)).toBe(false);
});

test('a hash made elsewhere is understood, also of a password beyond ASCII', async () => {
  expect(await isPassword('नमस्ते दुनिया ₹', ELSEWHERE)).toBe(true);
});

test('every letter of a Hindi password counts', async () => {
  const hash = await hashPassword('नमस्ते दुनिया');
  expect(await isPassword('नमस्ते दुनिया', hash)).toBe(true);
  expect(await isPassword('नमस्ते दुनियो', hash)).toBe(false);
  expect(await isPassword('नमस्ते', hash)).toBe(false);
});

test('the same letters written in another way are the same password', async () => {
  const hash = await hashPassword('caf\u00e9-caf\u00e9');
  expect(await isPassword('cafe\u0301-cafe\u0301', hash)).toBe(true);
});

test('nobody has no password', async () => {
  expect(await isPassword('', null)).toBe(false);
  expect(await isPassword('anything at all', null)).toBe(false);
});
