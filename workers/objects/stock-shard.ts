import { DurableObject } from 'cloudflare:workers';
import { openDb } from '../db/client.ts';
import { readOpening, readOrderStatuses } from '../db/stock-projection.ts';
import { isLive } from '../domain/order.ts';
import {
  availableOf,
  changeOf,
  decideCommit,
  decideHold,
  decideRelease,
  type Hold,
  type ShelfDecision,
  type StockLevel,
  type StockReason,
} from '../domain/stock.ts';
import { decideTake, skuOfShard } from '../domain/stock-shards.ts';
import { logFor } from '../log.ts';
import { GroupCommit } from './group-commit.ts';
import type {
  AdjustAnswer,
  HoldAnswer,
  HoldRequest,
  ReleaseAnswer,
  ReportRequest,
  ShardState,
  StockReport,
  TakeAnswer,
} from './stock-messages.ts';
import { StockReporter } from './stock-reporter.ts';
import { type LedgerEntry, StockStore } from './stock-store.ts';

const NOTHING: StockLevel = { onHand: 0, reserved: 0 };
const EXPIRY_BATCH = 100;
/** A hold whose order is still alive is looked at again after this. */
const EXPIRY_RETRY_MS = 60_000;
const RETRY_MS = 5000;

/**
 * The pieces that one object has, and nobody else decides about. Every call decides by domain/stock.ts inside a group
 * commit; storage is the truth, memory a copy. Changes reach D1 through the queue, in order and at least once.
 */
