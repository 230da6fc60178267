/** Not ends: the event waits in the inbox for what it speaks of. */
export const WAITING_OUTCOMES = ['unknown_payment', 'unknown_refund', 'early'] as const;

/** How an event of a gateway ended. */
export type EventOutcome =
  | 'applied'
  | 'repeat'
  | 'ignored'
  /** Another amount than was asked for, or a refund that is not the one it names: for people to look at. */
  | 'mismatched'
  /** The money goes back: its order was paid otherwise, or is over. */
  | 'given_back'
  /** Other money for what is paid already: for people to look at. */
  | 'second_capture'
  | (typeof WAITING_OUTCOMES)[number];
