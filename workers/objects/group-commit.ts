interface Job {
  readonly work: () => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit for one object. A lone call runs at once; calls that arrive while a transaction is on its way to disk
 * share the next one. No caller hears of its change before that change is durable.
 * Work is synchronous: decide, then write. If a work throws, its whole group is rolled back and rejected.
 */
export class GroupCommit {
  readonly #storage: DurableObjectStorage;
  #waiting: Job[] = [];
  #isDraining = false;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  run<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ work, resolve, reject });
      if (!this.#isDraining) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#isDraining = true;
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      await this.#commit(group);
    }
    this.#isDraining = false;
  }

  async #commit(group: readonly Job[]): Promise<void> {
    try {
      const results = this.#storage.transactionSync(() => group.map((job) => job.work()));
      await this.#storage.sync();
      for (const [index, job] of group.entries()) job.resolve(results[index] as never);
    } catch (error) {
      for (const job of group) job.reject(error);
    }
  }
}
