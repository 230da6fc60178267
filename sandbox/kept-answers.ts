import { createHash } from 'node:crypto';
import { type Answer, json, Refusal, type SandboxRequest } from './http.ts';
import type { Collection, Journal } from './journal.ts';

interface KeptAnswer {
  readonly requestHash: string;
  readonly status: number;
  readonly body: string;
}

/** Idempotency keys: the same request gets the same answer, also a refusal; another request is refused. */
export class KeptAnswers {
  readonly #answers: Collection<KeptAnswer>;
  readonly #ages: Collection<number>;

  constructor(journal: Journal, kind: string) {
    this.#answers = journal.collection(kind);
    this.#ages = journal.collection(`${kind}-age`);
  }

  /** As gateways do after a day: what was asked under a key is made again. */
  forget(): void {
    this.#ages.put('age', this.#age + 1);
  }

  get #age(): number {
    return this.#ages.get('age') ?? 0;
  }

  once(key: string | undefined, { path, body }: SandboxRequest, otherRequest: Refusal, work: () => Answer): Answer {
    if (key === undefined) return work();
    const id = `${this.#age}:${key}`;
    const requestHash = createHash('sha256').update(`${path}\n${body}`).digest('hex');
    const kept = this.#answers.get(id);
    if (kept !== undefined) {
      if (kept.requestHash !== requestHash) throw otherRequest;
      const headers = { 'content-type': 'application/json', 'idempotent-replayed': 'true' };
      return { status: kept.status, headers, body: kept.body };
    }
    const answer = answerOf(work);
    this.#answers.put(id, { requestHash, status: answer.status, body: answer.body });
    return answer;
  }
}

function answerOf(work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return json(error.status, error.body);
    throw error;
  }
}
