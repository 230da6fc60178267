import { type APIRequestContext, expect } from '@playwright/test';

interface Message {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** What the shop sent to somebody, newest first; nothing while the sandbox cannot be reached. */
export async function messagesFor(api: APIRequestContext, recipient: string): Promise<readonly Message[]> {
  // The development server drops a connection now and then; whoever polls asks again.
  const answer = await api.get('/sandbox/inbox.json').catch(() => null);
  if (answer === null || !answer.ok()) return [];
  const { messages } = (await answer.json()) as { messages: readonly Message[] };
  return messages.filter(({ to }) => to.includes(recipient));
}

/** The newest six digits that were sent to somebody, in a message that has these words; waits for them. */
export async function codeFor(api: APIRequestContext, recipient: string, words = ''): Promise<string> {
  let code = '';
  const look = async () => {
    const found = (await messagesFor(api, recipient)).find(({ text }) => text.includes(words));
    code = /\b\d{6}\b/.exec(found?.text ?? '')?.[0] ?? '';
    return code;
  };
  await expect.poll(look, { timeout: 20_000 }).toMatch(/^\d{6}$/);
  return code;
}
