import { type SQL, sql } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import type { LedgerAudit } from './schemas.ts';

const LIMIT = 100;

interface Difference {
  readonly subject: string;
  /** What the ledger says, and what orders, payments and refunds say. */
  readonly ledgerPaise: number | null;
  readonly wantPaise: number | null;
}

/** Money of another currency than the order's is no paise: it waits for a decision outside these books. */
const IS_OURS = sql`NOT (COALESCE(p.note, '') LIKE 'received %' AND p.note NOT LIKE '% INR, expected%')`;

/**
 * What has to hold between the money ledger and the orders, payments and refunds it speaks of, each as a query for what
 * differs. Rows written in one batch agree at any moment, so the audit may run while the shop sells.
 */
const checks: Readonly<Record<string, SQL>> = {
  'all entries sum to zero': sql`
    SELECT 'ledger' AS subject, SUM(amount_paise) AS ledgerPaise, 0 AS wantPaise
    FROM ledger_entries HAVING SUM(amount_paise) <> 0`,
  'each journal sums to zero': sql`
    SELECT journal AS subject, SUM(amount_paise) AS ledgerPaise, 0 AS wantPaise
    FROM ledger_entries GROUP BY journal HAVING SUM(amount_paise) <> 0`,
  'each capture is posted': sql`
    SELECT p.id AS subject, e.amount_paise AS ledgerPaise, p.captured_paise AS wantPaise
    FROM payments p
    LEFT JOIN ledger_entries e ON e.journal = 'capture:' || p.id AND e.account = 'gateway:' || p.gateway
    WHERE p.gateway <> 'cod' AND p.captured_paise > 0 AND ${IS_OURS} AND e.amount_paise IS NOT p.captured_paise`,
  'each fee is posted': sql`
    SELECT p.id AS subject, -e.amount_paise AS ledgerPaise, p.fee_paise AS wantPaise
    FROM payments p LEFT JOIN ledger_entries e ON e.journal = 'fee:' || p.id AND e.account = 'gateway:' || p.gateway
    WHERE p.gateway <> 'cod' AND p.fee_paise > 0 AND -e.amount_paise IS NOT p.fee_paise`,
  'each placed order is sold once': sql`
    SELECT o.order_no AS subject, COUNT(j.journal) AS ledgerPaise, 1 AS wantPaise
    FROM orders o
    LEFT JOIN (
      SELECT order_id, journal FROM ledger_entries
      WHERE (journal LIKE 'sale:%' OR journal LIKE 'capture:%' OR journal LIKE 'accept:%') AND account LIKE 'seller:%'
      GROUP BY journal) j ON j.order_id = o.id
    WHERE o.status IN ('paid', 'confirmed') GROUP BY o.id HAVING COUNT(j.journal) <> 1`,
  'a sale is worth what the buyer pays': sql`
    SELECT o.order_no AS subject,
      SUM(CASE WHEN e.account NOT LIKE 'seller%' AND e.account NOT IN ('bank_offers', 'losses', 'platform_revenue')
        THEN e.amount_paise END) AS ledgerPaise,
      o.grand_paise AS wantPaise
    FROM orders o JOIN ledger_entries e ON e.order_id = o.id
    WHERE o.status IN ('paid', 'confirmed')
      AND (e.journal = 'sale:' || o.id OR e.journal IN (
        SELECT s.journal FROM ledger_entries s
        WHERE s.order_id = o.id AND s.journal LIKE 'capture:%' AND s.account LIKE 'seller:%'))
    GROUP BY o.id HAVING ledgerPaise <> o.grand_paise`,
  'each cancellation is reversed': sql`
    SELECT c.id AS subject, j.paise AS ledgerPaise, c.amount_paise AS wantPaise
    FROM cancellations c
    LEFT JOIN (
      SELECT journal, SUM(amount_paise) AS paise FROM ledger_entries
      WHERE journal LIKE 'cancellation:%' AND (account LIKE 'seller%' OR account = 'bank_offers') GROUP BY journal
    ) j ON j.journal = 'cancellation:' || c.id
    WHERE j.paise IS NOT c.amount_paise AND c.amount_paise > 0`,
  'an order that was never paid has no entries': sql`
    SELECT o.order_no AS subject, COUNT(*) AS ledgerPaise, 0 AS wantPaise
    FROM orders o JOIN ledger_entries e ON e.order_id = o.id
    WHERE o.status IN ('created', 'payment_pending', 'expired')
      AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.order_id = o.id AND p.captured_paise > 0)
    GROUP BY o.id`,
  'each refund that succeeded is posted': sql`
    SELECT r.id AS subject, e.amount_paise AS ledgerPaise, r.amount_paise AS wantPaise
    FROM refunds r LEFT JOIN ledger_entries e ON e.account = 'refunds'
      AND e.journal = 'refund:' || r.id || CASE r.attempts WHEN 0 THEN '' ELSE ':' || (r.attempts + 1) END
    WHERE r.status = 'succeeded' AND e.amount_paise IS NOT r.amount_paise`,
  'no more is refunded than was captured': sql`
    SELECT p.id AS subject, SUM(r.amount_paise) AS ledgerPaise, p.captured_paise AS wantPaise
    FROM payments p JOIN refunds r ON r.payment_id = p.id
    GROUP BY p.id HAVING SUM(r.amount_paise) > p.captured_paise`,
  'what buyers are owed': balance(
    'refunds',
    sql`SELECT -COALESCE(SUM(amount_paise), 0) FROM refunds WHERE status <> 'succeeded'`,
  ),
  'cash that buyers owe': balance(
    'cod_receivable',
    sql`SELECT COALESCE(SUM(amount_paise - captured_paise), 0) FROM payments WHERE status = 'cod_due'`,
  ),
  'cash with couriers': balance(
    'cod_with_carrier',
    sql`SELECT COALESCE(SUM(captured_paise), 0) FROM payments
        WHERE status IN ('cod_due', 'cod_collected')`,
  ),
  ...Object.fromEntries(
    ['stripe', 'razorpay'].map((gateway) => [
      `money at ${gateway}`,
      balance(
        `gateway:${gateway}`,
        sql`SELECT COALESCE(SUM(p.captured_paise - p.fee_paise - (
            SELECT COALESCE(SUM(r.amount_paise), 0) FROM refunds r WHERE r.payment_id = p.id AND r.status = 'succeeded'
          ) - CASE p.status WHEN 'charged_back' THEN (
            SELECT -COALESCE(SUM(e.amount_paise), 0) FROM ledger_entries e
            WHERE e.journal = 'dispute:' || p.id AND e.account = 'gateway:' || p.gateway) ELSE 0 END), 0)
          FROM payments p WHERE p.gateway = ${gateway} AND ${IS_OURS}`,
      ),
    ]),
  ),
};

