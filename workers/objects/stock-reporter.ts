import { openDb } from '../db/client.ts';
import { readKeptSeq } from '../db/stock-projection.ts';
import { logFor } from '../log.ts';
import type { StockStore } from './stock-store.ts';

const DELAY_MS = 50;
const BATCH = 400;
/** Should the object die before it told D1, the alarm does it. */
const BACKSTOP_MS = 10_000;

interface Reporting {
  readonly env: Env;
  readonly store: StockStore;
  /** Under which name D1 keeps the ledger. */
  readonly nameOf: () => string;
  readonly wakeBy: (at: number) => void;
}

/** Tells D1 what one stock object has decided: through the queue, in order, at least once. */
export class StockReporter {
  readonly #of: Reporting;
  #isOnItsWay = false;

  constructor(of: Reporting) {
    this.#of = of;
  }

  /** A moment later, so that what happens at once travels together. */
  soon(): void {
    const { state } = this.#of.store;
    if (state === null || state.sentSeq === state.seq) return;
    // Also the first look at a new hold's expiry: the alarm goes on from there.
    this.#of.wakeBy(Date.now() + BACKSTOP_MS);
    if (this.#isOnItsWay) return;
    this.#isOnItsWay = true;
    void scheduler
      .wait(DELAY_MS)
      .then(() => this.send())
      .catch((error: unknown) => logFor(`stock:${this.#of.nameOf()}`).error('projection failed', { error }))
      .finally(() => {
        this.#isOnItsWay = false;
      });
  }

  async send(): Promise<void> {
    const { env, store, nameOf } = this.#of;
    for (let unsent = store.unsent(BATCH); unsent !== null; unsent = store.unsent(BATCH)) {
      const seq = unsent.entries.at(-1)?.seq ?? 0;
      await env.EVENTS.send({ type: 'stock.changed', sku: nameOf(), seq, ...unsent });
      store.markSent(seq);
    }
  }

  /** A message that the queue has lost leaves a gap in D1's ledger: what follows the gap is said again. */
  async verify(): Promise<void> {
    const { env, store, nameOf, wakeBy } = this.#of;
    const { state } = store;
    if (state === null || state.keptSeq === state.seq) return;
    const keptSeq = await readKeptSeq(openDb(env.DB), nameOf(), state.keptSeq);
    // One look leaves time for what has just been sent; at the next one it is missing.
    const isComplete = keptSeq >= state.sentSeq || keptSeq > state.keptSeq;
    store.markKept(keptSeq, isComplete);
    if (keptSeq < state.seq) wakeBy(Date.now() + BACKSTOP_MS);
  }
}
