import { isPlaced, type OrderStatus } from './order.ts';
import { type Hold, orderIdOf, type StockChange, type StockLevel } from './stock.ts';
import { sumOf } from './stock-shards.ts';

/** Everything that is written anywhere about the stock of one SKU. */
export interface StockBooks {
  /** By D1, over all objects; null when there is none. */
  readonly projection: (StockLevel & { readonly seq: number }) | null;
  readonly objects: readonly ObjectBooks[];
  /** Orders with a line of the SKU, and those that a hold names. */
  readonly orders: readonly OrderBooks[];
}

export interface ObjectBooks {
  readonly name: string;
  readonly level: StockLevel & { readonly seq: number };
  readonly heldSum: number;
  readonly ledger: readonly Entry[];
  readonly holds: readonly Hold[];
  readonly transfers: readonly { readonly receiver: string; readonly quantity: number; readonly at: number }[];
  /** D1's copy of its ledger. */
  readonly kept: readonly Entry[];
  /** The end of that copy when D1's level was read. */
  readonly keptSeq: number;
  /** D1's copy of its level; null when there is none. */
  readonly projection: (StockLevel & { readonly seq: number }) | null;
}

type Entry = StockChange & { readonly seq: number; readonly at: number };

export interface OrderBooks {
  readonly orderId: string;
  readonly orderNo: string;
  readonly status: OrderStatus;
  /** Pieces of lines that were not cancelled. */
  readonly quantity: number;
  /** The parcel came back: its pieces are on the shelf again, or about to be. */
  readonly hasComeBack: boolean;
  /** An announcement about the order is still to be handled: its pieces may be about to move. */
  readonly isMoving: boolean;
}

export interface StockVerdict {
  readonly differences: readonly string[];
  /** Not equal yet, and for a good reason. */
  readonly pending: readonly string[];
}

/** What is younger may be on its way. */
const PATIENCE_MS = 60_000;

/** Says in words where the books of a SKU differ. Two empty lists: they agree. */
export function auditStockBooks(books: StockBooks, now: number): StockVerdict {
  const verdict = { differences: [] as string[], pending: [] as string[] };
  for (const object of books.objects) {
    auditLevel(object, verdict);
    auditLedger(object, now, verdict);
    auditTransfers(object, now, verdict);
  }
  auditProjection(books, verdict);
  auditOrders(books, now, verdict);
  return verdict;
}

type Verdict = { readonly differences: string[]; readonly pending: string[] };

function auditLevel({ name, level, heldSum, ledger }: ObjectBooks, { differences }: Verdict): void {
  const { onHand, reserved } = level;
  if (reserved < 0 || reserved > onHand) differences.push(`${name}: reserved ${reserved} of ${onHand} on hand`);
  const sum = levelAt(ledger, level.seq);
  if (!isSame(sum, level)) differences.push(`${name}: level ${text(level)}, its ledger says ${text(sum)}`);
  if (heldSum !== reserved) differences.push(`${name}: reserved ${reserved}, its holds say ${heldSum}`);
  if (ledger.some(({ seq }, index) => seq !== index + 1)) differences.push(`${name}: its ledger has a gap`);
}

/** D1 may lack the newest entries for a while; what it has must be what the object says. */
function auditLedger({ name, ledger, kept, keptSeq, projection }: ObjectBooks, now: number, verdict: Verdict): void {
  const { differences, pending } = verdict;
  const copies = new Map(kept.map((entry) => [entry.seq, entry]));
  const last = ledger.at(-1)?.seq ?? 0;
  const odd = kept.find((copy) => !isSameEntry(copy, ledger[copy.seq - 1]));
  if (odd !== undefined) differences.push(`${name}: D1 ledger has another entry ${odd.seq} than the object`);
  const missing = ledger.filter(({ seq }) => !copies.has(seq));
  const [oldest] = missing;
  if (oldest !== undefined) {
    const where = now - oldest.at > PATIENCE_MS ? differences : pending;
    where.push(`${name}: D1 ledger lacks ${missing.length} of ${last} entries, from ${oldest.seq} on`);
  }
  if (projection === null) {
    differences.push(`${name}: no level in D1`);
    return;
  }
  if (projection.seq !== keptSeq) {
    differences.push(`${name}: projection at entry ${projection.seq}, D1 ledger at ${keptSeq}`);
  }
  const then = levelAt(ledger, projection.seq);
  if (!isSame(projection, then)) {
    differences.push(
      `${name}: projection ${text(projection)}, the object had ${text(then)} at entry ${projection.seq}`,
    );
  }
}

