import { exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';

test('an unknown path is a problem', async () => {
  const answer = await exports.default.fetch('https://haat.test/api/v1/nothing');
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ code: 'not_found' });
});
