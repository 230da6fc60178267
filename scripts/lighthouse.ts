/**
 * `npm run lighthouse [-- PAGE]`: Lighthouse, as a cheap phone on a slow network (its mobile profile, simulated), on the
 * production build with the demo catalogue and its pictures. Each page three times; the middle run of a figure counts.
 * Prints a table, and ends with an error when a page is below the floor.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import lighthouse, { type RunnerResult } from 'lighthouse';
import { call } from '../bench/load.ts';
import { ensureChromium } from './find-chromium.ts';
import { NO_BOT_CHECK, prepareShop, ROOT, runShop } from './shop.ts';

const RUNS = 3;
/** A browser on a busy machine sometimes misses the beginning of a page. */
const MAX_FAILED_RUNS = 3;
const log = (line: string) => console.error(line);

/** Scores are of 100; the floor of a time is its most. */
const COLUMNS = [
  { title: 'perf', floor: 98, of: (run: Run) => scoreOf(run, 'performance') },
  { title: 'a11y', floor: 100, of: (run: Run) => scoreOf(run, 'accessibility') },
  { title: 'best', floor: 100, of: (run: Run) => scoreOf(run, 'best-practices') },
  { title: 'seo', floor: 100, of: (run: Run) => scoreOf(run, 'seo') },
  { title: 'agentic', floor: 100, of: (run: Run) => scoreOf(run, 'agentic-browsing') },
  { title: 'FCP s', most: null, of: (run: Run) => secondsOf(run, 'first-contentful-paint') },
  { title: 'LCP s', most: 1.3, of: (run: Run) => secondsOf(run, 'largest-contentful-paint') },
  { title: 'CLS', most: 0, of: (run: Run) => rounded(run.lhr.audits['cumulative-layout-shift']?.numericValue, 1000) },
  { title: 'TBT ms', most: 30, of: (run: Run) => rounded(run.lhr.audits['total-blocking-time']?.numericValue, 1) },
  {
    title: 'KB',
    most: null,
    of: (run: Run) => rounded((run.lhr.audits['total-byte-weight']?.numericValue ?? NaN) / 1000, 1),
  },
  { title: 'JS KB gz', most: 20, of: (run: Run) => run.scriptKilobytes },
] as const satisfies readonly Column[];

interface Column {
  readonly title: string;
  readonly floor?: number;
  readonly most?: number | null;
  readonly of: (run: Run) => number;
}

interface Run {
  readonly lhr: RunnerResult['lhr'];
  readonly scriptKilobytes: number;
}

interface Page {
  readonly name: string;
  readonly path: string;
  /** 'name=value'. */
  readonly cookies?: readonly string[];
}

const filter = process.argv[2] ?? '';
const stateDir = path.join(ROOT, '.haat', 'lighthouse');
const executable = await ensureChromium(log);
await prepareShop({ stateDir, log });
const shop = await runShop({ port: 8790, sandboxPort: 8791, stateDir, cronSeconds: 60, log, env: NO_BOT_CHECK });
const browser = await startBrowser(executable);
let isGood = true;
try {
  console.log(['page', ...COLUMNS.map(({ title }) => title)].map(cell).join(' '));
  for (const page of (await findPages()).filter(({ name }) => name.includes(filter)))
    isGood = (await measure(page)) && isGood;
} finally {
  await Promise.all([shop.stop(), browser.stop()]);
}
process.exit(isGood ? 0 : 1);

/** Prints a row, and below it what Lighthouse finds wrong. Returns whether the page is good enough. */
async function measure(page: Page): Promise<boolean> {
  // The first visitor after a deployment is not the one that counts.
  await call(shop.url + page.path);
  const runs: Run[] = [];
  for (let failed = 0; runs.length < RUNS; ) {
    try {
      runs.push(await runOf(page));
    } catch (error) {
      if (++failed > MAX_FAILED_RUNS) throw error;
      log(`${page.name}: once more (${(error as Error).message})`);
    }
  }
  const figures = COLUMNS.map((column) => ({ column, value: middle(runs.map(column.of)) }));
  const isShort = ({ column, value }: { readonly column: Column; readonly value: number }) =>
    Number.isNaN(value) || value < (column.floor ?? value) || value > (column.most ?? value);
  const missed = figures.filter(isShort);
  const row = figures.map((figure) => `${figure.value}${isShort(figure) ? '!' : ''}`);
  console.log([page.name, ...row].map(cell).join(' '));
  if (missed.length > 0) for (const line of findingsOf(runs)) console.log(`    ${line}`);
  return missed.length === 0;
}

async function runOf({ path: address, cookies = [] }: Page): Promise<Run> {
  if (cookies.length > 0) await browser.setCookies(cookies);
  // It empties the browser's caches before each run, and leaves the cookies.
  const result = await lighthouse(shop.url + address, { port: browser.port, logLevel: 'silent' });
  if (result === undefined) throw new Error(`Lighthouse said nothing about ${address}`);
  const { runtimeError } = result.lhr;
  if (runtimeError !== undefined) throw new Error(`${address}: ${runtimeError.message}`);
  return { lhr: result.lhr, scriptKilobytes: await scriptKilobytesOf(result.lhr) };
}

