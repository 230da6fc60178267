import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { finishImport } from '../../workers/catalog/import/finish-import.ts';
import { importBatch } from '../../workers/catalog/import/import-batch.ts';
import { type ImportRow, MAX_ROWS } from '../../workers/catalog/import/schemas.ts';
import { startImport } from '../../workers/catalog/import/start-import.ts';
import { type Context, createContext } from '../../workers/context.ts';
import { factsOf, readListings } from '../import/read-listings.ts';
import { openShop } from '../seed/open-shop.ts';
import { ROOT, run } from '../shop.ts';

export interface Corpus {
  readonly ctx: Context;
  readonly dispose: () => Promise<void>;
}

/** What decides how a listing stands in the index. */
const SOURCES = [
  ...['workers/search/documents.ts', 'workers/search/put-documents.ts', 'workers/domain/search'],
  ...['workers/catalog/import', 'workers/catalog/project-product.ts', 'migrations'],
];

/**
 * A shop with nothing but the listings of a file, brought in by the import itself, in a local D1. It is kept until the
 * code that writes the index changes, or the file does.
 */
export async function openCorpus(file: string, stateDir: string, log: (line: string) => void): Promise<Corpus> {
  const stamp = path.join(stateDir, '.imported');
  const { digest } = await factsOf(file);
  const made = `${digest} ${digestOf(SOURCES)}`;
  const isMade = existsSync(stamp) && readFileSync(stamp, 'utf8') === made;
  if (!isMade) {
    rmSync(stateDir, { recursive: true, force: true });
    await run('wrangler', ['d1', 'migrations', 'apply', 'DB', '--local', '--persist-to', stateDir], log);
  }
  const { env, dispose } = await openShop(stateDir);
  const ctx = createContext({ env, actor: { kind: 'system', name: 'relevance' } });
  if (!isMade) {
    const startedAt = Date.now();
    const count = await importAll(ctx, file, digest);
    log(`${count} listings imported in ${((Date.now() - startedAt) / 1000).toFixed(0)} s`);
    writeFileSync(stamp, made);
  }
  return { ctx, dispose };
}

async function importAll(ctx: Context, file: string, fileKey: string): Promise<number> {
  const { importId } = await startImport(ctx, {
    fileKey,
    isDryRun: false,
    sellerSlug: 'bazaar-direct',
    defaultStock: 25,
  });
  let [afterLine, created] = [0, 0];
  let rows: ImportRow[] = [];
  const send = async () => {
    if (rows.length === 0) return;
    const result = await importBatch(ctx, importId, { afterLine, rows });
    afterLine = result.lastLine;
    created += result.created;
    rows = [];
  };
  for await (const row of readListings(file, () => undefined)) {
    rows.push(row);
    if (rows.length === MAX_ROWS) await send();
  }
  await send();
  await finishImport(ctx, importId);
  return created;
}

function digestOf(folders: readonly string[]): string {
  const hash = createHash('sha256');
  const visit = (file: string) => {
    if (statSync(file).isDirectory()) for (const name of readdirSync(file).sort()) visit(path.join(file, name));
    else if (!file.includes('.test.')) hash.update(path.relative(ROOT, file)).update(readFileSync(file));
  };
  for (const folder of folders) visit(path.join(ROOT, folder));
  return hash.digest('hex');
}
