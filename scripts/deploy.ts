/**
 * `npm run deploy`: builds, provisions what the account lacks (database, buckets, queues), migrates and deploys.
 * `npm run deploy -- --dry-run` does all that needs no account. See docs/deploy.md.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, run } from './shop.ts';

const isDryRun = process.argv.includes('--dry-run');
const log = (line: string) => console.log(line);
const REQUIRED_SECRETS = [
  'APP_SECRET',
  'APP_URL',
  'STRIPE_SECRET_KEY',
  'STRIPE_PUBLISHABLE_KEY',
  'STRIPE_WEBHOOK_SECRET',
];
const UNPROVISIONED = '00000000-0000-0000-0000-000000000001';

log('Building …');
await run('astro', ['build', '--silent'], log);
if (isDryRun) {
  await run('wrangler', ['deploy', '--dry-run'], log);
  log('The build can be deployed.');
} else {
  provision();
  log('Migrating …');
  await run('wrangler', ['d1', 'migrations', 'apply', 'DB', '--remote'], log);
  log('Deploying …');
  await run('wrangler', ['deploy'], log);
  reportSecrets();
}

/** Makes what is missing. A resource that is already there is not an error; a missing login is. */
function provision(): void {
  if (wrangler('whoami').status !== 0) throw new Error('Not signed in: run `npx wrangler login` first.');
  const config = path.join(ROOT, 'wrangler.toml');
  const text = readFileSync(config, 'utf8');
  if (text.includes(UNPROVISIONED)) {
    const { stdout, stderr } = wrangler('d1', 'create', 'haat');
    const id = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(stdout)?.[0];
    if (id === undefined) throw new Error(`The database could not be made: ${stderr || stdout}`);
    writeFileSync(config, text.replace(UNPROVISIONED, id));
    log(`Made the database haat; its id now stands in wrangler.toml.`);
  }
  for (const bucket of ['haat-media', 'haat-documents']) make(['r2', 'bucket', 'create', bucket]);
  for (const queue of ['haat-events', 'haat-events-dead']) make(['queues', 'create', queue]);
}

function make(args: readonly string[]): void {
  const { status, stdout, stderr } = wrangler(...args);
  if (status !== 0 && !/already (exists|taken|own)/i.test(stdout + stderr)) throw new Error(stderr || stdout);
}

function reportSecrets(): void {
  const { stdout } = wrangler('secret', 'list');
  const missing = REQUIRED_SECRETS.filter((name) => !stdout.includes(name));
  if (missing.length > 0)
    log(`Set the missing secrets: ${missing.map((name) => `npx wrangler secret put ${name}`).join('; ')}`);
}

function wrangler(...args: readonly string[]) {
  return spawnSync('wrangler', args, { cwd: ROOT, encoding: 'utf8', shell: process.platform === 'win32' });
}