/** All scripts that the page loads, as Cloudflare would send them. */
async function scriptKilobytesOf(lhr: RunnerResult['lhr']): Promise<number> {
  const details = lhr.audits['network-requests']?.details;
  const requests = details?.type === 'table' ? details.items : [];
  const scripts = requests.filter(({ resourceType }) => resourceType === 'Script').map(({ url }) => String(url));
  const sizes = await Promise.all([...new Set(scripts)].map(async (url) => gzipSync((await call(url)).body).length));
  return rounded(sizes.reduce((sum, size) => sum + size, 0) / 1000, 10);
}

/** Home, a department, a product with pictures, a search, and a cart with something in it: as the shop says. */
async function findPages(): Promise<readonly Page[]> {
  const api = `${shop.url}/api/v1`;
  const { products } = JSON.parse((await call(`${api}/products?q=kurta&inStock=1&limit=48`)).body) as {
    products: readonly { slug: string; sku: string; image: { url: string } }[];
  };
  const product = products.find(({ image }) => image.url.startsWith('/media/')) ?? products[0];
  const { categories } = JSON.parse((await call(`${api}/categories`)).body) as {
    categories: readonly { slug: string; depth: number; productCount: number }[];
  };
  const category = [...categories].filter(({ depth }) => depth > 0).sort((a, b) => b.productCount - a.productCount)[0];
  if (product === undefined || category === undefined) throw new Error('There is nothing in this shop.');
  const added = await call(`${api}/cart/items`, { method: 'POST', body: { sku: product.sku, quantity: 1 } });
  const cookies = [added.headers['set-cookie'] ?? []].flat().map((cookie) => cookie.split(';')[0] ?? '');
  return [
    { name: 'home', path: '/' },
    { name: 'category', path: `/c/${category.slug}` },
    { name: 'product', path: `/p/${product.slug}` },
    { name: 'search', path: '/search?q=cotton+kurta' },
    { name: 'cart', path: '/cart', cookies },
  ];
}

/** Audits of the last run that cost points, and what the largest paint was of. */
function findingsOf(runs: readonly Run[]): readonly string[] {
  const { audits, categories } = (runs.at(-1) as Run).lhr;
  const wanted = Object.values(categories).flatMap(({ id, auditRefs }) =>
    auditRefs.filter(({ weight }) => weight > 0).map((ref) => ({ ...ref, category: id })),
  );
  const seen = new Set<string>();
  return wanted.flatMap(({ id, category }) => {
    const audit = audits[id];
    if (audit === undefined || audit.score === null || audit.score >= 0.98 || seen.has(id)) return [];
    seen.add(id);
    const items = audit.details?.type === 'table' ? audit.details.items : [];
    const where = items.slice(0, 3).map((item) => JSON.stringify(item).slice(0, 240));
    return [`${category}: ${audit.title} ${audit.displayValue ?? ''}`, ...where.map((line) => `  ${line}`)];
  });
}

function scoreOf({ lhr }: Run, category: string): number {
  return rounded((lhr.categories[category]?.score ?? Number.NaN) * 100, 1);
}

function secondsOf({ lhr }: Run, audit: string): number {
  return rounded((lhr.audits[audit]?.numericValue ?? Number.NaN) / 1000, 100);
}

function rounded(value: number | undefined, parts: number): number {
  return Math.round((value ?? Number.NaN) * parts) / parts;
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function cell(value: string | number, index: number): string {
  return index === 0 ? String(value).padEnd(9) : String(value).padStart(9);
}

interface Browser {
  readonly port: number;
  setCookies(cookies: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

/** A browser that nothing else uses, with a profile of its own that is gone afterwards. */
async function startBrowser(file: string): Promise<Browser> {
  const profile = mkdtempSync(path.join(tmpdir(), 'haat-lighthouse-'));
  const child = spawn(
    file,
    [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-extensions'],
      ...['--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  process.once('exit', () => child.kill('SIGKILL'));
  const address = await debuggingAddressOf(child);
  return {
    port: Number(new URL(address).port),
    setCookies: (cookies) => setCookies(address, cookies),
    async stop() {
      const ended = new Promise((resolve) => child.on('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Where the browser takes orders: 'ws://127.0.0.1:…'. */
function debuggingAddressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.on('exit', (code) => reject(new Error(`Chromium ended with code ${code}: ${said.slice(0, 500)}`)));
  });
}

function setCookies(address: string, cookies: readonly string[]): Promise<void> {
  const given = cookies.map((cookie) => {
    const [name = '', ...value] = cookie.split('=');
    return { name, value: value.join('='), url: shop.url };
  });
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address);
    socket.onopen = () =>
      socket.send(JSON.stringify({ id: 1, method: 'Storage.setCookies', params: { cookies: given } }));
    socket.onerror = () => reject(new Error('The browser takes no cookies.'));
    socket.onmessage = () => {
      socket.close();
      resolve();
    };
  });
}
