import { createServer, type IncomingMessage, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { httpEmailChannel } from './http-email-channel.ts';

const message = {
  to: 'asha@haat.test',
  subject: 'Hello',
  html: '<p>Hello</p>',
  text: 'Hello',
  idempotencyKey: 'key-1',
};
let server: Server;
let status = 200;
let requests: { readonly request: IncomingMessage; readonly body: unknown }[] = [];
let env: Env;

beforeEach(async () => {
  status = 200;
  requests = [];
  server = createServer(async (request, response) => {
    let text = '';
    for await (const part of request) text += String(part);
    requests.push({ request, body: JSON.parse(text) });
    response.writeHead(status).end('asha@haat.test is not known here');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  env = {
    EMAIL_API_URL: `http://127.0.0.1:${port}/email`,
    EMAIL_API_KEY: 'secret',
    EMAIL_FROM: 'Haat <orders@haat.test>',
  } as Env;
});

afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
});

test('a message is posted with the bearer key and its idempotency key', async () => {
  await httpEmailChannel(env).send(message);
  expect(requests).toHaveLength(1);
  expect(requests[0]?.body).toEqual({ from: 'Haat <orders@haat.test>', ...message });
  expect(requests[0]?.request.method).toBe('POST');
  expect(requests[0]?.request.headers).toMatchObject({
    authorization: 'Bearer secret',
    'content-type': 'application/json',
    'idempotency-key': 'key-1',
  });
});

test.each([400, 429, 503])(
  'a provider that answers %d has not taken it, and its words stay out of the error',
  async (code) => {
    status = code;
    const error = await httpEmailChannel(env)
      .send(message)
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toContain(String(code));
    expect(String(error)).not.toContain('asha');
  },
);

test('what is not set up is named', async () => {
  const { EMAIL_API_KEY: _key, ...rest } = env;
  const refusal = httpEmailChannel(rest).send(message);
  await expect(refusal).rejects.toMatchObject({ code: 'misconfigured' });
  await expect(refusal).rejects.toThrow('EMAIL_API_KEY');
  expect(requests).toEqual([]);
});
