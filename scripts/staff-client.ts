import type { z } from 'zod';
import { sessionSchema } from '../workers/accounts/schemas.ts';
import { ScriptFailure } from './script-failure.ts';

export interface Login {
  readonly email: string;
  readonly password: string;
}

const ATTEMPTS = 7;
const FIRST_WAIT_MS = 300;
const MAX_WAIT_MS = 10_000;
const TIMEOUT_MS = 60_000;
/** Signs in again when the token has less than this left. */
const MARGIN_MS = 60_000;

/**
 * The API, as a member of staff. What gets no answer, or the answer that something is wrong with the shop, is tried
 * again for about half a minute: only for calls that may be repeated without harm.
 */
export class StaffClient {
  private readonly api: string;
  private readonly login: Login;
  private token = '';
  private expiresAt = 0;

  private constructor(url: string, login: Login) {
    this.api = `${url}/api/v1`;
    this.login = login;
  }

  static async signIn(url: string, login: Login): Promise<StaffClient> {
    const client = new StaffClient(url, login);
    await client.renew();
    return client;
  }

  /** Calls the API and parses the answer. Throws `ScriptFailure` for any answer that is none of success. */
  async call<Answer>(method: string, path: string, schema: z.ZodType<Answer>, input?: unknown): Promise<Answer> {
    if (Date.now() > this.expiresAt - MARGIN_MS) await this.renew();
    let answer = await this.request(method, path, input);
    if (answer.status === 401) {
      await this.renew();
      answer = await this.request(method, path, input);
    }
    if (!answer.ok) throw await failure(method, path, answer);
    return schema.parse(await answer.json());
  }

  private async renew(): Promise<void> {
    this.token = '';
    const answer = await this.request('POST', '/auth/login', this.login);
    if (answer.status === 401)
      throw new ScriptFailure(`${this.login.email} cannot sign in: e-mail or password is wrong.`);
    if (!answer.ok) throw await failure('POST', '/auth/login', answer);
    const session = sessionSchema.parse(await answer.json());
    this.token = session.accessToken;
    this.expiresAt = Date.parse(session.accessExpiresAt);
  }

  private async request(method: string, path: string, input?: unknown): Promise<Response> {
    const init: RequestInit = {
      method,
      headers: {
        ...(this.token === '' ? {} : { authorization: `Bearer ${this.token}` }),
        ...(input === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(input === undefined ? {} : { body: JSON.stringify(input) }),
    };
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await fetch(`${this.api}${path}`, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
        if (attempt === ATTEMPTS || (answer.status < 500 && answer.status !== 429)) return answer;
        await answer.body?.cancel();
      } catch (error) {
        if (attempt === ATTEMPTS)
          throw new ScriptFailure(`${this.api} does not answer (${reasonOf(error)}). Is the shop open?`);
      }
      await new Promise((resolve) => setTimeout(resolve, Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt)));
    }
  }
}

async function failure(method: string, path: string, answer: Response): Promise<ScriptFailure> {
  const text = (await answer.text()).slice(0, 2000);
  const detail = /"detail":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text.slice(0, 300);
  return new ScriptFailure(`${method} ${path} → ${answer.status}: ${detail}`);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
