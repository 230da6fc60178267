import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type CsvError, type InfoRecord, parse } from 'csv-parse';
import { formatOf } from '../../workers/catalog/import/columns.ts';
import { type ImportRow, MAX_CELL } from '../../workers/catalog/import/schemas.ts';
import { ScriptFailure } from '../script-failure.ts';

export interface FileFacts {
  readonly digest: string;
  readonly bytes: number;
}

const MAX_RECORD = 1_000_000;

/** SHA-256 and length of a file, whatever its size. */
export async function factsOf(file: string): Promise<FileFacts> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return { digest: hash.digest('hex'), bytes: (await stat(file)).size };
}

/**
 * The rows of a CSV or CSV.gz, one after the other; a row that is not CSV comes as a row with a problem. Throws an
 * ScriptFailure for a header that no format has. `onRead` hears how many bytes of the file have been read.
 */
export async function* readListings(file: string, onRead: (bytes: number) => void): AsyncGenerator<ImportRow> {
  const broken: ImportRow[] = [];
  const lines = new LineCounter();
  let hasHeader = false;
  const parser = parse({
    bom: true,
    columns: (header) => {
      hasHeader = true;
      return readHeader(header);
    },
    max_record_size: MAX_RECORD,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_record: (fields: Record<string, string>, context) => ({ line: lines.next(context), fields: bounded(fields) }),
    on_skip: (error) => {
      if (error !== undefined) broken.push(brokenRow(lines.next(error as unknown as InfoRecord), error));
      return undefined;
    },
  });
  const unpack = (await isGzip(file)) ? [createGunzip()] : [];
  const source = createReadStream(file);
  let read = 0;
  source.on('data', (chunk) => {
    read += chunk.length;
    onRead(read);
  });
  // A failure of any part ends the parser, and so the loop below.
  pipeline([source, ...unpack, parser], () => undefined);
  try {
    for await (const row of parser as AsyncIterable<ImportRow>) {
      while ((broken[0]?.line ?? Number.POSITIVE_INFINITY) < row.line) yield broken.shift() as ImportRow;
      yield row;
    }
  } catch (error) {
    if (error instanceof ScriptFailure) throw error;
    throw new ScriptFailure(`The file cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!hasHeader) throw new ScriptFailure('The file is empty.');
  yield* broken;
}

/** Where each record begins: behind the end of the one before, and behind the empty lines between them. */
class LineCounter {
  private end = 1;
  private empty = 0;

  next({ lines, empty_lines: empty }: Pick<InfoRecord, 'lines' | 'empty_lines'>): number {
    const line = this.end + 1 + (empty - this.empty);
    this.end = Math.max(lines, line);
    this.empty = empty;
    return line;
  }
}

function readHeader(header: readonly string[]): string[] {
  const names = header.map((name) => name.trim());
  const format = formatOf(names);
  if (!format.ok) throw new ScriptFailure(`The header does not fit: ${format.reason}`);
  return names;
}

function bounded(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, text.slice(0, MAX_CELL)]));
}

function brokenRow(line: number, error: CsvError): ImportRow {
  const reasons: Partial<Record<CsvError['code'], string>> = {
    CSV_RECORD_INCONSISTENT_COLUMNS: 'not as many cells as the header',
    CSV_QUOTE_NOT_CLOSED: 'a quote is not closed before the end of the file',
    CSV_INVALID_CLOSING_QUOTE: 'text behind a closing quote',
    INVALID_OPENING_QUOTE: 'a quote inside a cell that is not quoted',
    CSV_MAX_RECORD_SIZE: `longer than ${MAX_RECORD} characters`,
  };
  return { line, fields: {}, problem: { field: 'row', reason: reasons[error.code] ?? error.message.slice(0, 200) } };
}

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file);
  const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
  await handle.close();
  return buffer[0] === 0x1f && buffer[1] === 0x8b;
}
