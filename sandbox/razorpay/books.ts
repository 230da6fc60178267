import type { Collection, Journal } from '../journal.ts';
import type { Webhook } from '../webhooks/webhook-sender.ts';
import {
  type Dispute,
  type Method,
  type Notes,
  newId,
  type Order,
  type Payload,
  type Payment,
  type Refund,
  type RefundStatus,
} from './objects.ts';
import { badRequest, unknownId } from './refusals.ts';

export interface NewOrder {
  readonly amount: number;
  readonly currency: string;
  readonly receipt: string | null;
  readonly notes: Notes;
}

export interface NewRefund {
  /** Paise; all that is left when undefined. */
  readonly amount?: number | undefined;
  readonly notes: Notes;
  readonly receipt: string | null;
  readonly speed: string;
}

/** How a person pays, and what is captured where it is not what was asked for. */
export interface Attempt {
  readonly method: keyof typeof METHODS;
  readonly amount?: number | undefined;
  readonly currency?: string | undefined;
}

export const METHODS = {
  upi_intent: { method: 'upi', vpa: 'asha@haatbank', upi: { flow: 'intent' } },
  upi_qr: { method: 'upi', vpa: 'asha@haatbank', upi: { flow: 'qr' } },
  card: { method: 'card' },
  netbanking: { method: 'netbanking', bank: 'HAAT' },
} as const satisfies Record<string, Pick<Payment, 'upi'> & { method: Method; vpa?: string; bank?: string }>;

/** 2 % of what is captured, and GST on that. */
const FEE_PERCENT = 2;
const GST_PERCENT = 18;

/** Razorpay's books: orders, their payments, refunds, disputes and the events that tell of them. */
export class RazorpayBooks {
  readonly #orders: Collection<Order>;
  readonly #payments: Collection<Payment>;
  readonly #refunds: Collection<Refund>;
  readonly #disputes: Collection<Dispute>;
  readonly #ordersOfReceipt: (receipt: string) => Order[];
  readonly #paymentsOfOrder: (orderId: string) => Payment[];
  readonly #refundsOfPayment: (paymentId: string) => Refund[];
  readonly #disputesOfPayment: (paymentId: string) => Dispute[];
  readonly #accountId: string;
  readonly #tell: (webhook: Webhook) => void;

  constructor(journal: Journal, accountId: string, tell: (webhook: Webhook) => void) {
    this.#orders = journal.collection('razorpay-order');
    this.#payments = journal.collection('razorpay-payment');
    this.#refunds = journal.collection('razorpay-refund');
    this.#disputes = journal.collection('razorpay-dispute');
    this.#ordersOfReceipt = this.#orders.index((order) => order.receipt);
    this.#paymentsOfOrder = this.#payments.index((payment) => payment.order_id);
    this.#refundsOfPayment = this.#refunds.index((refund) => refund.payment_id);
    this.#disputesOfPayment = this.#disputes.index((dispute) => dispute.payment_id);
    this.#accountId = accountId;
    this.#tell = tell;
  }

  createOrder({ amount, currency, receipt, notes }: NewOrder): Order {
    const order: Order = {
      id: newId('order'),
      entity: 'order',
      amount,
      amount_paid: 0,
      amount_due: amount,
      attempts: 0,
      created_at: unixNow(),
      currency,
      notes,
      offer_id: null,
      receipt,
      status: 'created',
    };
    this.#orders.put(order.id, order);
    return order;
  }

  /** The person pays: authorized, captured at once, and the order is paid. One that is paid stays as it is. */
  succeed(orderId: string, { method, amount, currency }: Attempt): Payment {
    const order = this.order(orderId);
    const known = this.capturedOf(orderId);
    if (known !== undefined) return known;
    const attempt = this.#attempt(order, method, amount ?? order.amount, currency ?? order.currency);
    const authorized: Payment = { ...attempt, status: 'authorized' };
    const captured: Payment = { ...authorized, ...feeOf(authorized.amount), status: 'captured', captured: true };
    const amount_paid = captured.amount;
    const amount_due = Math.max(0, order.amount - amount_paid);
    const paid: Order = { ...order, amount_paid, amount_due, attempts: order.attempts + 1, status: 'paid' };
    this.#payments.put(captured.id, captured);
    this.#orders.put(orderId, paid);
    this.#emit('payment.authorized', { payment: { entity: authorized } });
    this.#emit('payment.captured', { payment: { entity: captured } });
    this.#emit('order.paid', { payment: { entity: captured }, order: { entity: paid } });
    return captured;
  }

  /** The bank says no. The order may be tried again; one that is paid stays paid. */
  decline(orderId: string, { method }: Attempt): Payment {
    const order = this.order(orderId);
    const known = this.capturedOf(orderId);
    if (known !== undefined) return known;
    const failed: Payment = {
      ...this.#attempt(order, method, order.amount, order.currency),
      status: 'failed',
      error_code: 'BAD_REQUEST_ERROR',
      error_description: 'Your payment could not be completed: the bank declined it.',
      error_reason: 'payment_declined',
    };
    this.#payments.put(failed.id, failed);
    this.#orders.put(orderId, { ...order, attempts: order.attempts + 1, status: 'attempted' });
    this.#emit('payment.failed', { payment: { entity: failed } });
    return failed;
  }

