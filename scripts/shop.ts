/** Builds, migrates, seeds and runs a whole local shop: what `npm start`, the browser tests and the benchmarks share. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.dirname(import.meta.dirname);

export interface ShopOptions {
  readonly port: number;
  readonly sandboxPort: number;
  /** What the shop calls itself. People get 'localhost', as browsers offer passkeys to names only. */
  readonly host?: 'localhost' | '127.0.0.1';
  /** Where the databases, objects and files of this shop lie. */
  readonly stateDir: string;
  /** How often the cron runs; a deployed shop's runs every minute. */
  readonly cronSeconds: number;
  readonly log: (line: string) => void;
  /** Further variables of the Worker. */
  readonly env?: Readonly<Record<string, string>>;
  readonly build?: Build;
}

/** A test build contains the failpoints (workers/failpoint.ts); nothing else differs. */
export type Build = 'production' | 'test';

export const BUILD_FOLDERS: Readonly<Record<Build, string>> = {
  production: 'dist',
  test: path.join('.haat', 'test-build'),
};

export interface Shop {
  readonly url: string;
  readonly sandboxUrl: string;
  /** Ends everything, at once when `kill`. */
  stop(kill?: boolean): Promise<void>;
}

/** Brings code and database to where the shop can run. Does only what is missing. */
export async function prepareShop({
  stateDir,
  log,
  build = 'production',
}: Pick<ShopOptions, 'stateDir' | 'log'> & { readonly build?: Build | null }): Promise<void> {
  mkdirSync(stateDir, { recursive: true });
  const database = migrate(stateDir, log).then(() => seed(stateDir, log));
  await Promise.all([build === null ? null : buildWorker(build, log), database]);
}

/** Starts the sandbox and the built Worker and waits until the shop answers. */
export async function runShop(options: ShopOptions): Promise<Shop> {
  const { port, sandboxPort, stateDir, log, env = {}, build = 'production', host = '127.0.0.1' } = options;
  const url = `http://${host}:${port}`;
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
  const children = [
    startSandbox({ port: sandboxPort, shopUrl: url, stateDir, log }),
    start(
      'wrangler',
      [
        ...['dev', '--config', path.join(BUILD_FOLDERS[build], 'server', 'wrangler.json')],
        ...devArguments(port, stateDir),
        ...variables({ ...developmentVars(url, sandboxUrl), ...env }),
      ],
      log,
    ),
  ];
  const stop = async (kill = false) => {
    clearInterval(cron);
    await Promise.all(children.map((child) => end(child, kill ? 'SIGKILL' : 'SIGTERM')));
  };
  const tick = () => void fetch(`${url}/cdn-cgi/handler/scheduled`).catch(() => undefined);
  const cron = setInterval(tick, options.cronSeconds * 1000);
  try {
    await Promise.all([untilReady(`${url}/api/v1/health`, children), untilReady(`${sandboxUrl}/health`, children)]);
  } catch (error) {
    await stop(true);
    throw error;
  }
  tick();
  return { url, sandboxUrl, stop };
}

/** The stand-ins for third parties. What they remember lies beside the shop's own state. */
export function startSandbox({ port, shopUrl, stateDir, log }: SandboxOptions): ChildProcess {
  return start('node', ['sandbox/server.ts'], log, {
    SANDBOX_PORT: String(port),
    SANDBOX_STATE: path.join(stateDir, 'sandbox'),
    STRIPE_WEBHOOK_SECRET: DEVELOPMENT_VARS.STRIPE_WEBHOOK_SECRET,
    RAZORPAY_KEY_ID: DEVELOPMENT_VARS.RAZORPAY_KEY_ID,
    RAZORPAY_KEY_SECRET: DEVELOPMENT_VARS.RAZORPAY_KEY_SECRET,
    RAZORPAY_WEBHOOK_SECRET: DEVELOPMENT_VARS.RAZORPAY_WEBHOOK_SECRET,
    DELHIVERY_WEBHOOK_SECRET: DEVELOPMENT_VARS.DELHIVERY_WEBHOOK_SECRET,
    HAAT_SHOP_URL: shopUrl,
  });
}

interface SandboxOptions extends Pick<ShopOptions, 'port' | 'stateDir' | 'log'> {
  readonly shopUrl: string;
}

/** Astro's server with hot reload; it reads .dev.vars. */
export function startAstro(port: number, log: ShopOptions['log']): ChildProcess {
  return start('astro', ['dev', '--port', String(port), '--host', '127.0.0.1'], log);
}

/** Runs the floor of the benchmarks beside the shop, in the same runtime. */
export async function runFloor({ port, stateDir, log }: Pick<ShopOptions, 'port' | 'stateDir' | 'log'>) {
  const url = `http://127.0.0.1:${port}`;
  const child = start('wrangler', ['dev', '--config', 'bench/floor.toml', ...devArguments(port, stateDir)], log);
  await untilReady(`${url}/setup`, [child]);
  return { url, stop: () => end(child, 'SIGTERM') };
}

/** Secrets of a shop on a laptop: they protect nothing. */
export const DEVELOPMENT_VARS = {
  APP_ENV: 'development',
  APP_SECRET: 'a-development-secret-that-protects-nothing',
  STRIPE_SECRET_KEY: 'sk_test_haat',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_haat',
  STRIPE_WEBHOOK_SECRET: 'whsec_haat_development',
  RAZORPAY_KEY_ID: 'rzp_test_haat',
  RAZORPAY_KEY_SECRET: 'rzp_secret_haat_development',
  RAZORPAY_WEBHOOK_SECRET: 'rzp_webhook_haat_development',
  DELHIVERY_TOKEN: 'haat-sandbox-token',
  DELHIVERY_WEBHOOK_SECRET: 'haat-carrier-development',
  EMAIL_API_KEY: 'sandbox',
  EMAIL_FROM: 'Haat <orders@haat.test>',
  SMS_API_KEY: 'sandbox',
  SMS_SENDER: 'HAATIN',
  GOOGLE_CLIENT_ID: 'haat-development',
  GOOGLE_CLIENT_SECRET: 'haat-google-development',
  TURNSTILE_SITE_KEY: 'haat-site-development',
  TURNSTILE_SECRET_KEY: 'haat-turnstile-development',
} as const;

