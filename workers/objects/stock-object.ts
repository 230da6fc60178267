import { DurableObject } from 'cloudflare:workers';
import { openDb } from '../db/client.ts';
import { readKeptSeq, readOpening, readOrderStatuses } from '../db/stock-projection.ts';
import { isLive } from '../domain/order.ts';
import {
  availableOf,
  decideAdjust,
  decideCommit,
  decideHold,
  decideRelease,
  type StockLevel,
  type StockReason,
} from '../domain/stock.ts';
import { GroupCommit } from './group-commit.ts';
import { type LedgerEntry, StockStore } from './stock-store.ts';

export interface HoldRequest {
  readonly orderId: string;
  readonly quantity: number;
  /** Epoch milliseconds; the alarm looks at the hold then. */
  readonly expiresAt: number;
}

export type HoldAnswer =
  | { readonly ok: true; readonly available: number }
  | { readonly ok: false; readonly reason: string; readonly available: number };

export type AdjustAnswer =
  | { readonly ok: true; readonly level: StockLevel }
  | { readonly ok: false; readonly level: StockLevel };

const NOTHING: StockLevel = { onHand: 0, reserved: 0 };
const PROJECTION_DELAY_MS = 50;
const PROJECTION_BATCH = 400;
/** Should the object die before it told D1, the alarm does it. */
const PROJECTION_BACKSTOP_MS = 10_000;
const EXPIRY_BATCH = 100;
/** A hold whose order is still alive is looked at again after this. */
const EXPIRY_RETRY_MS = 60_000;

/**
 * The truth about the stock of one SKU, named by the SKU. Every call decides by domain/stock.ts inside a group commit;
 * storage is the truth, memory a copy. Changes reach D1 through the queue, in order and at least once.
 */
