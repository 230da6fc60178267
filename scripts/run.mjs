// Runs a script of this folder on a machine that has only Node 20 and npm:
//   node scripts/run.mjs start
// Installs what the lock names if it is not there yet, then hands over to the Node that came with it: the tools need
// a newer one, and it runs TypeScript as it is.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const [script, ...rest] = process.argv.slice(2);
const isWindows = process.platform === 'win32';

if (!isInstalled()) {
  console.log('Installing packages (once) …');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel', 'error'], {
    cwd: root,
    stdio: 'inherit',
    shell: isWindows,
  });
  if (status !== 0) process.exit(status ?? 1);
}

const bin = path.join(root, 'node_modules', '.bin');
const ownNode = path.join(bin, isWindows ? 'node.cmd' : 'node');
const child = spawn(
  existsSync(ownNode) ? ownNode : process.execPath,
  [path.join(root, 'scripts', `${script}.ts`), ...rest],
  {
    cwd: root,
    stdio: 'inherit',
    shell: isWindows,
    env: {
      ...process.env,
      PATH: `${bin}${path.delimiter}${process.env.PATH}`,
      WRANGLER_SEND_METRICS: 'false',
      WRANGLER_HIDE_BANNER: 'true',
      ASTRO_TELEMETRY_DISABLED: '1',
      CLOUDFLARE_CF_FETCH_ENABLED: 'false',
      X_LOCAL_OBSERVABILITY: 'false',
    },
  },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));

/** The hidden lock is written at the end of an install: newer than the lock means complete and current. */
function isInstalled() {
  const installed = path.join(root, 'node_modules', '.package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(path.join(root, 'package-lock.json')).mtimeMs;
}
