import { expect, test } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { balancesOf, expectBalancedBooks } from '../../test/builders/ledger.ts';
import { journal } from '../domain/ledger.ts';
import { postJournal } from './journal.ts';

test('a journal that is there stays as it is, also when it is posted again with other accounts', async () => {
  const ctx = givenContext();
  const fee = (feePaise: number, taxPaise: number) =>
    journal('fee:pay_1', 'ord_1', [
      { account: 'gateway_fees', amountPaise: feePaise - taxPaise },
      { account: 'input_tax', amountPaise: taxPaise },
      { account: 'gateway:razorpay', amountPaise: -feePaise },
    ]);
  await ctx.db.batch([postJournal(ctx, fee(200, 0)), postJournal(ctx, fee(236, 36))]);
  await postJournal(ctx, fee(236, 36));
  expect(await balancesOf('ord_1')).toEqual({ gateway_fees: 200, 'gateway:razorpay': -200 });
  await expectBalancedBooks();
});
