import { DurableObject } from 'cloudflare:workers';
import type {
  CartChange,
  CartContents,
  CartEntry,
  CartFilling,
  CartLimits,
  CartRefusal,
  CartTransfer,
} from './cart-contents.ts';
import { CartStore, type Shelf } from './cart-store.ts';

type Decision = { readonly ok: true; readonly quantity: number } | { readonly ok: false; readonly reason: CartRefusal };

/** One cart: named by its owner, serialised by being one object. Prices and rules stay outside. */
export class CartObject extends DurableObject<Env> {
  readonly #store = new CartStore(this.ctx.storage);

  read(): CartContents {
    return this.#store.contents();
  }

  /** Adds to what is there; more than the limit of a line is refused, not cut. */
  add(entry: CartEntry, limits: CartLimits): CartChange {
    return this.#change(() => {
      const before = this.#store.quantityOf(entry.sku);
      const quantity = before + entry.quantity;
      if (quantity > limits.maxQuantity) return refused('too_many');
      if (before === 0 && this.#store.lineCount('entries') >= limits.maxLines) return refused('too_many_lines');
      this.#store.put('entries', { ...entry, quantity });
      this.#store.forgetCut(entry.sku);
      return { ok: true, quantity };
    });
  }

  /** Of each at least so many, if there is room; what is more already stays. The same again changes nothing. */
  fill(entries: readonly CartEntry[], maxLines: number): CartFilling {
    return this.ctx.storage.transactionSync(() => {
      const missing = entries.filter(({ sku, quantity }) => this.#store.quantityOf(sku) < quantity);
      for (const entry of missing) {
        const isNew = this.#store.quantityOf(entry.sku) === 0;
        if (isNew && this.#store.lineCount('entries') >= maxLines) continue;
        this.#store.put('entries', entry);
        this.#store.forgetCut(entry.sku);
      }
      return {
        version: missing.length > 0 ? this.#store.bumpVersion() : this.#store.version(),
        itemCount: this.#store.itemCount(),
        quantities: Object.fromEntries(entries.map(({ sku }) => [sku, this.#store.quantityOf(sku)])),
      };
    });
  }

  set(entry: CartEntry): CartChange {
    return this.#change(() => {
      if (this.#store.quantityOf(entry.sku) === 0) return refused('not_in_cart');
      this.#store.put('entries', entry);
      this.#store.forgetCut(entry.sku);
      return { ok: true, quantity: entry.quantity };
    });
  }

  remove(sku: string): CartChange {
    return this.#removeFrom('entries', sku, 'not_in_cart');
  }

  removeSaved(sku: string): CartChange {
    return this.#removeFrom('saved', sku, 'not_saved');
  }

  /** Takes back one of the last removals: as many pieces, in the place where they were. */
  restore(sku: string, maxLines: number): CartChange {
    return this.#change(() => {
      const line = this.#store.removed(sku);
      if (line === undefined) return refused('not_removed');
      if (this.#store.lineCount(line.shelf) >= maxLines) {
        return refused(line.shelf === 'entries' ? 'too_many_lines' : 'too_many_saved');
      }
      this.#store.restore(line);
      return { ok: true, quantity: line.quantity };
    });
  }

  /** Puts a line of the cart aside. */
  save(sku: string, maxSaved: number): CartChange {
    return this.#change(() => {
      const entry = this.#store.find('entries', sku);
      if (entry === undefined) return refused('not_in_cart');
      if (this.#store.lineCount('saved') >= maxSaved) return refused('too_many_saved');
      this.#store.put('saved', entry);
      return { ok: true, quantity: entry.quantity };
    });
  }

  /** Brings back what was put aside, at most so many pieces; the price counts as seen. */
  moveToCart(sku: string, most: number, seenPricePaise: number, maxLines: number): CartChange {
    return this.#change(() => {
      const line = this.#store.find('saved', sku);
      if (line === undefined) return refused('not_saved');
      if (this.#store.lineCount('entries') >= maxLines) return refused('too_many_lines');
      const quantity = Math.min(line.quantity, most);
      this.#store.put('entries', { sku, quantity, seenPricePaise });
      return { ok: true, quantity };
    });
  }

  /** The one coupon of the cart: another takes its place, the same again changes nothing, null takes it away. */
  setCoupon(code: string | null): void {
    this.ctx.storage.transactionSync(() => {
      if (this.#store.couponCode() === code) return;
      this.#store.setCoupon(code);
      this.#store.bumpVersion();
    });
  }

  /** The shopper has seen what the merge left out. */
  dismissMergeCuts(): void {
    this.#store.forgetCuts();
  }

  /** Leaves nothing of the cart, as if it had never been. */
  async erase(): Promise<void> {
    await this.#store.erase();
  }

  /** Takes out what an order bought, once per order; what was added since stays. The coupon goes with the last line. */
  takeOrdered(orderId: string, ordered: readonly { readonly sku: string; readonly quantity: number }[]): void {
    this.#once(`ordered:${orderId}`, () => {
      for (const { sku, quantity } of ordered) this.#store.take(sku, quantity);
      if (this.#store.lineCount('entries') === 0) this.#store.setCoupon(null);
    });
  }

  /** Empties a guest's cart into a transfer. Repeats answer the same transfer, so that a lost reply loses no item. */
  handOver(newTransferId: string): CartTransfer {
    return this.ctx.storage.transactionSync(() => {
      const { entries, saved, couponCode } = this.#store.contents();
      const transfer: CartTransfer = { transferId: newTransferId, entries, saved, couponCode };
      if (isEmpty(transfer)) return this.#store.transfer() ?? transfer;
      this.#store.empty('entries');
      this.#store.empty('saved');
      this.#store.setCoupon(null);
      this.#store.bumpVersion();
      this.#store.setTransfer(transfer);
      return transfer;
    });
  }

  /**
   * Adds a transfer, once. `caps` bounds each SKU; what is over the cap is left out, and the cart says so. What was put
   * aside comes along while there is room; a coupon only where there is none.
   */
  receive(transfer: CartTransfer, caps: Readonly<Record<string, number>>, maxLines: number): void {
    this.#once(`transfer:${transfer.transferId}`, () => {
      for (const entry of transfer.entries) {
        const before = this.#store.quantityOf(entry.sku);
        const wanted = before + entry.quantity;
        const isFull = before === 0 && this.#store.lineCount('entries') >= maxLines;
        const quantity = isFull ? 0 : Math.max(before, Math.min(wanted, caps[entry.sku] ?? 0));
        if (quantity > 0) this.#store.put('entries', { ...entry, quantity });
        if (quantity < wanted) this.#store.keepCut({ sku: entry.sku, wanted, got: quantity });
      }
      for (const line of transfer.saved) {
        const isKnown = this.#store.quantityOf(line.sku) > 0 || this.#store.find('saved', line.sku) !== undefined;
        if (!isKnown && this.#store.lineCount('saved') < maxLines) this.#store.put('saved', line);
      }
      if (this.#store.couponCode() === null) this.#store.setCoupon(transfer.couponCode);
    });
  }

  #removeFrom(shelf: Shelf, sku: string, reason: CartRefusal): CartChange {
    return this.#change(() => {
      if (this.#store.find(shelf, sku) === undefined) return refused(reason);
      this.#store.remove(shelf, sku);
      return { ok: true, quantity: 0 };
    });
  }

  #change(decide: () => Decision): CartChange {
    return this.ctx.storage.transactionSync(() => {
      const result = decide();
      if (!result.ok) return result;
      return { ...result, version: this.#store.bumpVersion(), itemCount: this.#store.itemCount() };
    });
  }

  #once(id: string, work: () => void): void {
    this.ctx.storage.transactionSync(() => {
      if (!this.#store.isFirst(id)) return;
      work();
      this.#store.bumpVersion();
    });
  }
}

function isEmpty({ entries, saved, couponCode }: CartTransfer): boolean {
  return entries.length === 0 && saved.length === 0 && couponCode === null;
}

function refused(reason: CartRefusal): Decision {
  return { ok: false, reason };
}
