import { expect, test } from 'vitest';
import { formatMobile, mobileSchema, parseMobile, tenDigitsOf } from './phone.ts';

test.each([
  '9845012345',
  '98450 12345',
  ' 98450-12345 ',
  '09845012345',
  '+91 98450 12345',
  '0091 98450 12345',
  '919845012345',
  '९८४५० १२३४५',
])('%s is the number +919845012345', (text) => {
  expect(parseMobile(text)).toBe('+919845012345');
});

test.each([
  ['', 'nothing'],
  ['12345', 'too short'],
  ['98450123456', 'too long'],
  ['5845012345', 'no mobile'],
  ['022 2222 1234', 'a landline in Mumbai'],
  ['+1 415 555 2671', 'abroad'],
  ['+44 7400 123456', 'a mobile abroad'],
  ['98450 12345 ext. 7', 'an extension'],
  ['call 9845012345 now', 'text around it'],
  ["9845012345' OR 1=1", 'a try'],
])('%s is refused: %s', (text) => {
  expect(parseMobile(text)).toBeNull();
});

test('the schema parses to E.164 and says what it wants', () => {
  expect(mobileSchema.parse('98450 12345')).toBe('+919845012345');
  expect(tenDigitsOf('+919845012345')).toBe('9845012345');
  expect(formatMobile('+919845012345')).toBe('+91\u00a098450\u00a012345');
  expect(formatMobile('asha@example.in')).toBe('asha@example.in');
  expect(mobileSchema.safeParse('+1 415 555 2671').error?.issues[0]?.message).toMatch(/ten digits/);
});
