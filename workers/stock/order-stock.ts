import type { Context } from '../context.ts';
import { HOLD_SECONDS } from '../domain/order.ts';
import { homeShardOf, shardNameOf } from '../domain/stock-shards.ts';
import { AppError } from '../http/problem.ts';
import type { HoldAnswer, HoldRequest } from '../objects/stock-messages.ts';

/** A line of an order, as its stock objects need it. */
export interface StockLine {
  readonly sku: string;
  readonly quantity: number;
  /** Over how many objects the SKU is split; 1 for most. */
  readonly stockShards: number;
}

export interface HeldLine extends StockLine {
  readonly title: string;
}

/** Pieces that a placed order should have and has not. */
export interface Uncommitted {
  readonly sku: string;
  readonly reason: 'no_hold' | 'hold_released';
}

/** The objects look at a hold only after the cron had its chance to expire the order. */
const EXPIRY_GRACE_MS = 10 * 60_000;

/**
 * Holds every line of an order that is being placed, once. In parallel; lines of one SKU are one hold. Throws
 * `out_of_stock` with the first SKU that is short; the caller releases.
 */
export async function holdStock(ctx: Context, orderId: string, lines: readonly HeldLine[], now: number): Promise<void> {
  await holdLines(ctx, orderId, lines, now, holdAtHome);
}

/**
 * The same for a hold that may be asked for again at any time, '<order id>:late'. Its SKU may have been split further
 * meanwhile, and its home be another object, so the first one decides, which sees what any of them has of it.
 */
export async function holdStockAgain(
  ctx: Context,
  holdId: string,
  lines: readonly HeldLine[],
  now: number,
): Promise<void> {
  await holdLines(ctx, holdId, lines, now, gatherFromAll);
}

/** Gives back what an order holds. Safe to repeat; a hold that arrives afterwards is refused by its object. */
export async function releaseStock(ctx: Context, holdId: string, lines: readonly StockLine[]): Promise<void> {
  await Promise.all(bySku(lines).map((line) => releaseLine(ctx, holdId, line)));
}

/** The order is certain: its pieces leave the shelf. Safe to repeat. Answers the lines of which not all are there. */
export async function commitStock(
  ctx: Context,
  holdId: string,
  lines: readonly StockLine[],
): Promise<readonly Uncommitted[]> {
  const reasons = await Promise.all(bySku(lines).map((line) => commitLine(ctx, holdId, line)));
  return bySku(lines).flatMap(({ sku }, index) => {
    const reason = reasons[index] ?? null;
    return reason === null ? [] : [{ sku, reason }];
  });
}

async function holdLines(
  ctx: Context,
  holdId: string,
  lines: readonly HeldLine[],
  now: number,
  hold: (ctx: Context, line: HeldLine, request: HoldRequest) => Promise<HoldAnswer>,
): Promise<void> {
  const expiresAt = now + HOLD_SECONDS * 1000 + EXPIRY_GRACE_MS;
  const wanted = bySku(lines);
  const answers = await Promise.allSettled(
    wanted.map((line) => hold(ctx, line, { orderId: holdId, quantity: line.quantity, expiresAt })),
  );
  for (const [index, answer] of answers.entries()) {
    if (answer.status === 'rejected') throw answer.reason;
    const line = wanted[index];
    if (!answer.value.ok && line !== undefined) throw refused(line, answer.value);
  }
}

/** Its home object has room for most orders; only when that has too little do all of them have to be asked. */
async function holdAtHome(ctx: Context, line: HeldLine, request: HoldRequest): Promise<HoldAnswer> {
  const { sku, stockShards } = line;
  const answer = await objectAt(ctx, sku, homeShardOf(request.orderId, stockShards)).hold(request);
  // A line that was read before its SKU was split asks the first object, which knows.
  if (answer.ok || answer.reason === 'hold_released' || Math.max(stockShards, answer.shards) === 1) return answer;
  return await gatherFromAll(ctx, line, request);
}

async function gatherFromAll(ctx: Context, { sku, stockShards }: HeldLine, request: HoldRequest): Promise<HoldAnswer> {
  return await objectAt(ctx, sku, 0).gather({ ...request, shards: stockShards });
}

async function releaseLine(ctx: Context, holdId: string, line: StockLine): Promise<void> {
  const home = homeShardOf(holdId, line.stockShards);
  const answer = await objectAt(ctx, line.sku, home).release(holdId);
  if (answer.quantity >= line.quantity) return;
  // Parts may lie anywhere, and a hold that is still on its way may arrive anywhere.
  await askOthers(ctx, line, home, answer, (object) => object.release(holdId));
}

async function commitLine(ctx: Context, holdId: string, line: StockLine): Promise<Uncommitted['reason'] | null> {
  const home = homeShardOf(holdId, line.stockShards);
  const first = await objectAt(ctx, line.sku, home).commit(holdId);
  if (committedIn([first]) >= line.quantity) return null;
  const answers = [first, ...(await askOthers(ctx, line, home, first, (object) => object.commit(holdId)))];
  if (committedIn(answers) >= line.quantity) return null;
  return answers.some((answer) => !answer.ok && answer.reason === 'hold_released') ? 'hold_released' : 'no_hold';
}

type StockStub = ReturnType<typeof objectAt>;

/** Asks all objects of a SKU but the home. The first one knows best how many there are: the line may be older. */
async function askOthers<Answer extends { readonly shards: number }>(
  ctx: Context,
  { sku, stockShards }: StockLine,
  home: number,
  fromHome: Answer,
  ask: (object: StockStub) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const fromFirst = home === 0 ? fromHome : await ask(objectAt(ctx, sku, 0));
  const shards = Math.max(stockShards, fromFirst.shards);
  const rest = Array.from({ length: shards }, (_, index) => index).filter((index) => index !== 0 && index !== home);
  const answers = await Promise.all(rest.map((index) => ask(objectAt(ctx, sku, index))));
  return home === 0 ? answers : [fromFirst, ...answers];
}

function committedIn(answers: readonly HoldAnswer[]): number {
  return answers.reduce((sum, answer) => sum + (answer.ok ? answer.quantity : 0), 0);
}

function objectAt(ctx: Context, sku: string, index: number) {
  return ctx.env.STOCK.getByName(shardNameOf(sku, index));
}

/** An object knows one hold of an order: lines of the same SKU are added up. */
function bySku<Line extends StockLine>(lines: readonly Line[]): readonly Line[] {
  const sums = new Map<string, Line>();
  for (const line of lines) {
    const before = sums.get(line.sku)?.quantity ?? 0;
    sums.set(line.sku, { ...line, quantity: before + line.quantity });
  }
  return [...sums.values()];
}

function refused({ sku, title }: HeldLine, { reason, available }: { reason: string; available: number }): AppError {
  if (reason !== 'out_of_stock') return new AppError('checkout_interrupted', 'The checkout was taken back. Try again.');
  const detail = available > 0 ? `Only ${available} left of ${title}.` : `${title} is sold out.`;
  return new AppError('out_of_stock', detail, { sku, available });
}
