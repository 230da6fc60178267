import { z } from '@hono/zod-openapi';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** The metadata knows lengths, not which numbers are mobiles: in India those are ten digits from 6 upwards. */
const INDIAN_MOBILE = /^\+91([6-9]\d{9})$/;

/**
 * An Indian mobile number in E.164, however it is typed: '98450 12345', '098450-12345', '+91 98450 12345', in Devanagari
 * digits. Null for anything else, also for numbers abroad: codes to them are how shops are robbed by SMS.
 */
export function parseMobile(text: string): string | null {
  const phone = parsePhoneNumberFromString(withLatinDigits(text), { defaultCountry: 'IN', extract: false });
  if (phone === undefined || phone.ext !== undefined || !INDIAN_MOBILE.test(phone.number)) return null;
  return phone.number;
}

/** The library knows Arabic digits and not those of a Hindi keyboard. */
function withLatinDigits(text: string): string {
  return text.replace(/[०-९]/g, (digit) => String(digit.charCodeAt(0) - '०'.charCodeAt(0)));
}

/** '+919845012345' → '9845012345', as orders and couriers have it. */
export function tenDigitsOf(e164: string): string {
  return INDIAN_MOBILE.exec(e164)?.[1] ?? '';
}

/** '+919845012345' → '+91 98450 12345', which does not break; an e-mail address stays as it is. */
export function formatMobile(recipient: string): string {
  return recipient.replace(/^(\+91)(\d{5})(\d{5})$/, '$1\u00a0$2\u00a0$3');
}

/** Parses to E.164. */
export const mobileSchema = z
  .string()
  .max(20)
  .transform((text, check) => {
    const mobile = parseMobile(text);
    if (mobile !== null) return mobile;
    check.addIssue({ code: 'custom', message: 'an Indian mobile number: ten digits, the first from 6 to 9' });
    return z.NEVER;
  })
  .openapi({ type: 'string', example: '98450 12345' });