export class StockShard extends DurableObject<Env> {
  protected readonly store: StockStore;
  readonly #commits: GroupCommit;
  readonly #reporter: StockReporter;
  #alarmAt: number | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.store = new StockStore(ctx.storage.sql);
    this.#commits = new GroupCommit(ctx.storage);
    const [nameOf, wakeBy] = [() => this.name, (at: number) => this.wakeBy(at)];
    this.#reporter = new StockReporter({ env, store: this.store, nameOf, wakeBy });
    void ctx.blockConcurrencyWhile(async () => {
      this.#alarmAt = await ctx.storage.getAlarm();
    });
  }

  /** Promises pieces to an order. Idempotent by order. */
  async hold({ orderId, quantity, expiresAt }: HoldRequest): Promise<HoldAnswer> {
    await this.open();
    return this.change(() => {
      const decision = decideHold(this.level, this.store.findHold(orderId), orderId, quantity);
      if (!decision.ok) return { ...decision, shards: this.store.shards };
      if (decision.change !== null) {
        this.store.append(decision.change, Date.now());
        this.store.putHold({ orderId, quantity, state: 'held', expiresAt });
      }
      return { ok: true, quantity, available: availableOf(this.level), shards: this.store.shards };
    });
  }

  /** The order is certain: its pieces leave the shelf. Idempotent. */
  async commit(orderId: string): Promise<HoldAnswer> {
    await this.open();
    return this.change(() => {
      const hold = this.store.findHold(orderId);
      const decision = decideCommit(this.level, hold);
      if (!decision.ok) return { ...decision, shards: this.store.shards };
      if (decision.change !== null) this.store.append(decision.change, Date.now());
      if (hold?.state === 'held') this.store.putHold({ ...hold, state: 'committed' });
      return {
        ...{ ok: true, quantity: hold?.quantity ?? 0 },
        ...{ available: availableOf(this.level), shards: this.store.shards },
      };
    });
  }

  /** The order is dead. Idempotent, and final: a hold of the same order that comes later is refused. */
  async release(orderId: string): Promise<ReleaseAnswer> {
    await this.open();
    return this.change(() => ({
      quantity: this.#release(orderId),
      available: availableOf(this.level),
      shards: this.store.shards,
    }));
  }

  async read(): Promise<StockLevel> {
    await this.open();
    return this.level;
  }

  /** Entries of the ledger, for staff, audits and tests. */
  async ledger(limit = 1000, afterSeq = 0): Promise<LedgerEntry[]> {
    await this.open();
    return this.store.ledger(afterSeq, limit);
  }

  /** Holds that have pieces, held or committed, by id. */
  async holds(limit = 1000, afterId = ''): Promise<Hold[]> {
    return this.store.holds(afterId, limit);
  }

  async report({ entries, openHolds }: ReportRequest = { entries: 0, openHolds: 0 }): Promise<StockReport> {
    await this.open();
    return {
      name: this.name,
      state: this.store.state ?? { ...NOTHING, seq: 0, sentSeq: 0, keptSeq: 0 },
      sums: this.store.sums(),
      transfers: this.store.transfers(),
      entries: this.store.newestEntries(entries),
      openHolds: this.store.openHolds(openHolds),
    };
  }

  async look(holdIds: readonly string[]): Promise<ShardState> {
    await this.open();
    const holds = holdIds.flatMap((id) => this.store.findHold(id) ?? []);
    return { level: this.level, holds, transfers: this.store.transfers().length };
  }

  /** Gives a hold that is gathered from several objects as much of the quantity as is here. Repeats give no more. */
  async take({ orderId, quantity, expiresAt }: HoldRequest): Promise<TakeAnswer> {
    await this.open();
    return this.change(() => {
      const existing = this.store.findHold(orderId);
      const decision = decideTake(this.level, existing, orderId, quantity);
      if (!decision.ok) return { state: 'released', quantity: 0, available: availableOf(this.level) };
      if (decision.change !== null) this.store.append(decision.change, Date.now());
      const hold = { orderId, quantity: decision.quantity, state: existing?.state ?? 'held', expiresAt };
      if (existing === null || decision.change !== null) this.store.putHold(hold);
      return { state: hold.state, quantity: hold.quantity, available: availableOf(this.level) };
    });
  }

  /**
   * Sends pieces to another object of the SKU, as many as there are to sell. They leave the ledger together with a note
   * of where they go, which stays until the other one has them: a crash in between loses and doubles nothing.
   */
  async give(receiver: string, quantity: number): Promise<void> {
    await this.open();
    await this.change(() => {
      const given = Math.min(quantity, availableOf(this.level));
      if (given <= 0 || receiver === this.name) return;
      const at = Date.now();
      const ref = this.#transferRef((this.store.state?.seq ?? 0) + 1);
      const seq = this.store.append(changeOf(-given, 0, 'transfer', ref), at);
      this.store.putTransfer({ seq, receiver, quantity: given, at });
    });
    await this.settle();
  }

  /** The other end of `give`. Once per ref. */
  async receive(ref: string, quantity: number): Promise<void> {
    await this.open();
    await this.change(() => {
      if (this.store.isDone('transfer', ref)) return;
      this.#ensureOpened();
      this.store.append(changeOf(quantity, 0, 'transfer', ref), Date.now());
    });
  }

  /** Delivers what is on its way out. Throws when a receiver does not answer; the alarm tries again. */
  async settle(): Promise<void> {
    for (const { seq, receiver, quantity } of this.store.transfers()) {
      await this.env.STOCK.getByName(receiver).receive(this.#transferRef(seq), quantity);
      this.store.forgetTransfer(seq);
    }
  }

  override async alarm(): Promise<void> {
    this.#alarmAt = null;
    await this.open();
    await this.orLater(() => this.#expire(Date.now()));
    await this.orLater(() => this.#reporter.send());
    await this.orLater(() => this.#reporter.verify());
    await this.orLater(() => this.settle());
    const next = this.store.nextExpiry();
    if (next !== null) this.wakeBy(next);
  }

  protected get level(): StockLevel {
    const { onHand, reserved } = this.store.state ?? NOTHING;
    return { onHand, reserved };
  }

  /** Every caller uses getByName: the name is the SKU, or 'SKU#1' of one that is split. */
  protected get name(): string {
    const name = this.ctx.id.name;
    if (name === undefined) throw new Error('a stock object is addressed by its SKU');
    return name;
  }

  protected async open(): Promise<void> {
    if (this.store.state !== null) return;
    // Only the first object of a SKU has an opening balance; the others live on what they are given.
    if (skuOfShard(this.name) !== this.name) return this.#ensureOpened();
    const opening = await readOpening(openDb(this.env.DB), this.name);
    // Calls that waited together find it opened by the first.
    if (opening !== null && this.store.state === null) this.store.open(opening.level, opening.entries);
  }

  /** Whether a change of the shelf has happened already, or is a count that a later one has made old news. */
  protected isDone(reason: StockReason, ref: string, countedAt = Number.POSITIVE_INFINITY): boolean {
    return countedAt < this.store.countedAt || this.store.isDone(reason, ref);
  }

  /** Writes what was decided about the shelf; within a `change`. */
  protected applyShelf(decision: ShelfDecision<'below_reserved' | 'stale'>, countedAt?: number): AdjustAnswer {
    if (!decision.ok) return { ...decision, level: this.level };
    if (decision.change !== null) {
      this.#ensureOpened();
      this.store.append(decision.change, Date.now());
      if (countedAt !== undefined) this.store.countedAt = countedAt;
    }
    return { ok: true, level: this.level };
  }

  protected async change<T>(work: () => T): Promise<T> {
    try {
      return await this.#commits.run(work);
    } catch (error) {
      this.store.reload();
      throw error;
    } finally {
      this.#reporter.soon();
    }
  }

  protected wakeBy(at: number): void {
    if (this.#alarmAt !== null && this.#alarmAt <= at) return;
    this.#alarmAt = at;
    void this.ctx.storage.setAlarm(at);
  }

  /** A duty of the alarm. One that fails keeps no other from being done, and the alarm comes again, as often as it takes. */
  protected async orLater(duty: () => Promise<void>): Promise<void> {
    try {
      await duty();
    } catch (error) {
      logFor(`stock:${this.name}`).error('stock alarm', { error });
      this.wakeBy(Date.now() + RETRY_MS);
    }
  }

  #ensureOpened(): void {
    if (this.store.state === null) this.store.open(NOTHING, []);
  }

  /** Returns how much of the order was here. */
  #release(orderId: string): number {
    const hold = this.store.findHold(orderId);
    if (hold?.state === 'released') return hold.quantity;
    const decision = decideRelease(hold);
    if (decision.ok && decision.change !== null) this.store.append(decision.change, Date.now());
    this.store.putHold({ ...(hold ?? { orderId, quantity: 0, expiresAt: 0 }), state: 'released' });
    return hold?.quantity ?? 0;
  }

  /** Releases due holds of dead orders. An order that may still be paid, or is, keeps its pieces. */
  async #expire(now: number): Promise<void> {
    const due = this.store.holdsDueBy(now, EXPIRY_BATCH).map((hold) => hold.orderId);
    if (due.length === 0) return;
    const statuses = await readOrderStatuses(openDb(this.env.DB), due);
    await this.change(() => {
      for (const orderId of due) {
        const status = statuses.get(orderId);
        const hold = this.store.findHold(orderId);
        if (status === undefined || !isLive(status)) this.#release(orderId);
        else if (hold?.state === 'held') this.store.putHold({ ...hold, expiresAt: now + EXPIRY_RETRY_MS });
      }
    });
  }

  #transferRef(seq: number): string {
    return `${this.name}:${seq}`;
  }
}
