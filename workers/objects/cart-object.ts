import { DurableObject } from 'cloudflare:workers';

export interface CartEntry {
  readonly sku: string;
  readonly quantity: number;
  /** The unit price that the shopper last saw for the line. */
  readonly seenPricePaise: number;
}

/** A merge brought less of an item than both carts held; until the shopper changes the line or has seen it. */
export interface MergeCut {
  readonly sku: string;
  readonly wanted: number;
  /** 0 when the item was left out whole. */
  readonly got: number;
}

export interface CartContents {
  /** Grows with every change: names one state of the cart. */
  readonly version: number;
  readonly entries: readonly CartEntry[];
  readonly mergeCuts: readonly MergeCut[];
}

export type CartChange =
  | { readonly ok: true; readonly version: number; readonly itemCount: number; readonly quantity: number }
  | { readonly ok: false; readonly reason: 'too_many' | 'too_many_lines' | 'not_in_cart' };

export interface CartLimits {
  readonly maxQuantity: number;
  readonly maxLines: number;
}

/** What a guest's cart held when it was merged. The same for every merge until the guest adds something again. */
export interface CartTransfer {
  readonly transferId: string;
  readonly entries: readonly CartEntry[];
}

/** One cart: named by its owner, serialised by being one object. Prices and rules stay outside. */
export class CartObject extends DurableObject<Env> {
  #isReady = false;

