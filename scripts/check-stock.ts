/**
 * `npm run check:stock [-- --url http://127.0.0.1:8787]`: proves the stock of a running shop, for every SKU that
 * anything has touched: object = its ledger = D1's ledger = projection, 0 ≤ reserved ≤ on hand, and every piece belongs
 * to the order that should have it. Names what differs, and ends with code 1 when something does.
 */
import { parseArgs } from 'node:util';
import { stockAuditSchema } from '../workers/stock/schemas.ts';
import { ScriptFailure } from './script-failure.ts';
import { StaffClient } from './staff-client.ts';
import { loginFor, shopUrl } from './staff-login.ts';

/** Of one SKU: a hot one may have thousands of orders on their way. */
const MAX_LINES = 10;

try {
  const { values } = parseArgs({ options: { url: { type: 'string' } } });
  const url = shopUrl(values.url, process.env);
  const client = await StaffClient.signIn(url.origin, loginFor(url, process.env));
  let [checked, differing, pendingCount] = [0, 0, 0];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: string = cursor === '' ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    const { skus, nextCursor } = await client.call('GET', `/admin/stock/audit${query}`, stockAuditSchema);
    for (const { sku, differences, pending } of skus) {
      show('DIFFERS', sku, differences);
      show('pending', sku, pending);
      checked += 1;
      if (differences.length > 0) differing += 1;
      else if (pending.length > 0) pendingCount += 1;
    }
    cursor = nextCursor;
  }
  if (pendingCount > 0) console.log(`${pendingCount} SKUs have something on its way`);
  console.log(`${checked} SKUs checked, ${differing} differ`);
  process.exitCode = differing === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof ScriptFailure)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function show(what: string, sku: string, lines: readonly string[]): void {
  for (const line of lines.slice(0, MAX_LINES)) console.log(`${what}  ${sku}: ${line}`);
  if (lines.length > MAX_LINES) console.log(`${what}  ${sku}: and ${lines.length - MAX_LINES} more`);
}
