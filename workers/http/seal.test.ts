import { expect, test } from 'vitest';
import { seal, unseal } from './seal.ts';

const env = { APP_SECRET: 'a-secret-that-only-tests-know-0123456789' } as Env;
const PLACE = 'authenticator:usr_1';
const NEXT = 'the-secret-that-comes-after-the-one-of-tests';

test('what is sealed opens in its place, and does not show', async () => {
  const [one, two] = [await seal(env, 'हाट JBSWY3DP', PLACE), await seal(env, 'हाट JBSWY3DP', PLACE)];
  expect(one).toMatch(/^[\w-]{8}\.[\w-]{40,}$/);
  expect(one).not.toContain('JBSWY3DP');
  expect(two).not.toBe(one);
  expect(await unseal(env, one, PLACE)).toEqual({ text: 'हाट JBSWY3DP', isOld: false });
});

test('put into another row it does not open', async () => {
  const sealed = await seal(env, 'JBSWY3DP', PLACE);
  await expect(unseal(env, sealed, 'authenticator:usr_2')).rejects.toMatchObject({ code: 'misconfigured' });
});

test('neither does a text with a changed, missing or foreign part', async () => {
  const sealed = await seal(env, 'JBSWY3DP', PLACE);
  const [keyId = '', body = ''] = sealed.split('.');
  const flipped = body.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
  for (const text of ['', keyId, body, `${keyId}.`, `${keyId}.${flipped}`, `${keyId}.${body.slice(4)}`, `x.${body}`]) {
    await expect(unseal(env, text, PLACE), text).rejects.toMatchObject({ code: 'misconfigured' });
  }
});

test('while a secret is being replaced the old one still opens, and says that it is old', async () => {
  const sealed = await seal(env, 'JBSWY3DP', PLACE);
  const replaced = { ...env, APP_SECRET: NEXT, APP_SECRET_PREVIOUS: env.APP_SECRET };
  expect(await unseal(replaced, sealed, PLACE)).toEqual({ text: 'JBSWY3DP', isOld: true });
  const again = await seal(replaced, 'JBSWY3DP', PLACE);
  expect(await unseal({ ...env, APP_SECRET: NEXT }, again, PLACE)).toEqual({ text: 'JBSWY3DP', isOld: false });
  await expect(unseal({ ...env, APP_SECRET: NEXT }, sealed, PLACE)).rejects.toMatchObject({ code: 'misconfigured' });
});