  refund(paymentId: string, wanted: NewRefund, status: Exclude<RefundStatus, 'failed'>): Refund {
    const payment = this.payment(paymentId);
    if (!payment.captured) throw badRequest('The payment status should be captured for action to be taken');
    const left = payment.amount - payment.amount_refunded;
    if (left === 0) throw badRequest('The payment has been fully refunded already');
    const amount = wanted.amount ?? left;
    if (amount > left) throw badRequest('The total refund amount is greater than the refund payment amount', 'amount');
    const refund: Refund = {
      id: newId('rfnd'),
      entity: 'refund',
      acquirer_data: { arn: null },
      amount,
      batch_id: null,
      created_at: unixNow(),
      currency: payment.currency,
      notes: wanted.notes,
      payment_id: paymentId,
      receipt: wanted.receipt,
      speed_processed: 'normal',
      speed_requested: wanted.speed,
      status,
    };
    this.#refunds.put(refund.id, refund);
    const after = this.#giveBack(payment, amount);
    this.#emit('refund.created', { refund: { entity: refund }, payment: { entity: after } });
    if (status === 'processed')
      this.#emit('refund.processed', { refund: { entity: refund }, payment: { entity: after } });
    return refund;
  }

  /** The bank has decided on a refund. One that fails gives its amount back to the payment, also days later. */
  settleRefund(id: string, status: 'processed' | 'failed'): Refund {
    const refund = this.refundOf(id);
    if (refund.status === status || refund.status === 'failed') return refund;
    const settled: Refund = { ...refund, status };
    this.#refunds.put(id, settled);
    const payment = this.payment(refund.payment_id);
    const after = status === 'failed' ? this.#giveBack(payment, -refund.amount) : payment;
    this.#emit(`refund.${status}`, { refund: { entity: settled }, payment: { entity: after } });
    return settled;
  }

  /** The buyer's bank takes the money of a payment back, for the time being. One dispute a payment. */
  dispute(paymentId: string): Dispute {
    const [known] = this.#disputesOfPayment(paymentId);
    if (known !== undefined) return known;
    const { amount, currency } = this.payment(paymentId);
    const dispute: Dispute = {
      id: newId('disp'),
      entity: 'dispute',
      amount,
      created_at: unixNow(),
      currency,
      payment_id: paymentId,
      phase: 'chargeback',
      reason_code: 'goods_or_services_not_received',
      status: 'open',
    };
    return this.#moveDispute(dispute, 'payment.dispute.created');
  }

  closeDispute(dispute: Dispute, status: 'won' | 'lost'): Dispute {
    return dispute.status === 'open' ? this.#moveDispute({ ...dispute, status }, `payment.dispute.${status}`) : dispute;
  }

  order(id: string): Order {
    return this.#orders.get(id) ?? raise(unknownId());
  }

  payment(id: string): Payment {
    return this.#payments.get(id) ?? raise(unknownId());
  }

  refundOf(id: string): Refund {
    return this.#refunds.get(id) ?? raise(unknownId());
  }

  capturedOf(orderId: string): Payment | undefined {
    return this.#paymentsOfOrder(orderId).find((payment) => payment.captured);
  }

  /** Newest first, as all lists; of one receipt, or of all. */
  orders(receipt: string | null = null): Order[] {
    return receipt === null ? this.#orders.newest() : this.#ordersOfReceipt(receipt).reverse();
  }

  payments(orderId: string): Payment[] {
    return this.#paymentsOfOrder(orderId).reverse();
  }

  refunds(paymentId: string | null = null): Refund[] {
    return paymentId === null ? this.#refunds.newest() : this.#refundsOfPayment(paymentId).reverse();
  }

  /** Everything by which a payment is known: its own id, its order's, the shop's. */
  namesOf(paymentId: string): string[] {
    const { order_id, notes } = this.payment(paymentId);
    return [paymentId, order_id, notes.paymentId].filter((name) => typeof name === 'string');
  }

  #attempt({ id, notes }: Order, method: Attempt['method'], amount: number, currency: string): Omit<Payment, 'status'> {
    return {
      id: newId('pay'),
      entity: 'payment',
      amount,
      amount_refunded: 0,
      bank: null,
      captured: false,
      contact: '+919000000000',
      created_at: unixNow(),
      currency,
      description: null,
      email: 'shopper@haat.test',
      error_code: null,
      error_description: null,
      error_reason: null,
      fee: null,
      international: false,
      notes,
      order_id: id,
      refund_status: null,
      tax: null,
      vpa: null,
      ...METHODS[method],
    };
  }

  #giveBack(payment: Payment, amount: number): Payment {
    const amount_refunded = payment.amount_refunded + amount;
    const isWhole = amount_refunded === payment.amount;
    const after: Payment = {
      ...payment,
      amount_refunded,
      refund_status: isWhole ? 'full' : amount_refunded === 0 ? null : 'partial',
      status: isWhole ? 'refunded' : 'captured',
    };
    this.#payments.put(payment.id, after);
    return after;
  }

  #moveDispute(dispute: Dispute, event: string): Dispute {
    this.#disputes.put(dispute.id, dispute);
    this.#emit(event, { payment: { entity: this.payment(dispute.payment_id) }, dispute: { entity: dispute } });
    return dispute;
  }

  #emit(event: string, payload: Payload): void {
    const body = {
      entity: 'event',
      account_id: this.#accountId,
      event,
      contains: Object.keys(payload),
      payload,
      created_at: unixNow(),
    };
    this.#tell({ eventId: newId(''), eventType: event, payload: JSON.stringify(body) });
  }
}

/** Tax included, as Razorpay has it. */
function feeOf(amount: number): Pick<Payment, 'fee' | 'tax'> {
  const charge = Math.round((amount * FEE_PERCENT) / 100);
  const tax = Math.round((charge * GST_PERCENT) / 100);
  return { fee: charge + tax, tax };
}

function unixNow(): number {
  return Math.floor(Date.now() / 1000);
}

function raise(error: Error): never {
  throw error;
}
