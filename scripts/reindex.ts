/**
 * `npm run reindex [-- --url http://127.0.0.1:8787]`: rebuilds the search index of a running shop, as staff, while it is
 * searched and edited. May be killed and started again: it goes on where it was, and so does the shop's own cron.
 */
import { parseArgs } from 'node:util';
import { rebuildSchema } from '../workers/search/rebuild-schemas.ts';
import { Progress } from './import/progress.ts';
import { ScriptFailure } from './script-failure.ts';
import { StaffClient } from './staff-client.ts';
import { loginFor, shopUrl } from './staff-login.ts';

try {
  const { values } = parseArgs({ options: { url: { type: 'string' } } });
  const url = shopUrl(values.url, process.env);
  const client = await StaffClient.signIn(url.origin, loginFor(url, process.env));
  const progress = new Progress(process.stdout);
  const startedAt = Date.now();
  let state = await client.call('POST', '/admin/search/rebuilds', rebuildSchema);
  while (!state.isFinished) {
    const { doneCount, totalCount } = state;
    progress.show(totalCount === 0 ? 1 : doneCount / totalCount, `${doneCount} of ${totalCount} products`);
    state = await client.call('POST', `/admin/search/rebuilds/${state.rebuildId}/pages`, rebuildSchema);
  }
  progress.end();
  const seconds = (Date.now() - startedAt) / 1000;
  console.log(`${state.totalCount} products in the new index, ${seconds.toFixed(1)} s`);
} catch (error) {
  if (!(error instanceof ScriptFailure)) throw error;
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
