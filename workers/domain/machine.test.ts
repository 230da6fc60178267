import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fulfilmentMachine } from './fulfilment.ts';
import { isFinal, type Machine, sourcesOf, statesOf, transition } from './machine.ts';
import { orderMachine } from './order.ts';
import { buyerStatus } from './order-view.ts';
import { paymentMachine } from './payment.ts';
import { refundMachine } from './refund.ts';

const MACHINES: readonly Machine<string, string>[] = [
  orderMachine,
  paymentMachine,
  refundMachine,
  fulfilmentMachine,
].map((machine) => machine as Machine<string, string>);

const eventsOf = ({ transitions }: Machine<string, string>) => [
  ...new Set(Object.values(transitions).flatMap((events) => Object.keys(events))),
];

describe.each(MACHINES)('the $name machine', (machine) => {
  test('10,000 random event sequences: only transitions of the table, one log row each (invariant 21)', () => {
    const [start = ''] = statesOf(machine);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...eventsOf(machine)), { maxLength: 30 }), (events) => {
        const log: { from: string; event: string; to: string }[] = [];
        let state = start;
        for (const event of events) {
          const next = transition(machine, state, event);
          expect(next.from).toBe(state);
          if (!next.ok) continue;
          log.push({ from: state, event, to: next.to });
          state = next.to;
        }
        for (const { from, event, to } of log) expect(machine.transitions[from]?.[event]).toBe(to);
        expect(log.at(-1)?.to ?? start).toBe(state);
      }),
      { numRuns: 10_000 },
    );
  });

  test('every event leads from a state of the table to a state of the table', () => {
    for (const event of eventsOf(machine)) {
      const sources = sourcesOf(machine, event);
      expect(sources.length).toBeGreaterThan(0);
      for (const from of sources) expect(statesOf(machine)).toContain(machine.transitions[from]?.[event]);
    }
  });
});

test.each([
  [orderMachine, 'payment_pending', 'payment_captured', 'paid'],
  [orderMachine, 'expired', 'payment_captured', 'paid'],
  [orderMachine, 'cancelled', 'payment_captured', null],
  [orderMachine, 'paid', 'payment_timed_out', null],
  [paymentMachine, 'captured', 'failed', null],
  [paymentMachine, 'failed', 'captured', 'captured'],
  [paymentMachine, 'refunded', 'refunded_in_part', null],
  [fulfilmentMachine, 'shipped', 'cancel', null],
  [fulfilmentMachine, 'packed', 'cancel', 'cancelled'],
  [fulfilmentMachine, 'delivered', 'go_out', null],
  [refundMachine, 'succeeded', 'sent', null],
] as const)('%o: %s, %s → %s', (machine, from, event, want) => {
  const next = transition(machine as Machine<string, string>, from, event);
  expect(next.ok ? next.to : null).toBe(want);
});

test('what is final stays', () => {
  expect(isFinal(orderMachine, 'cancelled')).toBe(true);
  expect(isFinal(fulfilmentMachine, 'rto')).toBe(false);
});

test.each([
  ['payment_pending', ['pending'], 'payment_pending'],
  ['paid', ['pending', 'packed'], 'paid'],
  ['paid', ['packed', 'shipped'], 'packed'],
  ['confirmed', ['shipped', 'delivered'], 'shipped'],
  ['paid', ['cancelled', 'out_for_delivery'], 'out_for_delivery'],
  ['paid', ['cancelled', 'delivered'], 'delivered'],
  ['paid', ['delivered', 'rto'], 'delivered'],
  ['confirmed', ['rto_received'], 'rto'],
  ['paid', ['returned'], 'returned'],
  ['cancelled', ['cancelled'], 'cancelled'],
] as const)('a buyer of an order %s with parcels %j sees %s', (order, parcels, want) => {
  expect(buyerStatus(order, parcels)).toBe(want);
});
