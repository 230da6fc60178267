import type { Machine } from './machine.ts';

/** The life of one refund: owed, asked for at the gateway, done. One that failed is tried again by a person. */
export type RefundStatus = 'due' | 'pending' | 'succeeded' | 'failed';

export type RefundEvent = 'sent' | 'succeeded' | 'failed' | 'retried';

export const refundMachine: Machine<RefundStatus, RefundEvent> = {
  name: 'refund',
  transitions: {
    due: { sent: 'pending', succeeded: 'succeeded', failed: 'failed' },
    pending: { succeeded: 'succeeded', failed: 'failed' },
    // A bank may send the money of a refund back days later.
    succeeded: { failed: 'failed' },
    failed: { retried: 'due' },
  },
};

/** Why money goes back. */
export type RefundReason = 'cancelled' | 'rto' | 'late_capture' | 'paid_twice' | 'mismatch' | 'goodwill';
