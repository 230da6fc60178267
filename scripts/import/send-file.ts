import { identitiesOf } from '../../workers/catalog/import/columns.ts';
import { type ImportRow, type ImportState, MAX_ROWS, type Rejection } from '../../workers/catalog/import/schemas.ts';
import type { ImportApi } from './import-api.ts';
import type { ImportOptions } from './options.ts';
import type { Progress } from './progress.ts';
import { factsOf, readListings } from './read-listings.ts';

export interface Outcome {
  readonly state: ImportState;
  /** Every row that was not imported, those of an earlier, interrupted run too. */
  readonly rejections: readonly Rejection[];
  /** Rows that this run has sent. */
  readonly rows: number;
  readonly seconds: number;
}

/** Well below the 2 MB that the shop takes, whatever JSON adds to it. */
const MAX_BATCH_CHARACTERS = 600_000;

/** Sends what the shop does not have of a file yet, batch by batch; the next one is read while one is under way. */
export async function sendFile(client: ImportApi, options: ImportOptions, progress: Progress): Promise<Outcome> {
  const startedAt = Date.now();
  const facts = await factsOf(options.file);
  const { isDryRun, sellerSlug, defaultStock } = options;
  const state = await client.start({ fileKey: facts.digest, isDryRun, sellerSlug, defaultStock });
  const run = new Run(client, state, progress);
  await run.recall();
  let bytesRead = 0;
  const rows = readListings(options.file, (bytes) => {
    bytesRead = bytes;
  });
  for await (const batch of batchesOf(rows, run)) {
    await run.sent();
    run.send(batch, () => bytesRead / facts.bytes);
  }
  await run.sent();
  const finished = await client.finish(state.importId);
  return { state: finished, rejections: run.inOrder(), rows: run.rows, seconds: (Date.now() - startedAt) / 1000 };
}

/** One run over a file: what has been sent, what was refused, and which ids stood above. */
class Run {
  rows = 0;
  private readonly rejections: Rejection[] = [];
  private readonly client: ImportApi;
  private readonly state: ImportState;
  private readonly progress: Progress;
  /** Lines of the accepted rows, by what tells rows apart. The shop sees one batch only, and nothing in a dry run. */
  private readonly lines = new Map<string, number>();
  private refusedLines = new Set<number>();
  private lastLine: number;
  private underWay: Promise<void> = Promise.resolve();

  constructor(client: ImportApi, state: ImportState, progress: Progress) {
    this.client = client;
    this.state = state;
    this.progress = progress;
    this.lastLine = state.lastLine;
  }

  /** What an interrupted run has done already. */
  async recall(): Promise<void> {
    if (this.state.lastLine === 0) return;
    this.progress.show(0, `goes on behind line ${this.state.lastLine}`);
    const earlier = await this.client.rejections(this.state.importId);
    this.refusedLines = new Set(earlier.map(({ line }) => line));
    this.keep(earlier);
  }

  /** Whether a row was finished by an earlier run. */
  isDone(row: ImportRow): boolean {
    if (row.line > this.state.lastLine) return false;
    if (row.problem === undefined && !this.refusedLines.has(row.line)) this.remember(row);
    return true;
  }

  send(rows: readonly ImportRow[], share: () => number): void {
    this.underWay = this.sendNow(
      rows.map((row) => this.withRepeat(row)),
      share,
    );
    // Awaited in `sent`; until then a failure is no unhandled one.
    this.underWay.catch(() => undefined);
  }

  async sent(): Promise<void> {
    await this.underWay;
  }

  /** By line, whichever run has found them. */
  inOrder(): readonly Rejection[] {
    return this.rejections.toSorted((a, b) => a.line - b.line || (a.field < b.field ? -1 : 1));
  }

  private async sendNow(rows: ImportRow[], share: () => number): Promise<void> {
    const { rejected } = await this.client.send(this.state.importId, { afterLine: this.lastLine, rows });
    const refused = new Set(rejected.map(({ line }) => line));
    for (const row of rows) if (!refused.has(row.line)) this.remember(row);
    this.lastLine = rows.at(-1)?.line ?? this.lastLine;
    this.rows += rows.length;
    this.keep(rejected);
    this.progress.show(share(), `${this.rows} rows sent, line ${this.lastLine}, ${this.rejections.length} faults`);
  }

  private keep(rejections: readonly Rejection[]): void {
    this.rejections.push(...rejections);
    this.progress.name(rejections);
  }

  private remember({ fields, line }: ImportRow): void {
    for (const { field, value } of identitiesOf(fields)) this.lines.set(`${field}:${value}`, line);
  }

  private withRepeat(row: ImportRow): ImportRow {
    if (row.problem !== undefined) return row;
    const repeat = identitiesOf(row.fields).find(({ field, value }) => this.lines.has(`${field}:${value}`));
    if (repeat === undefined) return row;
    const line = this.lines.get(`${repeat.field}:${repeat.value}`);
    return { ...row, problem: { field: repeat.field, reason: `stands in line ${line} already` } };
  }
}

async function* batchesOf(rows: AsyncIterable<ImportRow>, run: Run): AsyncGenerator<ImportRow[]> {
  let batch: ImportRow[] = [];
  let characters = 0;
  for await (const row of rows) {
    if (run.isDone(row)) continue;
    const length = Object.values(row.fields).reduce((total, text) => total + text.length, 0);
    if (batch.length === MAX_ROWS || (batch.length > 0 && characters + length > MAX_BATCH_CHARACTERS)) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push(row);
    characters += length;
  }
  if (batch.length > 0) yield batch;
}
