/**
 * `npm run check:ledger [-- --url http://127.0.0.1:8787]`: proves the money ledger of a running shop: it sums to zero,
 * and it agrees with orders, payments and refunds. Names what differs, and ends with code 1 when something does.
 */
import { parseArgs } from 'node:util';
import { formatRupees } from '../workers/domain/money.ts';
import { balancesSchema, ledgerAuditSchema } from '../workers/ledger/schemas.ts';
import { ScriptFailure } from './script-failure.ts';
import { StaffClient } from './staff-client.ts';
import { loginFor, shopUrl } from './staff-login.ts';

try {
  const { values } = parseArgs({ options: { url: { type: 'string' } } });
  const url = shopUrl(values.url, process.env);
  const client = await StaffClient.signIn(url.origin, loginFor(url, process.env));
  const { balances } = await client.call('GET', '/admin/ledger/balances', balancesSchema);
  for (const { account, balancePaise } of balances) {
    console.log(`${account.padEnd(44)} ${formatRupees(balancePaise).padStart(18)}`);
  }
  const { checks, journals, entries, differences } = await client.call('GET', '/admin/ledger/audit', ledgerAuditSchema);
  for (const { check, subject, ledgerPaise, wantPaise } of differences) {
    console.log(`DIFFERS  ${check}: ${subject}: the ledger says ${ledgerPaise}, it should say ${wantPaise}`);
  }
  console.log(`${entries} entries of ${journals} journals, ${checks} checks, ${differences.length} differ`);
  process.exitCode = differences.length === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof ScriptFailure)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
