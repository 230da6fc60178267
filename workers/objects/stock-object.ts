import { decideAdjust, decideCount, type StockReason } from '../domain/stock.ts';
import { shardNameOf } from '../domain/stock-shards.ts';
import { type Shard, SplitStock } from './split-stock.ts';
import type { AdjustAnswer, CountOptions, HoldAnswer, HoldRequest } from './stock-messages.ts';
import { StockShard } from './stock-shard.ts';

/** A gather shows that the pieces lie unevenly; more gathers follow, and one move serves them all. */
const REBALANCE_DELAY_MS = 1000;
/** An object that takes longer is given up for now: nobody else of the SKU may wait for it for ever. */
const ANSWER_MS = 5000;

/**
 * The truth about the stock of one SKU, named by the SKU. One object decides about most; a hot SKU is split over
 * several (docs/decisions/007), of which the first, with the name of the SKU, speaks for all: it gathers what no single
 * one has, changes the shelf, and evens out.
 */
export class StockObject extends StockShard {
  readonly #split: SplitStock;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#split = new SplitStock({
      shards: () => Array.from({ length: this.store.shards }, (_, index) => this.#shardAt(index)),
      isDone: (reason, ref, countedAt) => this.isDone(reason, ref, countedAt),
      adjustFirst: (delta, reason, ref, countedAt) => this.#adjustOwn(delta, reason, ref, countedAt),
    });
  }

  /**
   * A hold from all objects together: one that its home could not serve, or that may be asked for again when it has
   * another home. Refused only when all of them together have too little. Idempotent by order, like `hold`.
   */
  async gather({ shards, ...request }: HoldRequest & { readonly shards: number }): Promise<HoldAnswer> {
    await this.#learn(shards);
    const answer = await this.#split.gather(request);
    if (answer.ok && this.store.shards > 1) this.wakeBy(Date.now() + REBALANCE_DELAY_MS);
    return answer;
  }

  /**
   * Adds or takes pieces. Refused when fewer than the promised ones would be left. What was done under the same reason
   * and ref before is not done again.
   */
  async adjust(delta: number, reason: StockReason, ref: string, shards = 1): Promise<AdjustAnswer> {
    await this.#learn(shards);
    if (this.store.shards === 1) return await this.#adjustOwn(delta, reason, ref);
    this.wakeBy(Date.now() + REBALANCE_DELAY_MS);
    return await this.#split.adjust(delta, reason, ref);
  }

  /** Sets the pieces to what was counted on the shelf, live holds included. Refused and repeated like `adjust`. */
  async set(
    onHand: number,
    { shards = 1, countedAt, expectedOnHand }: CountOptions & { readonly shards?: number },
    reason: StockReason,
    ref: string,
  ): Promise<AdjustAnswer> {
    await this.#learn(shards);
    const count = { onHand, expectedOnHand };
    if (this.store.shards === 1) {
      return await this.change(() => {
        const once = { reason, ref, isDone: this.isDone(reason, ref, countedAt) };
        return this.applyShelf(decideCount(this.level, count, once), countedAt);
      });
    }
    this.wakeBy(Date.now() + REBALANCE_DELAY_MS);
    return await this.#split.count(count, reason, ref, countedAt);
  }

  /** The SKU is split over so many objects from now on: they get their share. */
  async split(shards: number): Promise<void> {
    await this.#learn(shards);
    await this.#split.rebalance();
  }

  override async alarm(): Promise<void> {
    await super.alarm();
    if (this.store.shards > 1) await this.orLater(() => this.#split.rebalance());
  }

  async #learn(shards: number): Promise<void> {
    await this.open();
    if (shards > this.store.shards) await this.change(() => this.store.learnShards(shards));
  }

  #adjustOwn(delta: number, reason: StockReason, ref: string, countedAt?: number): Promise<AdjustAnswer> {
    return this.change(() => {
      const once = { reason, ref, isDone: this.isDone(reason, ref, countedAt) };
      return this.applyShelf(decideAdjust(this.level, delta, once), countedAt);
    });
  }

  #shardAt(index: number): Shard {
    const name = shardNameOf(this.name, index);
    const stock = index === 0 ? this : this.env.STOCK.getByName(name);
    return {
      name,
      stock: {
        look: (holdIds) => inTime(name, stock.look(holdIds)),
        take: (request) => inTime(name, stock.take(request)),
        release: (holdId) => inTime(name, stock.release(holdId)),
        give: (receiver, quantity) => inTime(name, stock.give(receiver, quantity)),
        settle: () => inTime(name, stock.settle()),
      },
    };
  }
}

/** What the object does after all is part of a hold that its repeat finds, or a transfer that its alarm delivers. */
async function inTime<Answer>(name: string, answer: Promise<Answer>): Promise<Answer> {
  const timer = new AbortController();
  const tooLate = scheduler.wait(ANSWER_MS, { signal: timer.signal }).then(() => {
    throw new Error(`${name} does not answer`);
  });
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    timer.abort();
  }
}
