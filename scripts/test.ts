/**
 * `npm test`: everything that has to hold before a change lands, with what it needs installed first. First the
 * code (format, lint, types, unit and in-workerd tests), then the product (deploy dry run, a running shop, a browser, a
 * shop that is killed). Ends with `N passed, N failed`; the exit code says the same.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureChromium } from './find-chromium.ts';
import { BUILD_FOLDERS, type Build, prepareShop, ROOT, runShop } from './shop.ts';

interface Count {
  passed: number;
  failed: number;
}

/** Of what a failed step has said, again at the end. */
const REPEATED_LINES = 8;

const scratch = mkdtempSync(path.join(tmpdir(), 'haat-test-'));
const count: Count = { passed: 0, failed: 0 };
const failures: string[] = [];

try {
  await testCode();
  await testProduct();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
for (const failure of failures) console.log(`FAILED  ${failure}`);
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exit(count.failed === 0 ? 0 : 1);

async function testCode(): Promise<void> {
  await check('format', 'biome', ['format', '.']);
  await check('lint', 'biome', ['lint', '.']);
  // Astro first: it writes the types of its own modules, which a fresh clone does not have.
  await check('types of pages', 'astro', ['check', '--minimumFailingSeverity', 'error']);
  await check('types', 'tsc', []);
  // It says so itself when the listings that it is judged over are not there.
  await check('relevance of the search', 'node', ['scripts/relevance.ts'], true);
  const report = path.join(scratch, 'vitest.json');
  await suite(
    'unit and in-workerd tests',
    ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    () => {
      const result = read<{ numPassedTests: number; numFailedTests: number }>(report);
      return { passed: result.numPassedTests, failed: result.numFailedTests };
    },
  );
}

async function testProduct(): Promise<void> {
  const log = (line: string) => console.log(`[shop] ${line}`);
  const stateDir = path.join(scratch, 'state');
  try {
    const chromium = await ensureChromium((line) => console.log(line));
    await prepareShop({ stateDir, log });
    expectFailpoints('production', false);
    await check('deploy dry run', 'wrangler', ['deploy', '--dry-run', '--outdir', path.join(scratch, 'deploy')]);
    const shop = await runShop({ port: 8797, sandboxPort: 8798, stateDir, cronSeconds: 5, log });
    try {
      const report = path.join(scratch, 'playwright.json');
      await suite(
        'browser tests',
        ['playwright', 'test', '--reporter=list,json'],
        () => {
          const { stats } = read<{ stats: { expected: number; unexpected: number; flaky: number } }>(report);
          return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
        },
        { HAAT_URL: shop.url, CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
      );
      // Always the same requests: a red run is to mean the change. Others are sent by `npm run fuzz`.
      await check('fuzz', 'node', ['scripts/fuzz.ts', '--url', shop.url, '--requests', '5000', '--seed', '2026']);
    } finally {
      await shop.stop();
    }
    const closing = /^(\d+) passed, (\d+) failed$/m;
    await suite(
      'killed in the middle',
      ['node', 'scripts/torture.ts', '--case', '6,18'],
      (output) => {
        const [, passed, failed] = closing.exec(output) ?? [];
        return { passed: Number(passed ?? 0), failed: Number(failed ?? 0) };
      },
      { HAAT_STATE: stateDir },
    );
    expectFailpoints('test', true);
  } catch (error) {
    fail(`browser tests: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Nobody can stop a deployed shop in the middle: only the test build asks at its failpoints (workers/failpoint.ts). */
function expectFailpoints(build: Build, isExpected: boolean): void {
  const folder = path.join(ROOT, BUILD_FOLDERS[build], 'server');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.mjs'));
  const hasThem = files.some((file) => readFileSync(path.join(folder, file), 'utf8').includes('FAILPOINT_URL'));
  const name = `failpoints in the ${build} build: ${isExpected ? 'yes' : 'no'}`;
  if (hasThem !== isExpected || files.length === 0) fail(name);
  else pass(name);
}

/** A step that passes or fails as one. */
async function check(name: string, command: string, args: readonly string[], isShown = false): Promise<void> {
  const { code, output } = await execute(command, args, {}, isShown);
  if (code === 0) pass(name);
  else {
    if (!isShown) console.log(output);
    fail(`${name}\n${output.trim().split('\n').slice(-REPEATED_LINES).join('\n')}`);
  }
}

/** A runner that counts its own tests. One that ends badly without a failed test counts as one failure. */
async function suite(
  name: string,
  [command = '', ...args]: readonly string[],
  counts: (output: string) => Count,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { code, output } = await execute(command, args, env, true);
  let result: Count = { passed: 0, failed: 0 };
  try {
    result = counts(output);
  } catch {
    // No report: the runner died before its first test.
  }
  count.passed += result.passed;
  count.failed += result.failed;
  if (result.failed > 0) failures.push(`${name}: ${result.failed}`);
  else if (code !== 0 || result.passed === 0) fail(name);
}

function pass(name: string): void {
  count.passed += 1;
  console.log(`ok      ${name}`);
}

function fail(name: string): void {
  count.failed += 1;
  failures.push(name);
}

function execute(command: string, args: readonly string[], env: Readonly<Record<string, string>>, isShown: boolean) {
  return new Promise<{ code: number | null; output: string }>((resolve) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        if (isShown) process.stdout.write(text);
        output += text;
      });
    }
    child.on('close', (code) => resolve({ code, output }));
  });
}

function read<Report>(file: string): Report {
  return JSON.parse(readFileSync(file, 'utf8')) as Report;
}
