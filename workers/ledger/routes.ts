import { createRoute } from '@hono/zod-openapi';
import { createRouter, json, problems } from '../http/openapi.ts';
import { auditLedger, listBalances } from './audit-ledger.ts';
import { balancesSchema, ledgerAuditSchema } from './schemas.ts';

const tags = ['Ledger'];

export const ledgerRoutes = createRouter();

ledgerRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/admin/ledger/audit',
    tags,
    summary: 'Whether the books balance and agree with orders, payments and refunds; what differs is named',
    responses: { 200: json(ledgerAuditSchema, 'The audit'), ...problems(401, 403) },
  }),
  async (c) => c.json(await auditLedger(c.get('ctx')), 200),
);

ledgerRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/admin/ledger/balances',
    tags,
    summary: 'The balance of each account; debits are positive',
    responses: { 200: json(balancesSchema, 'The balances'), ...problems(401, 403) },
  }),
  async (c) => c.json({ balances: await listBalances(c.get('ctx')) }, 200),
);
