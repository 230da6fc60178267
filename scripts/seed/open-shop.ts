import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { getPlatformProxy, unstable_readConfig as readConfig } from 'wrangler';
import { z } from 'zod';

const CONFIG = path.join(import.meta.dirname, '../../wrangler.toml');

/** The database and the pictures' bucket of the shop below `stateDir`, as `wrangler dev --persist-to` keeps them. */
export async function openShop(stateDir: string): Promise<{ env: Env; dispose: () => Promise<void> }> {
  mkdirSync(stateDir, { recursive: true });
  const configPath = path.join(stateDir, 'seed.wrangler.json');
  writeFileSync(configPath, JSON.stringify(configSchema.parse(readConfig({ config: CONFIG }))));
  return getPlatformProxy<Env>({ configPath, persist: { path: path.join(stateDir, 'v3') } });
}

/** Of wrangler.toml. The rest would ask for built assets and objects, which are not there yet when the seed runs. */
const configSchema = z.object({
  name: z.string(),
  compatibility_date: z.string(),
  d1_databases: z.array(z.object({ binding: z.string(), database_name: z.string(), database_id: z.string() })),
  r2_buckets: z.array(z.object({ binding: z.string(), bucket_name: z.string() })),
});
