import { IST_OFFSET_MS } from './ist.ts';

/** Serial numbers of tax invoices and credit notes: rules 46(b) and 53(1A) of the CGST Rules, 2017. */

/** '2627' for 1 April 2026 to 31 March 2027, in IST: the year turns at 18:30 UTC on 31 March. */
export function financialYearOf(at: number): string {
  const ist = new Date(at + IST_OFFSET_MS);
  const start = ist.getUTCFullYear() - (ist.getUTCMonth() < 3 ? 1 : 0);
  return `${twoDigits(start)}${twoDigits(start + 1)}`;
}

/** What precedes the serial in every number of a year. */
export function invoiceSeries(financialYear: string): string {
  return `HT-${financialYear}-`;
}

/** Credit notes have a series of their own: 'CN-2627-000001'. */
export function creditNoteSeries(financialYear: string): string {
  return `CN-${financialYear}-`;
}

/** Serials are padded to this width; larger ones grow to the left. */
export const INVOICE_SERIAL_DIGITS = 6;
/** Rule 46(b): a consecutive serial number of at most 16 letters, digits, hyphens and slashes. */
export const INVOICE_NO_LENGTH = 16;

/** 'HT-2627-000042': unique for a GSTIN and a financial year. Room for 99,999,999 of them. */
export function invoiceNoOf(financialYear: string, serial: number): string {
  const invoiceNo = `${invoiceSeries(financialYear)}${String(serial).padStart(INVOICE_SERIAL_DIGITS, '0')}`;
  if (invoiceNo.length > INVOICE_NO_LENGTH) throw new RangeError(`${invoiceNo} is longer than rule 46(b) allows`);
  return invoiceNo;
}

function twoDigits(year: number): string {
  return String(year % 100).padStart(2, '0');
}
