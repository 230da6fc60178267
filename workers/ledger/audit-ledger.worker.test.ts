import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { deliver, eventBody } from '../../test/builders/gateway.ts';
import { givenShopper } from '../../test/builders/shopper.ts';
import { givenStaff } from '../../test/builders/staff.ts';
import { givenUnpaidOrder } from '../../test/builders/unpaid-order.ts';
import { requestRefund } from '../payments/request-refund.ts';
import { auditLedger, listBalances } from './audit-ledger.ts';

const staff = givenStaff();

async function givenPaidOrder() {
  const order = await givenUnpaidOrder();
  await deliver(eventBody({ gatewayRef: order.gatewayRef, amountPaise: order.amountPaise }));
  expect(await order.status()).toBe('paid');
  return order;
}

const differences = async () =>
  (await auditLedger(staff)).differences.map(({ check, subject }) => `${check}: ${subject}`);

describe('the audit of the ledger', () => {
  test('of a shop that sold, and owes a refund: nothing differs, and there was something to check', async () => {
    const order = await givenPaidOrder();
    await requestRefund(staff, order.orderNo, { amountPaise: 5000, note: 'late' }, crypto.randomUUID());
    const audit = await auditLedger(staff);
    expect(audit.differences).toEqual([]);
    expect(audit.entries).toBeGreaterThan(4);
    const balances = new Map((await listBalances(staff)).map((each) => [each.account, each.balancePaise]));
    expect(balances.get('gateway:stripe')).toBe(order.amountPaise);
    expect(balances.get('refunds')).toBe(-5000);
    expect([...balances.values()].reduce((sum, each) => sum + each, 0)).toBe(0);
  });

  test.each([
    [
      'a row changed',
      `UPDATE ledger_entries SET amount_paise = amount_paise + 1 WHERE journal = 'capture:$' AND account = 'gateway:stripe'`,
      'each capture is posted: $',
    ],
    ['a journal lost', `DELETE FROM ledger_entries WHERE journal = 'capture:$'`, 'each capture is posted: $'],
    [
      'money that nobody posted',
      `UPDATE payments SET captured_paise = captured_paise + 100 WHERE id = '$'`,
      'each capture is posted: $',
    ],
    [
      'a refund paid and not posted',
      `UPDATE refunds SET status = 'succeeded' WHERE payment_id = '$'`,
      'each refund that succeeded is posted',
    ],
    ['a fee not posted', `UPDATE payments SET fee_paise = 10 WHERE id = '$'`, 'each fee is posted: $'],
  ])('%s is named', async (_name, corruption, want) => {
    const order = await givenPaidOrder();
    await requestRefund(staff, order.orderNo, { amountPaise: 700, note: 'late' }, crypto.randomUUID());
    const before = await differences();
    await staff.db.run(sql.raw(corruption.replaceAll('$', order.paymentId)));
    const found = (await differences()).filter((each) => !before.includes(each));
    expect(found.join('\n')).toContain(want.replaceAll('$', order.paymentId));
  });

  test('is for staff', async () => {
    await expect(auditLedger(await givenShopper())).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});
