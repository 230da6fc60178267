import type { Context } from './context.ts';

/**
 * Points at which a test kills the shop, after each step that leaves something behind (scripts/torture/crash-points.ts).
 * Only test builds contain them: `HAAT_BUILD=test astro build`.
 */
export const FAILPOINTS = [
  'checkout.intended',
  'checkout.held',
  'checkout.committed',
  'cod.switched',
  'capture.received',
  'capture.held_again',
  'capture.applied',
  'cancel.applied',
  'cancel.released',
  'refund.requested',
  'refund.asked',
  'refund.applied',
  'pack.applied',
  'label.booked',
  'ship.applied',
  'deliver.applied',
  'come_back.applied',
  'stock.committed',
  'invoice.numbered',
  'invoice.stored',
  'credit_note.numbered',
] as const;

export type Failpoint = (typeof FAILPOINTS)[number];

declare const __FAILPOINTS__: boolean;

/** Tells the test where the shop is, and goes on when the test lets it. In any other build: nothing. */
export async function failpoint({ env }: Pick<Context, 'env'>, name: Failpoint): Promise<void> {
  if (typeof __FAILPOINTS__ === 'undefined' || !__FAILPOINTS__) return;
  if (env.FAILPOINT_URL !== undefined) await fetch(`${env.FAILPOINT_URL}/${name}`).then((answer) => answer.text());
}
