import { env } from 'cloudflare:workers';
import { expect } from 'vitest';

/** The whole of the books: each journal balances, and what buyers are owed is what refunds are open. */
export async function expectBalancedBooks(): Promise<void> {
  const { results } = await env.DB.prepare(
    'SELECT journal, SUM(amount_paise) AS off FROM ledger_entries GROUP BY journal HAVING off <> 0',
  ).all();
  expect(results, 'journals that do not balance').toEqual([]);
  const sums = await env.DB.prepare(
    `SELECT (SELECT COALESCE(SUM(amount_paise), 0) FROM ledger_entries) AS total,
       (SELECT -COALESCE(SUM(amount_paise), 0) FROM ledger_entries WHERE account = 'refunds') AS owed,
       (SELECT COALESCE(SUM(amount_paise), 0) FROM refunds WHERE status <> 'succeeded') AS open`,
  ).first<{ total: number; owed: number; open: number }>();
  expect(sums?.total, 'all rows').toBe(0);
  expect(sums?.owed, 'owed to buyers').toBe(sums?.open);
}

/** The balances of an order's accounts, those of sellers joined; accounts at zero are left out. */
export async function balancesOf(orderId: string): Promise<Record<string, number>> {
  const { results } = await env.DB.prepare(
    `SELECT CASE WHEN account LIKE 'seller%' THEN 'sellers' ELSE account END AS name, SUM(amount_paise) AS balance
     FROM ledger_entries WHERE order_id = ? GROUP BY name HAVING balance <> 0`,
  )
    .bind(orderId)
    .all<{ name: string; balance: number }>();
  return Object.fromEntries(results.map(({ name, balance }) => [name, balance]));
}
