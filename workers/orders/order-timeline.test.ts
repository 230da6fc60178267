import { expect, test } from 'vitest';
import { type LogRow, timelineOf } from './order-timeline.ts';

const row = (changes: Partial<LogRow>): LogRow => ({
  machine: 'order',
  subjectId: null,
  event: null,
  status: 'created',
  note: null,
  at: 0,
  ...changes,
});
const parcel = (subjectId: string, status: string, at: number, changes: Partial<LogRow> = {}) =>
  row({ machine: 'fulfilment', subjectId, status, at, ...changes });
const words = (entries: ReturnType<typeof timelineOf>) => entries.map(({ status, parcel: no }) => [status, no]);

test('numbers the parcels of an order that has several, and leaves out what is not the buyer’s', () => {
  const log = [
    row({ status: 'paid', at: 1 }),
    row({ machine: 'payment', subjectId: 'pay_1', status: 'captured', at: 1 }),
    row({ machine: 'refund', subjectId: 'rfd_1', status: 'due', at: 2 }),
    parcel('ful_b', 'packed', 3),
    parcel('ful_b', 'shipped', 5, { event: 'attempt_failed' }),
    parcel('ful_a', 'delivered', 6),
  ];
  const timeline = timelineOf({ log, parcelIds: ['ful_a', 'ful_b'], cancellations: [{ id: 'ccl_1', at: 4 }] });
  expect(words(timeline)).toEqual([
    ['paid', null],
    ['packed', 2],
    ['items_cancelled', null],
    ['attempt_failed', 2],
    ['delivered', 1],
  ]);
});

test('one parcel has no number; an order that is cancelled whole says so once', () => {
  const log = [
    row({ status: 'paid', at: 1 }),
    parcel('ful_a', 'packed', 2),
    parcel('ful_a', 'cancelled', 3, { event: 'cancel', note: 'ccl_1' }),
    row({ status: 'cancelled', event: 'all_cancelled', note: 'ccl_1', at: 3 }),
  ];
  const timeline = timelineOf({ log, parcelIds: ['ful_a'], cancellations: [{ id: 'ccl_1', at: 3 }] });
  expect(words(timeline)).toEqual([
    ['paid', null],
    ['packed', null],
    ['cancelled', null],
  ]);
});

test('a parcel that ends while others go on is told with its number', () => {
  const log = [parcel('ful_b', 'cancelled', 3, { event: 'cancel', note: 'ccl_1' })];
  const timeline = timelineOf({ log, parcelIds: ['ful_a', 'ful_b'], cancellations: [{ id: 'ccl_1', at: 3 }] });
  expect(words(timeline)).toEqual([['cancelled', 2]]);
});