function auditTransfers({ name, transfers }: ObjectBooks, now: number, { differences, pending }: Verdict): void {
  for (const { receiver, quantity, at } of transfers) {
    const where = now - at > PATIENCE_MS ? differences : pending;
    where.push(`${name}: ${quantity} on their way to ${receiver} for ${Math.round((now - at) / 1000)} s`);
  }
}

function auditProjection({ projection, objects }: StockBooks, { differences }: Verdict): void {
  const copies = objects.flatMap((object) => object.projection ?? []);
  const sum = sumOf(copies);
  const seq = copies.reduce((total, copy) => total + copy.seq, 0);
  if (projection === null) differences.push('no level in D1');
  else if (!isSame(projection, sum) || projection.seq !== seq) {
    differences.push(
      `projection ${text(projection)} at ${projection.seq}, its objects sum up to ${text(sum)} at ${seq}`,
    );
  }
}

function auditOrders({ objects, orders }: StockBooks, now: number, { differences, pending }: Verdict): void {
  const holds = Map.groupBy(
    objects.flatMap((object) => object.holds),
    (hold) => orderIdOf(hold.orderId),
  );
  const known = new Set(orders.map(({ orderId }) => orderId));
  for (const orderId of holds.keys()) {
    if (!known.has(orderId)) differences.push(`a hold of ${orderId}, which is no order`);
  }
  for (const order of orders) {
    const problem = problemOf(order, holds.get(order.orderId) ?? [], now);
    if (problem === null) continue;
    const where = order.isMoving || problem.mayChange ? pending : differences;
    where.push(`order ${order.orderNo} (${order.status}): ${problem.text}`);
  }
}

/** Whether an order has the pieces that it should have, and no others. */
function problemOf(
  order: OrderBooks,
  holds: readonly Hold[],
  now: number,
): { text: string; mayChange: boolean } | null {
  const sum = (state: Hold['state']) =>
    holds.filter((hold) => hold.state === state).reduce((total, hold) => total + hold.quantity, 0);
  const [held, committed] = [sum('held'), sum('committed')];
  const wants = `of ${order.quantity}, ${committed} sold and ${held} held`;
  if (isPlaced(order.status)) {
    if (held === 0 && (committed === order.quantity || (order.hasComeBack && committed === 0))) return null;
    return { text: wants, mayChange: false };
  }
  if (order.status === 'created')
    return committed === 0 && held <= order.quantity ? null : { text: wants, mayChange: false };
  if (order.status === 'payment_pending') {
    return committed === 0 && held === order.quantity ? null : { text: wants, mayChange: false };
  }
  if (held === 0 && committed === 0) return null;
  // Money that came late takes the pieces again before the order stands again; if that dies, the hold's alarm ends it.
  const isLate =
    order.status === 'expired' && holds.every((hold) => hold.orderId.endsWith(':late') && hold.expiresAt > now);
  return { text: `dead, and has pieces: ${wants}`, mayChange: isLate };
}

function levelAt(ledger: readonly Entry[], seq: number): StockLevel {
  return sumOf(
    ledger
      .filter((entry) => entry.seq <= seq)
      .map(({ onHandChange, reservedChange }) => ({ onHand: onHandChange, reserved: reservedChange })),
  );
}

function isSame(one: StockLevel, other: StockLevel): boolean {
  return one.onHand === other.onHand && one.reserved === other.reserved;
}

function isSameEntry(one: Entry, other: Entry | undefined): boolean {
  return (
    other !== undefined &&
    one.seq === other.seq &&
    one.onHandChange === other.onHandChange &&
    one.reservedChange === other.reservedChange &&
    one.reason === other.reason &&
    one.ref === other.ref
  );
}

function text({ onHand, reserved }: StockLevel): string {
  return `${onHand}/${reserved}`;
}