function balance(account: string, want: SQL): SQL {
  return sql`
    SELECT ${account} AS subject, l.paise AS ledgerPaise, w.paise AS wantPaise
    FROM (SELECT COALESCE(SUM(amount_paise), 0) AS paise FROM ledger_entries WHERE account = ${account}) l,
      (SELECT (${want}) AS paise) w
    WHERE l.paise <> w.paise`;
}

/** Proves the books, or names what differs. */
export async function auditLedger(ctx: Context): Promise<LedgerAudit> {
  requirePermission(ctx, 'ledger.read');
  const names = Object.keys(checks);
  // One batch: all of it sees the same moment.
  const [totals, ...results] = await ctx.db.batch([
    ctx.db.all<{ journals: number; entries: number }>(
      sql`SELECT COUNT(DISTINCT journal) AS journals, COUNT(*) AS entries FROM ledger_entries`,
    ),
    ...Object.values(checks).map((check) => ctx.db.all<Difference>(sql`SELECT * FROM (${check}) LIMIT ${LIMIT}`)),
  ]);
  const differences = results.flatMap((rows, index) =>
    (rows as readonly Difference[]).map((row) => ({ check: names[index] ?? '', ...row })),
  );
  return { checks: names.length, journals: totals[0]?.journals ?? 0, entries: totals[0]?.entries ?? 0, differences };
}

/** The balance of each account, in the order of their names; sellers and their tax each as one. */
export async function listBalances(ctx: Context) {
  requirePermission(ctx, 'ledger.read');
  return await ctx.db.all<{ account: string; balancePaise: number }>(sql`
    SELECT account, SUM(amount_paise) AS balancePaise FROM ledger_entries GROUP BY account ORDER BY account LIMIT 1000`);
}
