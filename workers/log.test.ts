import { DrizzleQueryError } from 'drizzle-orm';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { logFor, scrubbed } from './log.ts';

afterEach(() => vi.restoreAllMocks());

describe('what is logged', () => {
  test.each([
    ['an e-mail address', 'no mail to asha.rao+shop@example.co.in today', 'no mail to [e-mail] today'],
    ['one in an address', '/login?email=asha%40example.in&next=/', '/login?email=[e-mail]&next=/'],
    ['one with letters of its own', 'to आशा@उदाहरण.भारत', 'to [e-mail]'],
    ['an Indian phone', 'tel 98450 12345, or 09845012345', 'tel [phone], or [phone]'],
    ['a phone in E.164', '"+919845012345" and +1 415-555-0100', '"[phone]" and [phone]'],
    ['a phone with its country', '919845012345', '[phone]'],
    ['a JWT', 'token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1c3IifQ.c2ln!', 'token [token]!'],
    ['a bearer token', 'Authorization: Bearer abc.def-ghi', 'Authorization: Bearer [token]'],
    [
      'a cookie',
      '__Host-haat_refresh=abc-DEF_1; haat_guest=gst_1.x',
      '__Host-haat_refresh=[cookie]; haat_guest=[cookie]',
    ],
    ['a key of a third party', 'key sk_test_haat', 'key [secret]'],
  ])('has no %s', (_what, text, wanted) => {
    expect(scrubbed(text)).toBe(wanted);
    expect(scrubbed({ deep: [{ text }] })).toEqual({ deep: [{ text: wanted }] });
  });

  test.each([
    'ord_01KB0Z8Q4M7C2W9X5T3R6Y1N8P',
    'HT4K7Q2M9XAB',
    'AWB10000043',
    '1795624088477',
    '99900',
    '2026-11-25T16:40:26.123Z',
    'at /srv/shop/workers/api.ts:5102:9845',
    '560001',
    'parcel.shipped:ful_01M89S6AKEJVWX9BG3YWYCJ47B:email',
    'UNIQUE constraint failed: users.email',
  ])('still says %s', (text) => {
    expect(scrubbed(text)).toBe(text);
  });

  test('has no values of fields that say who somebody is', () => {
    const fields = {
      name: 'Asha Rao',
      email: 'x',
      phone: 1,
      address: { line: '12 MG Road' },
      orderId: 'ord_1',
      count: 2,
    };
    expect(scrubbed(fields)).toEqual({
      ...{ name: '[personal]', email: '[personal]', phone: '[personal]', address: '[personal]' },
      ...{ orderId: 'ord_1', count: 2 },
    });
  });

  test('tells of a failed query what was asked and why it failed, not with what', () => {
    const cause = new Error('D1_ERROR: UNIQUE constraint failed: users.email: SQLITE_CONSTRAINT');
    const error = new DrizzleQueryError(
      'insert into users values (?, ?)',
      ['Asha Rao', 'asha@haat.test\n    at home'],
      cause,
    );
    for (const text of [scrubbed(error), scrubbed(error.stack), scrubbed(String(error))].map(String)) {
      expect(text).toContain('insert into users values (?, ?)');
      expect(text).not.toMatch(/Asha|asha/);
    }
    const text = String(scrubbed(error));
    expect(text).toContain('UNIQUE constraint failed: users.email');
    expect(text).toContain('log.test.ts');
  });

  test('is one line of JSON with the request, also of what no JSON can say', () => {
    const lines: string[] = [];
    vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line));
    const circle: Record<string, unknown> = { big: 10n };
    circle.self = circle;
    logFor('req_1').error('failed for asha@haat.test', { circle, error: new TypeError('no 9845012345') });
    expect(lines).toHaveLength(1);
    const line = JSON.parse(lines[0] ?? '') as Record<string, unknown>;
    expect(line).toMatchObject({ level: 'error', message: 'failed for [e-mail]', requestId: 'req_1' });
    expect(line.error).toMatch(/^TypeError: no \[phone\]\n {4}at /);
  });
});
