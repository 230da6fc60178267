import type { z } from 'zod';
import { secondFactorSchema, sessionSchema } from '../workers/accounts/schemas.ts';
import { ScriptFailure } from './script-failure.ts';
import { codeOfStep, STEP_SECONDS, stepAt } from './totp.ts';
import { isThisMachine, virtualAddress } from './virtual-address.ts';

export interface Login {
  readonly email: string;
  readonly password: string;
  /** Base 32, of the authenticator app; null for a shop that asks this person for none. */
  readonly totpSecret: string | null;
}

const ATTEMPTS = 7;
const FIRST_WAIT_MS = 300;
const MAX_WAIT_MS = 10_000;
const TIMEOUT_MS = 60_000;
/** Renews the session when the token has less than this left. */
const MARGIN_MS = 60_000;
/** A challenge takes five. */
const CODE_TRIES = 5;

/**
 * The API, as a member of staff. What gets no answer, or the answer that something is wrong with the shop, is tried
 * again for about half a minute: only for calls that may be repeated without harm.
 */
export class StaffClient {
  readonly #origin: string;
  readonly #login: Login;
  readonly #address: Readonly<Record<string, string>>;
  #token = '';
  #expiresAt = 0;
  #refreshCookie: string | null = null;
  #renewing: Promise<void> | null = null;

  private constructor(url: string, login: Login) {
    this.#origin = url;
    this.#login = login;
    // Scripts that run at the same time must not share the limits of one address.
    this.#address = isThisMachine(new URL(url)) ? virtualAddress(`${login.email} ${process.pid} ${Math.random()}`) : {};
  }

  static async signIn(url: string, login: Login): Promise<StaffClient> {
    const client = new StaffClient(url, login);
    await client.#renew();
    return client;
  }

  /** Calls the API and parses the answer. Throws `ScriptFailure` for any answer that is none of success. */
  async call<Answer>(method: string, path: string, schema: z.ZodType<Answer>, input?: unknown): Promise<Answer> {
    let answer = await this.#request(method, path, input, await this.#authorization());
    if (answer.status === 401) {
      this.#expiresAt = 0;
      answer = await this.#request(method, path, input, await this.#authorization());
    }
    if (!answer.ok) throw await failure(method, path, answer);
    return schema.parse(await answer.json());
  }

  /** For requests that are made in another way; good for a minute at least. */
  async accessToken(): Promise<string> {
    if (Date.now() > this.#expiresAt - MARGIN_MS) await this.#renew();
    return this.#token;
  }

  async #authorization(): Promise<Readonly<Record<string, string>>> {
    return { authorization: `Bearer ${await this.accessToken()}` };
  }

  /** Once, however many calls find the token old. */
  async #renew(): Promise<void> {
    this.#renewing ??= this.#signInAgain().finally(() => {
      this.#renewing = null;
    });
    await this.#renewing;
  }

  async #signInAgain(): Promise<void> {
    if (this.#refreshCookie !== null) {
      const refreshed = await this.#request('POST', '/auth/refresh', undefined, { cookie: this.#refreshCookie });
      if (refreshed.ok) return await this.#remember(refreshed);
      await refreshed.body?.cancel();
    }
    const { email, password } = this.#login;
    const answer = await this.#request('POST', '/auth/login', { email, password });
    if (answer.status === 401) throw new ScriptFailure(`${email} cannot sign in: e-mail or password is wrong.`);
    if (!answer.ok) throw await failure('POST', '/auth/login', answer);
    await this.#remember(answer.status === 202 ? await this.#showCode(answer) : answer);
  }

  /**
   * A code works once, and the shop takes the one of the step before and after as well. Other scripts may sign in as
   * the same person in the same half minute: then it is the turn of the next code.
   */
  async #showCode(asked: Response): Promise<Response> {
    const { email, totpSecret } = this.#login;
    if (totpSecret === null) {
      throw new ScriptFailure(`${email} signs in with a second factor: set HAAT_STAFF_TOTP_SECRET.`);
    }
    const { challengeId } = secondFactorSchema.parse(await asked.json());
    let step = 0;
    for (let tries = 1; ; tries++) {
      step = Math.max(step + 1, stepAt(Date.now()));
      await untilTaken(step);
      const input = { challengeId, code: codeOfStep(totpSecret, step) };
      const answer = await this.#request('POST', '/auth/second-factor', input);
      if (answer.ok) return answer;
      if (answer.status !== 422 || tries === CODE_TRIES) throw await failure('POST', '/auth/second-factor', answer);
      await answer.body?.cancel();
    }
  }

  async #remember(answer: Response): Promise<void> {
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
    this.#refreshCookie = cookies.find((cookie) => /^(__Host-)?haat_refresh=./.test(cookie)) ?? null;
    const session = sessionSchema.parse(await answer.json());
    this.#token = session.accessToken;
    this.#expiresAt = Date.parse(session.accessExpiresAt);
  }

  async #request(
    method: string,
    path: string,
    input?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const init: RequestInit = {
      method,
      headers: {
        // A write by cookie says where it comes from.
        origin: this.#origin,
        ...(input === undefined ? {} : { 'content-type': 'application/json' }),
        ...this.#address,
        ...headers,
      },
      ...(input === undefined ? {} : { body: JSON.stringify(input) }),
    };
    for (let attempt = 1; ; attempt++) {
      let wait = Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
      try {
        const answer = await fetch(`${this.#origin}/api/v1${path}`, {
          ...init,
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        if (attempt === ATTEMPTS || (answer.status < 500 && answer.status !== 429)) return answer;
        const told = Number(answer.headers.get('retry-after') ?? 0) * 1000;
        // Nobody waits for minutes without being told why.
        if (told > MAX_TOLD_WAIT_MS) return answer;
        wait = Math.max(wait, told);
        await answer.body?.cancel();
      } catch (error) {
        if (attempt === ATTEMPTS)
          throw new ScriptFailure(`${this.#origin} does not answer (${reasonOf(error)}). Is the shop open?`);
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

const MAX_TOLD_WAIT_MS = 70_000;

/** The shop takes the code of a step from the step before on. */
async function untilTaken(step: number): Promise<void> {
  const wait = (step - 1) * STEP_SECONDS * 1000 - Date.now();
  if (wait <= 0) return;
  console.error(`The code of this half minute has been used: waiting ${Math.ceil(wait / 1000)} s for the next one.`);
  await new Promise((resolve) => setTimeout(resolve, wait + 500));
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
