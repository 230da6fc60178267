import type { CartContents, CartEntry, CartTransfer, MergeCut } from './cart-contents.ts';

/** Where a line is, or was before it was taken out. */
export type Shelf = 'entries' | 'saved';

export interface RemovedLine extends CartEntry {
  readonly shelf: Shelf;
  readonly position: number;
}

/** Enough for a slip of the finger, and for the one before it. */
const MAX_REMOVED = 10;

/** The tables of one cart. Lines stand in the order of their rowid. */
export class CartStore {
  readonly #storage: DurableObjectStorage;
  #isReady = false;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** The tables are made with the first use, and anew after `erase`. */
  get #sql(): SqlStorage {
    const { sql } = this.#storage;
    if (!this.#isReady) {
      sql.exec(`
        CREATE TABLE IF NOT EXISTS cart (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL);
        INSERT OR IGNORE INTO cart VALUES (1, 0);
        CREATE TABLE IF NOT EXISTS entries (
          sku TEXT PRIMARY KEY, quantity INTEGER NOT NULL, seen_price_paise INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS saved (
          sku TEXT PRIMARY KEY, quantity INTEGER NOT NULL, seen_price_paise INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS removed (
          no INTEGER PRIMARY KEY AUTOINCREMENT, sku TEXT NOT NULL UNIQUE, shelf TEXT NOT NULL,
          position INTEGER NOT NULL, quantity INTEGER NOT NULL, seen_price_paise INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS coupon (id INTEGER PRIMARY KEY CHECK (id = 1), code TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS merge_cuts (
          sku TEXT PRIMARY KEY, wanted INTEGER NOT NULL, got INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS done (id TEXT PRIMARY KEY) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS transfer (id INTEGER PRIMARY KEY CHECK (id = 1), transfer TEXT NOT NULL);`);
      this.#isReady = true;
    }
    return sql;
  }

  async erase(): Promise<void> {
    this.#isReady = false;
    await this.#storage.deleteAll();
  }

  contents(): CartContents {
    return {
      version: this.version(),
      entries: this.lines('entries'),
      mergeCuts: this.#mergeCuts(),
      couponCode: this.couponCode(),
      saved: this.lines('saved'),
    };
  }

  lines(shelf: Shelf): CartEntry[] {
    return this.#sql
      .exec<{ sku: string; quantity: number; seenPricePaise: number }>(
        `SELECT sku, quantity, seen_price_paise AS seenPricePaise FROM ${shelf} ORDER BY rowid`,
      )
      .toArray();
  }

  /** A new line goes to the end and leaves the other shelf; one that is there changes in its place. */
  put(shelf: Shelf, { sku, quantity, seenPricePaise }: CartEntry): void {
    this.#sql.exec(
      `INSERT INTO ${shelf} (sku, quantity, seen_price_paise) VALUES (?, ?, ?)
       ON CONFLICT (sku) DO UPDATE SET quantity = excluded.quantity, seen_price_paise = excluded.seen_price_paise`,
      sku,
      quantity,
      seenPricePaise,
    );
    this.drop(shelf === 'entries' ? 'saved' : 'entries', sku);
    this.#sql.exec('DELETE FROM removed WHERE sku = ?', sku);
  }

  drop(shelf: Shelf, sku: string): void {
    this.#sql.exec(`DELETE FROM ${shelf} WHERE sku = ?`, sku);
    if (shelf === 'entries') this.forgetCut(sku);
  }

  empty(shelf: Shelf): void {
    this.#sql.exec(`DELETE FROM ${shelf}`);
  }

  /** Takes a line out, and remembers where it was. */
  remove(shelf: Shelf, sku: string): void {
    this.#sql.exec(
      `INSERT OR REPLACE INTO removed (sku, shelf, position, quantity, seen_price_paise)
       SELECT sku, ?, rowid, quantity, seen_price_paise FROM ${shelf} WHERE sku = ?`,
      shelf,
      sku,
    );
    this.#sql.exec(
      'DELETE FROM removed WHERE no NOT IN (SELECT no FROM removed ORDER BY no DESC LIMIT ?)',
      MAX_REMOVED,
    );
    this.drop(shelf, sku);
  }

  removed(sku: string): RemovedLine | undefined {
    return this.#sql
      .exec<{ sku: string; shelf: Shelf; position: number; quantity: number; seenPricePaise: number }>(
        'SELECT sku, shelf, position, quantity, seen_price_paise AS seenPricePaise FROM removed WHERE sku = ?',
        sku,
      )
      .toArray()[0];
  }

  /** Back to where it was. A number that another line has since is freed by moving the lines behind it. */
  restore({ sku, shelf, position, quantity, seenPricePaise }: RemovedLine): void {
    if (this.#number(`SELECT COUNT(*) AS n FROM ${shelf} WHERE rowid = ?`, position) > 0) {
      // Two steps: one by one the numbers would meet.
      this.#sql.exec(`UPDATE ${shelf} SET rowid = -rowid WHERE rowid >= ?`, position);
      this.#sql.exec(`UPDATE ${shelf} SET rowid = 1 - rowid WHERE rowid < 0`);
    }
    this.#sql.exec(
      `INSERT INTO ${shelf} (rowid, sku, quantity, seen_price_paise) VALUES (?, ?, ?, ?)`,
      position,
      sku,
      quantity,
      seenPricePaise,
    );
    this.#sql.exec('DELETE FROM removed WHERE sku = ?', sku);
  }

  /** What an order bought leaves; more than that stays. */
  take(sku: string, quantity: number): void {
    this.#sql.exec('UPDATE entries SET quantity = quantity - ? WHERE sku = ?', quantity, sku);
    this.#sql.exec('DELETE FROM entries WHERE quantity <= 0');
    this.forgetCut(sku);
  }

  find(shelf: Shelf, sku: string): CartEntry | undefined {
    return this.lines(shelf).find((line) => line.sku === sku);
  }

  quantityOf(sku: string): number {
    return this.#number('SELECT COALESCE(MAX(quantity), 0) AS n FROM entries WHERE sku = ?', sku);
  }

  lineCount(shelf: Shelf): number {
    return this.#number(`SELECT COUNT(*) AS n FROM ${shelf}`);
  }

  itemCount(): number {
    return this.#number('SELECT COALESCE(SUM(quantity), 0) AS n FROM entries');
  }

  couponCode(): string | null {
    return this.#sql.exec<{ code: string }>('SELECT code FROM coupon').toArray()[0]?.code ?? null;
  }

  setCoupon(code: string | null): void {
    if (code === null) this.#sql.exec('DELETE FROM coupon');
    else this.#sql.exec('INSERT OR REPLACE INTO coupon VALUES (1, ?)', code);
  }

  keepCut({ sku, wanted, got }: MergeCut): void {
    this.#sql.exec('INSERT OR REPLACE INTO merge_cuts (sku, wanted, got) VALUES (?, ?, ?)', sku, wanted, got);
  }

  forgetCut(sku: string): void {
    this.#sql.exec('DELETE FROM merge_cuts WHERE sku = ?', sku);
  }

  forgetCuts(): void {
    this.#sql.exec('DELETE FROM merge_cuts');
  }

  /** False when it has been done before. */
  isFirst(id: string): boolean {
    return this.#sql.exec('INSERT OR IGNORE INTO done VALUES (?)', id).rowsWritten > 0;
  }

  version(): number {
    return this.#number('SELECT version AS n FROM cart');
  }

  bumpVersion(): number {
    return this.#number('UPDATE cart SET version = version + 1 RETURNING version AS n');
  }

  transfer(): CartTransfer | null {
    const row = this.#sql.exec<{ transfer: string }>('SELECT transfer FROM transfer').toArray()[0];
    if (row === undefined) return null;
    // One that was written before carts had these.
    const before = { saved: [], couponCode: null };
    return { ...before, ...(JSON.parse(row.transfer) as Omit<CartTransfer, 'saved' | 'couponCode'>) };
  }

  setTransfer(transfer: CartTransfer): void {
    this.#sql.exec('INSERT OR REPLACE INTO transfer VALUES (1, ?)', JSON.stringify(transfer));
  }

  #mergeCuts(): MergeCut[] {
    return this.#sql
      .exec<{ sku: string; wanted: number; got: number }>('SELECT sku, wanted, got FROM merge_cuts ORDER BY rowid')
      .toArray();
  }

  #number(query: string, ...bindings: SqlStorageValue[]): number {
    return this.#sql.exec<{ n: number }>(query, ...bindings).one().n;
  }
}
