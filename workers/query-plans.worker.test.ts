import { expect, test } from 'vitest';
import { givenContext } from '../test/builders/context.ts';
import { givenCarrier, givenParcels } from '../test/builders/fulfilment.ts';
import { deliver, disputeBody, eventBody, refundBody } from '../test/builders/gateway.ts';
import { givenLife, quietContext } from '../test/builders/life.ts';
import { givenListener, stepsOf } from '../test/builders/listener.ts';
import { givenKey } from '../test/builders/shopper.ts';
import { givenStaff } from '../test/builders/staff.ts';
import { givenUnpaidOrder } from '../test/builders/unpaid-order.ts';
import { addAddress, rememberAddress } from './accounts/profile/add-address.ts';
import { listAddresses } from './accounts/profile/address-book.ts';
import { changeProfile } from './accounts/profile/change-profile.ts';
import { deleteAccount } from './accounts/profile/delete-account.ts';
import { downloadPersonalData } from './accounts/profile/download-personal-data.ts';
import { eraseAccount } from './accounts/profile/erase-account.ts';
import { removeAddress } from './accounts/profile/remove-address.ts';
import { removeContact } from './accounts/profile/remove-contact.ts';
import { setDefaultAddress } from './accounts/profile/set-default-address.ts';
import { handleScheduled } from './cron.ts';
import { applyCarrierEvent } from './fulfilment/apply-carrier-event.ts';
import { labelFulfilment } from './fulfilment/label-fulfilment.ts';
import { packFulfilment } from './fulfilment/pack-fulfilment.ts';
import { listParcels } from './fulfilment/queries.ts';
import { receiveRto } from './fulfilment/receive-rto.ts';
import { listWebhooks } from './inbox/queries.ts';
import { cancelOrder } from './orders/cancel-order.ts';
import { issueCreditNotes } from './orders/issue-credit-notes.ts';
import { issueInvoices } from './orders/issue-invoices.ts';
import { listStaffOrders } from './orders/list-staff-orders.ts';
import { findOrder, listOrders } from './orders/queries.ts';
import { releaseCancelled } from './orders/release-cancelled.ts';
import { confirmPayment } from './payments/confirm-payment.ts';
import { listPayments, listRefunds } from './payments/queries.ts';
import { requestRefund } from './payments/request-refund.ts';
import { sendRefund } from './payments/send-refund.ts';

/**
 * Tables that grow with every order, walked through as a whole or by a column of few values. A partial index holds what
 * is open, and may be walked through.
 */
const GROWING = new RegExp(
  [
    '^SCAN (orders|order_lines|order_events|fulfilments|payments|refunds|cancellations|invoices|credit_notes|outbox',
    '|webhook_inbox|ledger_entries|idempotency_keys|audit_log|[a-z])\\b(?! USING INDEX \\w+_(open|due|track)\\b)',
    '|(payments_gateway_ref|webhook_inbox_event) \\(gateway=\\?\\)|(orders|fulfilments|payments)_status(_id)? \\(status=\\?\\)',
  ].join(''),
);

/** The steps of a query that walk through a table, or sort what they could have read in order. */
async function walksOf(query: string, bad: RegExp): Promise<string[]> {
  return (await stepsOf(query)).filter((step) => bad.test(step));
}

async function expectNoWalks(asked: ReadonlySet<string>, bad = GROWING): Promise<void> {
  const walks = await Promise.all([...asked].map(async (query) => ({ query, steps: await walksOf(query, bad) })));
  expect(walks.filter(({ steps }) => steps.length > 0)).toEqual([]);
}

test('no step of an order, its money and its parcel walks through a table', async () => {
  const { asked, heard } = givenListener();
  const [system, staff] = [heard(givenContext()), heard(givenStaff())];
  const order = await givenUnpaidOrder();
  await deliver(eventBody(order), system);
  await issueInvoices(system, order.orderId);
  const { refundId } = await requestRefund(staff, order.orderNo, { amountPaise: 100, note: 'late' }, givenKey());
  await sendRefund(system, refundId, order.fake.gateway);
  await deliver(refundBody(order.gatewayRef, 100, { refundId }), system);
  await deliver(disputeBody(order.gatewayRef, 100), system);
  await deliver(disputeBody(order.gatewayRef, 100, 'won'), system);
  await confirmPayment(system, { orderRef: 'order_1', paymentRef: 'pay_1', signature: '' }).catch(() => undefined);
  const shopper = heard(order.shopper);
  await cancelOrder(shopper, order.orderNo);
  const [cancellation] = await system.db.all<{ id: string }>(`SELECT id FROM cancellations LIMIT 1`);
  asked.delete(`SELECT id FROM cancellations LIMIT 1`);
  await releaseCancelled(system, order.orderId, cancellation?.id ?? '');
  await issueCreditNotes(system, order.orderId);
  await findOrder(shopper, order.orderNo);
  await listOrders(shopper);

  const given = await givenParcels({ paymentMethod: 'cod', status: 'confirmed' });
  await packFulfilment(staff, given.id);
  await labelFulfilment(staff, given.id, givenCarrier().carrier);
  const { awb, carrier } = await given.parcel();
  const scan = { eventId: '1', carrierType: 'RTO', awb: awb ?? '', at: Date.now() };
  await applyCarrierEvent(system, carrier ?? '', { ...scan, type: 'delivery_failed' });
  await applyCarrierEvent(system, carrier ?? '', { ...scan, type: 'rto_started' });
  await receiveRto(staff, given.id);
  expect(asked.size).toBeGreaterThan(60);
  await expectNoWalks(asked);
});

test('nor does the cron, however much is done and over', async () => {
  const { asked, env: heard } = givenListener();
  await handleScheduled(heard, () => undefined, Date.now() + 3_600_000);
  expect(asked.size).toBeGreaterThan(7);
  await expectNoWalks(asked);
});

test('what a person keeps, takes along and leaves behind is found by index', async () => {
  const { asked, heard } = givenListener();
  const life = await givenLife();
  const { actor } = life.ctx;
  const ctx = { ...heard(life.ctx), actor };
  const place = { name: 'Asha', phone: '9845012345', line: '12 MG Road', landmark: '', pincode: '560001' };
  await rememberAddress(ctx, { ...place, type: 'home' });
  const { id } = await addAddress(ctx, { ...place, type: 'work' });
  await setDefaultAddress(ctx, id);
  await removeAddress(ctx, id);
  await listAddresses(ctx);
  await changeProfile(ctx, { preferences: { offers: true } });
  await downloadPersonalData(ctx);
  await removeContact(ctx, 'phone');
  await deleteAccount(ctx);
  await eraseAccount(heard(quietContext()), life.userId);
  expect(asked.size).toBeGreaterThan(60);
  const small = 'users|addresses|sign_ins|sessions|challenges|passkeys|identities|notifications|idempotency_keys';
  // Messages of gateways are found by what they are about, not by reading all that came.
  await expectNoWalks(asked, new RegExp(`${GROWING.source}|^SCAN (${small})\\b|webhook_inbox USING INDEX sqlite_auto`));
});

test('lists of staff are read in the order of an index', async () => {
  const { asked, heard } = givenListener();
  const staff = heard(givenStaff());
  await listPayments(staff, { status: 'mismatched' });
  await listRefunds(staff, { status: 'failed' });
  await listWebhooks(staff, { outcome: 'applied' });
  await listParcels(staff, { status: 'packed' });
  await listStaffOrders(staff, { status: 'paid' });
  await expectNoWalks(asked, /^SCAN (?:payments|refunds|webhook_inbox|fulfilments|orders)|TEMP B-TREE FOR ORDER BY/);
});
