import { type Answer, Refusal } from '../http.ts';
import type { Collection, Journal } from '../journal.ts';

/** What goes wrong when the shop asks for a refund, on purpose. */
export interface Faults {
  /** 'lose' makes the refund and breaks the connection; 'refuse' answers 500 and makes none. */
  readonly refundReplies: 'ok' | 'lose' | 'refuse';
  /** 'pending' leaves refunds undecided until /control/refunds/:id. */
  readonly refundStatus: 'succeeded' | 'pending';
  /** Only for these payments, by any of their names; for all when null. */
  readonly paymentIds: readonly string[] | null;
}

const NONE: Faults = { refundReplies: 'ok', refundStatus: 'succeeded', paymentIds: null };

export class FaultBox {
  readonly #kept: Collection<Faults>;

  constructor(journal: Journal) {
    this.#kept = journal.collection('faults');
  }

  get faults(): Faults {
    return this.#kept.get('all') ?? NONE;
  }

  set faults(faults: Faults) {
    this.#kept.put('all', faults);
  }

  /** Answers the request for a refund of the payment that has these names. */
  answerRefund(names: readonly string[], work: (status: Faults['refundStatus']) => Answer): Answer {
    const { paymentIds, ...faults } = this.faults;
    const isMeant = paymentIds === null || names.some((name) => paymentIds.includes(name));
    const { refundReplies, refundStatus } = isMeant ? faults : NONE;
    if (refundReplies === 'refuse') throw new Refusal(500, 'The sandbox was told to refuse this.');
    const answer = work(refundStatus);
    return refundReplies === 'lose' ? { ...answer, isLost: true } : answer;
  }
}
