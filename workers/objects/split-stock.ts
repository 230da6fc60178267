import { availableOf, type Count, decideCount, type StockLevel, type StockReason } from '../domain/stock.ts';
import { decideGather, homeShardOf, planMoves, type ShardView, sumOf } from '../domain/stock-shards.ts';
import type { AdjustAnswer, HoldAnswer, HoldRequest, ReleaseAnswer, ShardState, TakeAnswer } from './stock-messages.ts';

/** What the first object of a split SKU asks of each: of itself, or of a stub. */
export interface Shard {
  readonly name: string;
  readonly stock: {
    look(holdIds: readonly string[]): Promise<ShardState>;
    take(request: HoldRequest): Promise<TakeAnswer>;
    release(holdId: string): Promise<ReleaseAnswer>;
    give(receiver: string, quantity: number): Promise<void>;
    settle(): Promise<void>;
  };
}

export interface Speaker {
  readonly shards: () => readonly Shard[];
  readonly isDone: (reason: StockReason, ref: string, countedAt?: number) => boolean;
  readonly adjustFirst: (delta: number, reason: StockReason, ref: string, countedAt?: number) => Promise<AdjustAnswer>;
}

interface Waiting {
  readonly request: HoldRequest;
  readonly resolve: (answer: HoldAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/** Gathers that share one look at the objects. */
const GROUP = 200;
/** Pieces that were moved to the first object may be sold there before they are taken off the shelf. */
const ATTEMPTS = 3;

/**
 * What concerns all objects of a split SKU: one thing at a time, so that two gatherers never starve each other and no
 * piece is between two objects while somebody looks. Buyers who find their home full do not pass here.
 */
export class SplitStock {
  readonly #speaker: Speaker;
  #lastTurn: Promise<unknown> = Promise.resolve();
  readonly #waiting: Waiting[] = [];

  constructor(speaker: Speaker) {
    this.#speaker = speaker;
  }

  gather(request: HoldRequest): Promise<HoldAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      void this.#inTurn(() => this.#serveWaiting());
    });
  }

  adjust(delta: number, reason: StockReason, ref: string): Promise<AdjustAnswer> {
    return this.#inTurn(() => this.#adjust(delta, reason, ref));
  }

  /** The objects are seen one after the other: what one sells meanwhile counts as sold after the count. */
  count(count: Count, reason: StockReason, ref: string, countedAt?: number): Promise<AdjustAnswer> {
    return this.#inTurn(async () => {
      const level = await this.#level();
      const isDone = this.#speaker.isDone(reason, ref, countedAt);
      const decision = decideCount(level, count, { reason, ref, isDone });
      if (!decision.ok) return { ...decision, level };
      if (decision.change === null) return { ok: true, level };
      return await this.#adjust(decision.change.onHandChange, reason, ref, countedAt);
    });
  }

  rebalance(): Promise<void> {
    return this.#inTurn(async () => {
      const shards = this.#speaker.shards();
      const states = await this.#look();
      for (const { from, to, quantity } of planMoves(states.map(({ level }) => availableOf(level)))) {
        const [giver, receiver] = [shards[from], shards[to]];
        if (giver !== undefined && receiver !== undefined) await giver.stock.give(receiver.name, quantity);
      }
    });
  }

  /** Work after all work that was asked for before it, whether that failed or not. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#lastTurn.then(work);
    this.#lastTurn = turn.catch(() => undefined);
    return turn;
  }

  /** All gathers that have come meanwhile share one look: where a flash sale ends, thousands are refused at once. */
  async #serveWaiting(): Promise<void> {
    const group = this.#waiting.splice(0, GROUP);
    if (group.length === 0) return;
    try {
      const states = await this.#look(group.map(({ request }) => request.orderId));
      const available = states.map(({ level }) => availableOf(level));
      const answers = new Map<string, HoldAnswer>();
      for (const { request, resolve } of group) {
        const partOf = ({ holds }: ShardState) => holds.find((hold) => hold.orderId === request.orderId) ?? null;
        const views = states.map((state, index) => ({ available: available[index] ?? 0, part: partOf(state) }));
        // The look does not show what a twin in the same group has just taken.
        const answer = answers.get(request.orderId) ?? (await this.#gatherOne(request, views, available));
        answers.set(request.orderId, answer);
        resolve(answer);
      }
    } catch (error) {
      // Those that have their answer do not hear this. The others take back, or ask again.
      for (const { reject } of group) reject(error);
    }
  }

  /** Keeps `available` up to date with what it takes and gives back. */
  async #gatherOne(request: HoldRequest, views: readonly ShardView[], available: number[]): Promise<HoldAnswer> {
    const { orderId, quantity } = request;
    const shards = this.#speaker.shards();
    const refuse = (reason: string): HoldAnswer => ({
      ...{ ok: false, reason, shards: shards.length, available: available.reduce((sum, each) => sum + each, 0) },
    });
    const home = homeShardOf(orderId, shards.length);
    const decision = decideGather(views, home, quantity);
    if (!decision.ok) {
      // What an earlier gather that died half way had got is of use to others.
      if (decision.reason === 'out_of_stock') await this.#giveBack(orderId, views, available);
      return refuse(decision.reason);
    }
    let { missing } = decision;
    const taken = [...views];
    for (const index of decision.walk) {
      const has = views[index]?.part?.quantity ?? 0;
      // The home is asked even when nothing is missing: its mark tells a repeat of the hold to come here again.
      if (missing === 0 && index !== home) break;
      const part = await shards[index]?.stock.take({ ...request, quantity: has + missing });
      if (part === undefined) continue;
      available[index] = part.available;
      taken[index] = { available: part.available, part };
      if (part.state === 'released') {
        await this.#giveBack(orderId, taken, available);
        return refuse('hold_released');
      }
      missing -= part.quantity - has;
    }
    if (missing === 0) {
      return { ...{ ok: true, quantity, shards: shards.length }, available: available.reduce((a, b) => a + b, 0) };
    }
    // Others were faster at their homes. No gatherer is among them, so less than this quantity was left.
    await this.#giveBack(orderId, taken, available);
    return refuse('out_of_stock');
  }

  async #giveBack(orderId: string, views: readonly ShardView[], available: number[]): Promise<void> {
    const shards = this.#speaker.shards();
    for (const [index, { part }] of views.entries()) {
      if (part === null) continue;
      available[index] = (await shards[index]?.stock.release(orderId))?.available ?? 0;
    }
  }

  /** Takes from the first object only, whose ledger then knows the ref; what it lacks is moved there first. */
  async #adjust(delta: number, reason: StockReason, ref: string, countedAt?: number): Promise<AdjustAnswer> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const { ok } = await this.#speaker.adjustFirst(delta, reason, ref, countedAt);
      if (ok) return { ok, level: await this.#level() };
      if (!(await this.#collect(-delta))) break;
    }
    return { ok: false, reason: 'below_reserved', level: await this.#level() };
  }

  /** Moves pieces to the first object until it has as many to sell; false when all together have too few. */
  async #collect(quantity: number): Promise<boolean> {
    const [first, ...others] = this.#speaker.shards();
    const [own = 0, ...rest] = (await this.#look()).map(({ level }) => availableOf(level));
    if (first === undefined || own + rest.reduce((sum, each) => sum + each, 0) < quantity) return false;
    let need = quantity - own;
    for (const [index, { stock }] of others.entries()) {
      const share = Math.min(need, rest[index] ?? 0);
      if (share > 0) await stock.give(first.name, share);
      need -= Math.max(0, share);
    }
    return true;
  }

  async #level(): Promise<StockLevel> {
    return sumOf((await this.#look()).map(({ level }) => level));
  }

  /** All objects, with nothing on its way between them. */
  async #look(holdIds: readonly string[] = []): Promise<readonly ShardState[]> {
    const shards = this.#speaker.shards();
    const lookAtAll = () => Promise.all(shards.map(({ stock }) => stock.look(holdIds)));
    const states = await lookAtAll();
    const unsettled = shards.filter((_, index) => (states[index]?.transfers ?? 0) > 0);
    if (unsettled.length === 0) return states;
    for (const { stock } of unsettled) await stock.settle();
    return await lookAtAll();
  }
}
