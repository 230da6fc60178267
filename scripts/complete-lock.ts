/**
 * Completes package-lock.json after `npm install` (run by `npm run lock`). `npm ci` insists that every optional
 * dependency of every platform is in the lock; a registry mirror may not hold them all, and npm then leaves them out.
 * An entry of version, os and cpu is enough: elsewhere the package is installed, here it is skipped.
 */
import { readFileSync, writeFileSync } from 'node:fs';

interface LockEntry {
  version?: string;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  optionalDependencies?: Record<string, string>;
}

const OS_OF: Readonly<Record<string, string>> = {
  android: 'android',
  darwin: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  netbsd: 'netbsd',
  openbsd: 'openbsd',
  openharmony: 'openharmony',
  sunos: 'sunos',
  win32: 'win32',
  windows: 'win32',
  aix: 'aix',
};
const CPUS: readonly string[] = ['arm64', 'x64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'wasm32', '64'];

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, LockEntry> };
let added = 0;
for (const [from, entry] of Object.entries({ ...lock.packages })) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isResolved(from, name)) continue;
    const parent = from.includes('/node_modules/') ? `${from.slice(0, from.lastIndexOf('/node_modules/'))}/` : '';
    lock.packages[`${parent}node_modules/${name}`] = entryFor(name, range);
    added += 1;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} entries added`);

function entryFor(name: string, range: string): LockEntry {
  const parts = name.split(/[-/]/);
  const os = parts.map((part) => OS_OF[part]).find((found) => found !== undefined);
  const cpu = parts.find((part) => CPUS.includes(part));
  const version = range.replace(/^[\^~]/, '');
  if (os === undefined && cpu === undefined) return { version, optional: true, os: ['none'] };
  return {
    version,
    ...(cpu === undefined ? {} : { cpu: [cpu === '64' ? 'x64' : cpu] }),
    optional: true,
    ...(os === undefined ? {} : { os: [os] }),
  };
}

/** Whether Node, looking from a package upwards, finds the dependency in the lock. */
function isResolved(from: string, name: string): boolean {
  for (let place = from; ; ) {
    if (lock.packages[`${place === '' ? '' : `${place}/`}node_modules/${name}`] !== undefined) return true;
    if (place === '') return false;
    const cut = place.lastIndexOf('/node_modules/');
    place = cut < 0 ? '' : place.slice(0, cut);
  }
}