export class StockObject extends DurableObject<Env> {
  readonly #store: StockStore;
  readonly #commits: GroupCommit;
  #alarmAt: number | null = null;
  #isProjecting = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#store = new StockStore(ctx.storage.sql);
    this.#commits = new GroupCommit(ctx.storage);
    void ctx.blockConcurrencyWhile(async () => {
      this.#alarmAt = await ctx.storage.getAlarm();
    });
  }

  /** Promises pieces to an order. Idempotent by order. */
  async hold({ orderId, quantity, expiresAt }: HoldRequest): Promise<HoldAnswer> {
    await this.#open();
    return this.#change(() => {
      const decision = decideHold(this.#level, this.#store.findHold(orderId), orderId, quantity);
      if (!decision.ok) return decision;
      if (decision.change !== null) {
        this.#store.append(decision.change, Date.now());
        this.#store.putHold({ orderId, quantity, state: 'held', expiresAt });
      }
      return { ok: true, available: availableOf(this.#level) };
    });
  }

  /** The order is certain: its pieces leave the shelf. Idempotent. */
  async commit(orderId: string): Promise<HoldAnswer> {
    await this.#open();
    return this.#change(() => {
      const hold = this.#store.findHold(orderId);
      const decision = decideCommit(this.#level, hold);
      if (!decision.ok) return decision;
      if (decision.change !== null && hold !== null) {
        this.#store.append(decision.change, Date.now());
        this.#store.putHold({ ...hold, state: 'committed' });
      }
      return { ok: true, available: availableOf(this.#level) };
    });
  }

  /** The order is dead. Idempotent, and final: a hold of the same order that comes later is refused. */
  async release(orderId: string): Promise<void> {
    await this.#open();
    await this.#change(() => this.#release(orderId));
  }

  /** Adds or takes pieces. Refused when fewer than the promised ones would be left. */
  async adjust(delta: number, reason: StockReason, ref: string): Promise<AdjustAnswer> {
    await this.#open();
    return this.#change(() => {
      const decision = decideAdjust(this.#level, delta, reason, ref);
      if (!decision.ok) return { ok: false, level: this.#level };
      this.#ensureOpened();
      this.#store.append(decision.change, Date.now());
      return { ok: true, level: this.#level };
    });
  }

  async read(): Promise<StockLevel> {
    await this.#open();
    return this.#level;
  }

  /** The first entries of the ledger, for audits and tests. */
  async ledger(limit = 1000): Promise<LedgerEntry[]> {
    await this.#open();
    return this.#store.ledger(limit);
  }

  override async alarm(): Promise<void> {
    this.#alarmAt = null;
    await this.#open();
    await this.#expire(Date.now());
    await this.#project();
    await this.#verify();
    const next = this.#store.nextExpiry();
    if (next !== null) this.#wakeBy(next);
  }

  get #level(): StockLevel {
    const { onHand, reserved } = this.#store.state ?? NOTHING;
    return { onHand, reserved };
  }

  /** The name of the object is the SKU; every caller uses getByName. */
  get #sku(): string {
    const sku = this.ctx.id.name;
    if (sku === undefined) throw new Error('a stock object is addressed by its SKU');
    return sku;
  }

  async #open(): Promise<void> {
    if (this.#store.state !== null) return;
    const opening = await readOpening(openDb(this.env.DB), this.#sku);
    // Calls that waited together find it opened by the first.
    if (opening !== null && this.#store.state === null) this.#store.open(opening.level, opening.entries);
  }

  #ensureOpened(): void {
    if (this.#store.state === null) this.#store.open(NOTHING, []);
  }

  async #change<T>(work: () => T): Promise<T> {
    try {
      return await this.#commits.run(work);
    } catch (error) {
      this.#store.reload();
      throw error;
    } finally {
      this.#projectSoon();
    }
  }

  #release(orderId: string): void {
    const hold = this.#store.findHold(orderId);
    const decision = decideRelease(hold);
    if (hold?.state === 'released') return;
    if (decision.ok && decision.change !== null) this.#store.append(decision.change, Date.now());
    this.#store.putHold({ ...(hold ?? { orderId, quantity: 0, expiresAt: 0 }), state: 'released' });
  }

  /** Releases due holds of dead orders. An order that may still be paid, or is, keeps its pieces. */
  async #expire(now: number): Promise<void> {
    const due = this.#store.holdsDueBy(now, EXPIRY_BATCH);
    if (due.length === 0) return;
    const statuses = await readOrderStatuses(
      openDb(this.env.DB),
      due.map((hold) => hold.orderId),
    );
    await this.#commits.run(() => {
      for (const hold of due) {
        const status = statuses.get(hold.orderId);
        if (status === undefined || !isLive(status)) this.#release(hold.orderId);
        else if (this.#store.findHold(hold.orderId)?.state === 'held') {
          this.#store.putHold({ ...hold, expiresAt: now + EXPIRY_RETRY_MS });
        }
      }
    });
  }

  #projectSoon(): void {
    const state = this.#store.state;
    if (state === null || state.sentSeq === state.seq) return;
    // Also the first look at a new hold's expiry: the alarm goes on from there.
    this.#wakeBy(Date.now() + PROJECTION_BACKSTOP_MS);
    if (this.#isProjecting) return;
    this.#isProjecting = true;
    void scheduler
      .wait(PROJECTION_DELAY_MS)
      .then(() => this.#project())
      .catch((error: unknown) => console.error(JSON.stringify({ message: 'projection failed', error: String(error) })))
      .finally(() => {
        this.#isProjecting = false;
      });
  }

  async #project(): Promise<void> {
    for (
      let unsent = this.#store.unsent(PROJECTION_BATCH);
      unsent !== null;
      unsent = this.#store.unsent(PROJECTION_BATCH)
    ) {
      const seq = unsent.entries.at(-1)?.seq ?? 0;
      await this.env.EVENTS.send({ type: 'stock.changed', sku: this.#sku, seq, ...unsent });
      this.#store.markSent(seq);
    }
  }

  /** A message that the queue has lost leaves a gap in D1's ledger: what follows the gap is said again. */
  async #verify(): Promise<void> {
    const state = this.#store.state;
    if (state === null || state.keptSeq === state.seq) return;
    const keptSeq = await readKeptSeq(openDb(this.env.DB), this.#sku, state.keptSeq);
    // One look leaves time for what has just been sent; at the next one it is missing.
    const isComplete = keptSeq >= state.sentSeq || keptSeq > state.keptSeq;
    this.#store.markKept(keptSeq, isComplete);
    if (keptSeq < state.seq) this.#wakeBy(Date.now() + PROJECTION_BACKSTOP_MS);
  }

  #wakeBy(at: number): void {
    if (this.#alarmAt !== null && this.#alarmAt <= at) return;
    this.#alarmAt = at;
    void this.ctx.storage.setAlarm(at);
  }
}
