import { applyChange, type Hold, type HoldState, type StockChange, type StockLevel } from '../domain/stock.ts';

export interface LedgerEntry extends StockChange {
  readonly seq: number;
  readonly at: number;
}

export interface StockState extends StockLevel {
  /** Number of the last ledger entry. */
  readonly seq: number;
  /** Number of the last ledger entry that D1 was told of. */
  readonly sentSeq: number;
  /** Up to here D1 is known to have every entry. */
  readonly keptSeq: number;
}

/** Reasons whose refs are unique: what is done under one of them happens once. Holds are known by their orders. */
const ONCE = `'manual', 'return', 'import', 'transfer'`;

/** Pieces that have left this object for another one of the same SKU, which has not said yet that it has them. */
export interface Transfer {
  /** The ledger entry with which they left; names the transfer together with the object. */
  readonly seq: number;
  readonly receiver: string;
  readonly quantity: number;
  readonly at: number;
}

type Row = Record<string, SqlStorageValue>;
type Fact = 'shards' | 'counted_at';

/** The tables of one stock object: its level, its holds by order, its append-only ledger, its transfers. */
export class StockStore {
  readonly #sql: SqlStorage;
  /** A copy of the level row; null until the SKU is known. */
  #state: StockState | null;
  /** Over how many objects the SKU is split, as far as this object was told. A copy as well. */
  #shards: number;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS level (
        id INTEGER PRIMARY KEY CHECK (id = 1), on_hand INTEGER NOT NULL, reserved INTEGER NOT NULL,
        seq INTEGER NOT NULL, sent_seq INTEGER NOT NULL, kept_seq INTEGER NOT NULL, CHECK (reserved >= 0 AND reserved <= on_hand));
      CREATE TABLE IF NOT EXISTS holds (
        order_id TEXT PRIMARY KEY, quantity INTEGER NOT NULL, state TEXT NOT NULL, expires_at INTEGER NOT NULL
      ) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS holds_expiry ON holds (expires_at) WHERE state = 'held';
      CREATE TABLE IF NOT EXISTS ledger (
        seq INTEGER PRIMARY KEY, on_hand_change INTEGER NOT NULL, reserved_change INTEGER NOT NULL,
        reason TEXT NOT NULL, ref TEXT NOT NULL, at INTEGER NOT NULL);
      CREATE INDEX IF NOT EXISTS ledger_done ON ledger (reason, ref) WHERE reason IN (${ONCE});
      CREATE TABLE IF NOT EXISTS transfers (
        seq INTEGER PRIMARY KEY, receiver TEXT NOT NULL, quantity INTEGER NOT NULL, at INTEGER NOT NULL);
      CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;`);
    this.#state = this.#loadState();
    this.#shards = this.#fact('shards') ?? 1;
  }

  get state(): StockState | null {
    return this.#state;
  }

  get shards(): number {
    return this.#shards;
  }

  /** A split only grows. */
  learnShards(shards: number): void {
    if (shards <= this.#shards) return;
    this.#putFact('shards', shards);
    this.#shards = shards;
  }

  /** When the shelf was last counted: a count that was made before and arrives after it is old news. */
  get countedAt(): number {
    return this.#fact('counted_at') ?? 0;
  }

  set countedAt(at: number) {
    this.#putFact('counted_at', at);
  }

  /** Forgets the copy of the level after a transaction was rolled back. */
  reload(): void {
    this.#state = this.#loadState();
    this.#shards = this.#fact('shards') ?? 1;
  }

  /** Starts from the projection: what was said of the SKU before its object first woke. */
  open(level: StockLevel, entries: readonly LedgerEntry[]): void {
    const seq = entries.at(-1)?.seq ?? 0;
    this.#sql.exec('INSERT INTO level VALUES (1, ?, ?, ?, ?, ?)', level.onHand, level.reserved, seq, seq, seq);
    for (const entry of entries) this.#insertEntry(entry);
    this.reload();
  }

  findHold(orderId: string): Hold | null {
    const row = this.#sql.exec<Row>('SELECT * FROM holds WHERE order_id = ?', orderId).toArray()[0];
    return row === undefined ? null : holdOf(row);
  }

  holdsDueBy(now: number, limit: number): Hold[] {
    return this.#sql
      .exec<Row>(`SELECT * FROM holds WHERE state = 'held' AND expires_at <= ? ORDER BY expires_at LIMIT ?`, now, limit)
      .toArray()
      .map(holdOf);
  }

  nextExpiry(): number | null {
    return this.#sql.exec<{ at: number | null }>(`SELECT MIN(expires_at) AS at FROM holds WHERE state = 'held'`).one()
      .at;
  }

  putHold(hold: Hold): void {
    this.#sql.exec(
      `INSERT INTO holds VALUES (?, ?, ?, ?)
       ON CONFLICT (order_id) DO UPDATE SET
         quantity = excluded.quantity, state = excluded.state, expires_at = excluded.expires_at`,
      hold.orderId,
      hold.quantity,
      hold.state,
      hold.expiresAt,
    );
  }

  /** Returns the number of the entry. */
  append(change: StockChange, at: number): number {
    const before = this.#state;
    if (before === null) throw new Error('a ledger entry before the opening balance');
    const seq = before.seq + 1;
    const level = applyChange(before, change);
    this.#insertEntry({ ...change, seq, at });
    this.#sql.exec('UPDATE level SET on_hand = ?, reserved = ?, seq = ?', level.onHand, level.reserved, seq);
    this.#state = { ...before, ...level, seq };
    return seq;
  }

  /** Whether a change that happens once has happened: an adjustment, a count, the arrival of a transfer. */
  isDone(reason: StockChange['reason'], ref: string): boolean {
    return (
      this.#sql
        .exec(`SELECT 1 FROM ledger WHERE reason = ? AND ref = ? AND reason IN (${ONCE}) LIMIT 1`, reason, ref)
        .toArray().length > 0
    );
  }

  putTransfer({ seq, receiver, quantity, at }: Transfer): void {
    this.#sql.exec('INSERT INTO transfers VALUES (?, ?, ?, ?)', seq, receiver, quantity, at);
  }

  transfers(): Transfer[] {
    return this.#sql
      .exec<Row>('SELECT * FROM transfers ORDER BY seq')
      .toArray()
      .map((row) => ({
        seq: Number(row.seq),
        receiver: String(row.receiver),
        quantity: Number(row.quantity),
        at: Number(row.at),
      }));
  }

  forgetTransfer(seq: number): void {
    this.#sql.exec('DELETE FROM transfers WHERE seq = ?', seq);
  }

  /** The oldest entries that D1 has not been told of, and the level after the last of them. */
  unsent(limit: number): { readonly entries: LedgerEntry[]; readonly level: StockLevel } | null {
    const state = this.#state;
    if (state === null || state.sentSeq === state.seq) return null;
    const entries = this.#sql
      .exec<Row>('SELECT * FROM ledger WHERE seq > ? ORDER BY seq LIMIT ?', state.sentSeq, limit)
      .toArray()
      .map(entryOf);
    const rest = this.#sql
      .exec<{ onHand: number; reserved: number }>(
        `SELECT COALESCE(SUM(on_hand_change), 0) AS onHand, COALESCE(SUM(reserved_change), 0) AS reserved
         FROM ledger WHERE seq > ?`,
        entries.at(-1)?.seq ?? state.seq,
      )
      .one();
    return { entries, level: { onHand: state.onHand - rest.onHand, reserved: state.reserved - rest.reserved } };
  }

  markSent(seq: number): void {
    if (this.#state === null) return;
    this.#sql.exec('UPDATE level SET sent_seq = ? WHERE sent_seq < ?', seq, seq);
    this.#state = { ...this.#state, sentSeq: Math.max(seq, this.#state.sentSeq) };
  }

  /** D1 has every entry up to `seq`; with `isComplete` false the rest has to be said again. */
  markKept(seq: number, isComplete: boolean): void {
    if (this.#state === null) return;
    const sentSeq = isComplete ? this.#state.sentSeq : Math.min(seq, this.#state.sentSeq);
    this.#sql.exec('UPDATE level SET kept_seq = ?, sent_seq = ?', seq, sentSeq);
    this.#state = { ...this.#state, keptSeq: seq, sentSeq };
  }

  ledger(afterSeq: number, limit: number): LedgerEntry[] {
    return this.#sql
      .exec<Row>('SELECT * FROM ledger WHERE seq > ? ORDER BY seq LIMIT ?', afterSeq, limit)
      .toArray()
      .map(entryOf);
  }

  newestEntries(limit: number): LedgerEntry[] {
    return this.#sql.exec<Row>('SELECT * FROM ledger ORDER BY seq DESC LIMIT ?', limit).toArray().map(entryOf);
  }

  /** Holds that still mean something: not released, and of more than nothing. By id, for pages of them. */
  holds(afterId: string, limit: number): Hold[] {
    return this.#sql
      .exec<Row>(
        `SELECT * FROM holds WHERE order_id > ? AND state <> 'released' AND quantity > 0 ORDER BY order_id LIMIT ?`,
        afterId,
        limit,
      )
      .toArray()
      .map(holdOf);
  }

  /** Those that are not committed yet, the next to expire first. */
  openHolds(limit: number): Hold[] {
    return this.#sql
      .exec<Row>(`SELECT * FROM holds WHERE state = 'held' AND quantity > 0 ORDER BY expires_at LIMIT ?`, limit)
      .toArray()
      .map(holdOf);
  }

  /** The level as ledger and holds tell it, each for itself. */
  sums(): { readonly ledger: StockLevel; readonly held: number } {
    const ledger = this.#sql
      .exec<{ onHand: number; reserved: number }>(
        'SELECT COALESCE(SUM(on_hand_change), 0) AS onHand, COALESCE(SUM(reserved_change), 0) AS reserved FROM ledger',
      )
      .one();
    const held = this.#sql
      .exec<{ n: number }>(`SELECT COALESCE(SUM(quantity), 0) AS n FROM holds WHERE state = 'held'`)
      .one().n;
    return { ledger, held };
  }

  #insertEntry(entry: LedgerEntry): void {
    this.#sql.exec(
      'INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?)',
      entry.seq,
      entry.onHandChange,
      entry.reservedChange,
      entry.reason,
      entry.ref,
      entry.at,
    );
  }

  #fact(name: Fact): number | null {
    return (
      this.#sql.exec<{ value: number }>('SELECT value FROM facts WHERE name = ?', name).toArray()[0]?.value ?? null
    );
  }

  #putFact(name: Fact, value: number): void {
    this.#sql.exec('INSERT OR REPLACE INTO facts VALUES (?, ?)', name, value);
  }

  #loadState(): StockState | null {
    const row = this.#sql.exec<Row>('SELECT * FROM level').toArray()[0];
    if (row === undefined) return null;
    return {
      onHand: Number(row.on_hand),
      reserved: Number(row.reserved),
      seq: Number(row.seq),
      sentSeq: Number(row.sent_seq),
      keptSeq: Number(row.kept_seq),
    };
  }
}

function holdOf(row: Row): Hold {
  return {
    orderId: String(row.order_id),
    quantity: Number(row.quantity),
    state: String(row.state) as HoldState,
    expiresAt: Number(row.expires_at),
  };
}

function entryOf(row: Row): LedgerEntry {
  return {
    seq: Number(row.seq),
    onHandChange: Number(row.on_hand_change),
    reservedChange: Number(row.reserved_change),
    reason: String(row.reason) as StockChange['reason'],
    ref: String(row.ref),
    at: Number(row.at),
  };
}
