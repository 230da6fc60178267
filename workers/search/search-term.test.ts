import fc from 'fast-check';
import { expect, test } from 'vitest';
import { istDate } from '../domain/ist.ts';
import { searchTermOf } from './search-term.ts';

test.each([
  ['  Red   KURTAs! ', 'red kurtas'],
  ["women's top", "women's top"],
  ['32" TV', '32 tv'],
  ['6GB 128gb', '6gb 128gb'],
  ['redmi 12 5g 128 256', 'redmi 12 5g 128 256'],
  ['H&M t-shirt', 'h&m t-shirt'],
  ['लाल साड़ी', 'लाल साड़ी'],
  ['size 8.5', 'size 8.5'],
  ['iphone 16 128gb', 'iphone 16 128gb'],
])('%j is kept as %j', (text, term) => expect(searchTermOf(text)).toBe(term.normalize('NFKC')));

test.each([
  'asha.rao@example.in',
  'asha at  asha@okaxis',
  'https://haat.test/reset?token=abc',
  'www.example.in',
  '9845012345',
  '98450 12345',
  '+91-98450-12345',
  'call me (98450) 12 345',
  '९८४५०१२३४५',
  '４１１１ １１１１ １１１１ １１１１',
  '1234 5678 9012',
  '560001',
  'otp 482913',
  'HT01K9ZQ3V7Y',
  'ABCDE1234F',
  '29ABCDE1234F1Z5',
  '🙂🙂',
  '"',
  '',
  'x'.repeat(81),
  'a b c d e f g h i j k l',
  `${'dear sir '.repeat(600)}`,
])('%j is not kept', (text) => expect(searchTermOf(text)).toBeNull());

test('whatever is typed, what is kept is short, plain and stays as it is when it is normalised again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (text) => {
      const term = searchTermOf(text);
      if (term === null) return;
      expect(term.length).toBeLessThanOrEqual(80);
      expect(term).not.toMatch(/[@<>"/\n]|\p{Nd}{6}/u);
      expect(searchTermOf(term)).toBe(term);
    }),
  );
});

test('a day begins at midnight in India', () => {
  expect(istDate(Date.parse('2026-11-25T18:29:59Z'))).toBe('2026-11-25');
  expect(istDate(Date.parse('2026-11-25T18:30:00Z'))).toBe('2026-11-26');
});
