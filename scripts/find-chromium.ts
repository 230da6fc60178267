/** Where the browser of the browser tests is, and how to get one: never silently skipped. */
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC_APPLICATION = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/**
 * The path of a Chromium that runs: `CHROMIUM_PATH`, the system's, Chrome, Playwright's own; null when there is none.
 * Throws when `CHROMIUM_PATH` names something that does not run: a wrong setting is told, not passed over.
 */
export function findChromium(): string | null {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') {
    if (!runs(named)) throw new Error(`CHROMIUM_PATH names ${named}, which does not run`);
    return named;
  }
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const installed = COMMANDS.flatMap((command) => [
    `/usr/bin/${command}`,
    ...folders.map((folder) => path.join(folder, command)),
  ]);
  return [...installed, MAC_APPLICATION, chromium.executablePath()].find(runs) ?? null;
}

/** Finds Chromium or installs it: from the system's packages, else through Playwright. Throws when neither works. */
export async function ensureChromium(log: (line: string) => void): Promise<string> {
  const found = findChromium();
  if (found !== null) return found;
  for (const [name, commands] of INSTALLERS) {
    log(`No Chromium here: installing it ${name} …`);
    if (commands.every(([command, ...args]) => succeeds(command, args))) {
      const installed = findChromium();
      if (installed !== null) return installed;
    }
  }
  throw new Error(
    'The browser tests need Chromium, and it could not be installed. Install it ("apt-get install chromium", ' +
      '"npx playwright install --with-deps chromium") or set CHROMIUM_PATH to its executable.',
  );
}

type Command = readonly [string, ...string[]];

const INSTALLERS: readonly (readonly [string, readonly Command[]])[] = [
  [
    "from the system's packages",
    [
      ['apt-get', 'update', '-qq'],
      ['apt-get', 'install', '-qq', '-y', '--no-install-recommends', 'chromium'],
    ],
  ],
  ['through Playwright', [['npx', '--no-install', 'playwright', 'install', '--with-deps', 'chromium']]],
];

function succeeds(command: string, args: readonly string[]): boolean {
  const isRoot = process.getuid?.() === 0;
  const [name, ...rest] = command === 'apt-get' && !isRoot ? ['sudo', '-n', command, ...args] : [command, ...args];
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status } = spawnSync(name, rest, { stdio: ['ignore', 'ignore', 'inherit'], env: environment });
  return status === 0;
}

/** Ubuntu's `chromium-browser` may be a stub that only says how to install the snap: asking its version tells. */
function runs(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    execFileSync(file, ['--version', '--no-sandbox'], { stdio: 'ignore', timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}