  /** The tables are made with the first use, and anew after `erase`. */
  get #sql(): SqlStorage {
    const { sql } = this.ctx.storage;
    if (!this.#isReady) {
      sql.exec(`
        CREATE TABLE IF NOT EXISTS cart (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL);
        INSERT OR IGNORE INTO cart VALUES (1, 0);
        CREATE TABLE IF NOT EXISTS entries (
          sku TEXT PRIMARY KEY, quantity INTEGER NOT NULL, seen_price_paise INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS merge_cuts (
          sku TEXT PRIMARY KEY, wanted INTEGER NOT NULL, got INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS done (id TEXT PRIMARY KEY) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS transfer (id INTEGER PRIMARY KEY CHECK (id = 1), transfer TEXT NOT NULL);`);
      this.#isReady = true;
    }
    return sql;
  }

  read(): CartContents {
    return { version: this.#version(), entries: this.#entries(), mergeCuts: this.#mergeCuts() };
  }

  /** Adds to what is there; more than the limit of a line is refused, not cut. */
  add(entry: CartEntry, limits: CartLimits): CartChange {
    return this.#change(() => {
      const before = this.#quantityOf(entry.sku);
      const quantity = before + entry.quantity;
      if (quantity > limits.maxQuantity) return { ok: false, reason: 'too_many' };
      if (before === 0 && this.#lineCount() >= limits.maxLines) return { ok: false, reason: 'too_many_lines' };
      this.#put({ ...entry, quantity });
      this.#forgetCut(entry.sku);
      return { ok: true, quantity };
    });
  }

  set(entry: CartEntry): CartChange {
    return this.#change(() => {
      if (this.#quantityOf(entry.sku) === 0) return { ok: false, reason: 'not_in_cart' };
      this.#put(entry);
      this.#forgetCut(entry.sku);
      return { ok: true, quantity: entry.quantity };
    });
  }

  remove(sku: string): CartChange {
    return this.#change(() => {
      if (this.#quantityOf(sku) === 0) return { ok: false, reason: 'not_in_cart' };
      this.#sql.exec('DELETE FROM entries WHERE sku = ?', sku);
      this.#forgetCut(sku);
      return { ok: true, quantity: 0 };
    });
  }

  /** The shopper has seen what the merge left out. */
  dismissMergeCuts(): void {
    this.#sql.exec('DELETE FROM merge_cuts');
  }

  /** Leaves nothing of the cart, as if it had never been. */
  async erase(): Promise<void> {
    this.#isReady = false;
    await this.ctx.storage.deleteAll();
  }

  /** Takes out what an order bought, once per order; what was added since stays. */
  takeOrdered(orderId: string, ordered: readonly { readonly sku: string; readonly quantity: number }[]): void {
    this.#once(`ordered:${orderId}`, () => {
      for (const { sku, quantity } of ordered) {
        this.#sql.exec('UPDATE entries SET quantity = quantity - ? WHERE sku = ?', quantity, sku);
        this.#forgetCut(sku);
      }
      this.#sql.exec('DELETE FROM entries WHERE quantity <= 0');
    });
  }

  /** Empties a guest's cart into a transfer. Repeats answer the same transfer, so that a lost reply loses no item. */
  handOver(newTransferId: string): CartTransfer {
    return this.ctx.storage.transactionSync(() => {
      const entries = this.#entries();
      const before = this.#transfer();
      if (entries.length === 0) return before ?? { transferId: newTransferId, entries };
      const transfer: CartTransfer = { transferId: newTransferId, entries };
      this.#sql.exec('DELETE FROM entries');
      this.#bumpVersion();
      this.#sql.exec('INSERT OR REPLACE INTO transfer VALUES (1, ?)', JSON.stringify(transfer));
      return transfer;
    });
  }

  /** Adds a transfer, once. `caps` bounds each SKU; what is over the cap is left out, and the cart says so. */
  receive(transfer: CartTransfer, caps: Readonly<Record<string, number>>, maxLines: number): void {
    this.#once(`transfer:${transfer.transferId}`, () => {
      for (const entry of transfer.entries) {
        const before = this.#quantityOf(entry.sku);
        const wanted = before + entry.quantity;
        const isFull = before === 0 && this.#lineCount() >= maxLines;
        const quantity = isFull ? 0 : Math.max(before, Math.min(wanted, caps[entry.sku] ?? 0));
        if (quantity > 0) this.#put({ ...entry, quantity });
        if (quantity < wanted) this.#keepCut({ sku: entry.sku, wanted, got: quantity });
      }
    });
  }

  #change(decide: () => { ok: true; quantity: number } | Extract<CartChange, { ok: false }>): CartChange {
    return this.ctx.storage.transactionSync(() => {
      const result = decide();
      if (!result.ok) return result;
      return { ...result, version: this.#bumpVersion(), itemCount: this.#itemCount() };
    });
  }

  #once(id: string, work: () => void): void {
    this.ctx.storage.transactionSync(() => {
      const isNew = this.#sql.exec('INSERT OR IGNORE INTO done VALUES (?)', id).rowsWritten > 0;
      if (!isNew) return;
      work();
      this.#bumpVersion();
    });
  }

  #entries(): CartEntry[] {
    return this.#sql
      .exec<{ sku: string; quantity: number; seenPricePaise: number }>(
        'SELECT sku, quantity, seen_price_paise AS seenPricePaise FROM entries ORDER BY rowid',
      )
      .toArray();
  }

  #put({ sku, quantity, seenPricePaise }: CartEntry): void {
    this.#sql.exec(
      `INSERT INTO entries (sku, quantity, seen_price_paise) VALUES (?, ?, ?)
       ON CONFLICT (sku) DO UPDATE SET quantity = excluded.quantity, seen_price_paise = excluded.seen_price_paise`,
      sku,
      quantity,
      seenPricePaise,
    );
  }

  #mergeCuts(): MergeCut[] {
    return this.#sql
      .exec<{ sku: string; wanted: number; got: number }>('SELECT sku, wanted, got FROM merge_cuts ORDER BY rowid')
      .toArray();
  }

  #keepCut({ sku, wanted, got }: MergeCut): void {
    this.#sql.exec('INSERT OR REPLACE INTO merge_cuts (sku, wanted, got) VALUES (?, ?, ?)', sku, wanted, got);
  }

  #forgetCut(sku: string): void {
    this.#sql.exec('DELETE FROM merge_cuts WHERE sku = ?', sku);
  }

  #quantityOf(sku: string): number {
    return this.#number('SELECT COALESCE(MAX(quantity), 0) AS n FROM entries WHERE sku = ?', sku);
  }

  #lineCount(): number {
    return this.#number('SELECT COUNT(*) AS n FROM entries');
  }

  #itemCount(): number {
    return this.#number('SELECT COALESCE(SUM(quantity), 0) AS n FROM entries');
  }

  #version(): number {
    return this.#number('SELECT version AS n FROM cart');
  }

  #bumpVersion(): number {
    return this.#number('UPDATE cart SET version = version + 1 RETURNING version AS n');
  }

  #transfer(): CartTransfer | null {
    const row = this.#sql.exec<{ transfer: string }>('SELECT transfer FROM transfer').toArray()[0];
    return row === undefined ? null : (JSON.parse(row.transfer) as CartTransfer);
  }

  #number(query: string, ...bindings: SqlStorageValue[]): number {
    return this.#sql.exec<{ n: number }>(query, ...bindings).one().n;
  }
}