/** For scripts that are machines, and are to be let in. */
export const NO_BOT_CHECK = { TURNSTILE_SITE_KEY: '', TURNSTILE_SECRET_KEY: '' } as const;

export function developmentVars(url: string, sandboxUrl: string): Readonly<Record<string, string>> {
  return {
    ...DEVELOPMENT_VARS,
    APP_URL: url,
    STRIPE_API_BASE: sandboxUrl,
    RAZORPAY_API_BASE: `${sandboxUrl}/razorpay`,
    DELHIVERY_API_BASE: `${sandboxUrl}/delhivery`,
    EMAIL_API_URL: `${sandboxUrl}/email`,
    SMS_API_URL: `${sandboxUrl}/sms`,
    GOOGLE_ISSUER: `${sandboxUrl}/oidc`,
    TURNSTILE_API_BASE: `${sandboxUrl}/turnstile`,
    SANDBOX_URL: sandboxUrl,
  };
}

function variables(vars: Readonly<Record<string, string>>): string[] {
  return Object.entries(vars).flatMap(([name, value]) => ['--var', `${name}:${value}`]);
}

function devArguments(port: number, stateDir: string): string[] {
  return [
    ...['--port', String(port), '--ip', '127.0.0.1', '--inspector-port', '0', '--persist-to', stateDir],
    ...['--show-interactive-dev-session=false', '--log-level', 'warn'],
  ];
}

async function buildWorker(build: Build, log: ShopOptions['log']): Promise<void> {
  const stamp = path.join(ROOT, BUILD_FOLDERS[build], '.built-from');
  const digest = digestOf(['workers', 'storefront', 'astro.config.ts', 'wrangler.toml', 'package-lock.json']);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  log(build === 'test' ? 'Building the Worker with failpoints …' : 'Building the Worker …');
  await run('astro', ['build', '--silent'], log, { HAAT_BUILD: build, HAAT_OUT: BUILD_FOLDERS[build] });
  writeFileSync(stamp, digest);
}

async function migrate(stateDir: string, log: ShopOptions['log']): Promise<void> {
  const stamp = path.join(stateDir, '.migrated');
  const digest = digestOf(['migrations']);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  log('Migrating the database …');
  await run('wrangler', ['d1', 'migrations', 'apply', 'DB', '--local', '--persist-to', stateDir], log);
  writeFileSync(stamp, digest);
}

async function seed(stateDir: string, log: ShopOptions['log']): Promise<void> {
  const stamp = path.join(stateDir, '.seeded');
  const digest = digestOf(['scripts/seed/demo-logins.ts', 'workers/domain/media.ts']);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  log('Seeding the demo shop …');
  await run('node', ['scripts/seed.ts', '--state', stateDir], log);
  writeFileSync(stamp, digest);
}

/** Runs a tool of this project to its end; its output is shown only when it fails. */
export async function run(
  command: string,
  args: readonly string[],
  log: ShopOptions['log'],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const lines: string[] = [];
  const child = start(command, args, (line) => lines.push(line), env);
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  if (code === 0) return;
  for (const line of lines) log(line);
  throw new Error(`${command} ${args[0] ?? ''} ended with code ${code}`);
}

function start(
  command: string,
  args: readonly string[],
  log: ShopOptions['log'],
  env: Readonly<Record<string, string>> = {},
): ChildProcess {
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, CI: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own process group: wrangler has children of its own, and Ctrl-C is ours to pass on.
    detached: process.platform !== 'win32',
    shell: process.platform === 'win32',
  });
  endWithUs(child);
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\n')) if (line.trim() !== '') log(line);
    });
  }
  return child;
}

const running = new Set<ChildProcess>();
let isWatching = false;

/** A script that ends, however it ends, leaves no shop behind on its ports. */
function endWithUs(child: ChildProcess): void {
  if (!isWatching) {
    isWatching = true;
    process.once('exit', () => {
      for (const each of running) signalGroup(each, 'SIGKILL');
    });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      // Unless the script has something better to do, such as to stop in order.
      if (process.listenerCount(signal) === 0) process.once(signal, () => process.exit(130));
    }
  }
  running.add(child);
  child.on('exit', () => running.delete(child));
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  signalGroup(child, signal);
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), 5000);
  await ended;
  clearTimeout(timer);
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-(child.pid ?? 0), signal);
  } catch {
    // The group has ended by itself in the meantime.
  }
}

async function untilReady(url: string, children: readonly ChildProcess[]): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const dead = children.find((child) => child.exitCode !== null);
    if (dead !== undefined) throw new Error(`a part of the shop ended with code ${dead.exitCode}; is the port taken?`);
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) }).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(`${url} does not answer`);
}

/** Changes whenever a file below one of the paths does. */
function digestOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  const visit = (file: string) => {
    if (statSync(file).isDirectory()) for (const name of readdirSync(file).sort()) visit(path.join(file, name));
    else if (!file.includes('.test.')) hash.update(path.relative(ROOT, file)).update(readFileSync(file));
  };
  for (const each of paths) visit(path.join(ROOT, each));
  return hash.digest('hex');
}
