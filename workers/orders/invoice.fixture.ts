import type { InvoiceLine } from '../domain/invoice.ts';
import { paise } from '../domain/money.ts';
import type { IssuedDocument } from './invoice-layout.ts';

/** An invoice of Karnataka for tests: ₹1,000 and 5 % of tax, unless said otherwise. */
export function givenInvoice(changes: Partial<IssuedDocument> = {}): IssuedDocument {
  const lines = changes.lines ?? [givenInvoiceLine()];
  const tax = {
    taxablePaise: paise(100_000),
    cgstPaise: paise(2_500),
    sgstPaise: paise(2_500),
    igstPaise: paise(0),
  };
  return {
    documentNo: 'HT-2627-000042',
    issuedAt: Date.parse('2026-11-23T10:00:00Z'),
    against: null,
    orderNo: 'HT4K7Q2M9XAB',
    orderedAt: Date.parse('2026-11-22T20:00:00Z'),
    paymentMethod: 'stripe',
    supplier: {
      name: 'Kaveri Handlooms Private Limited',
      lines: ['Trading as Kaveri', '12 MG Road, Bengaluru', 'PIN 560001'],
      state: 'Karnataka (29)',
      gstin: '29AAACK1234F1Z5',
    },
    buyer: { name: 'Asha Rao', lines: ['4 Temple Street', 'Bengaluru 560003'], state: 'Karnataka (29)' },
    placeOfSupply: 'Karnataka (29)',
    supply: 'intra',
    stateTaxName: 'SGST',
    rates: [{ gstBps: 500, ...tax }],
    totals: {
      ...tax,
      discountPaise: paise(0),
      totalPaise: paise(105_000),
      bankOfferPaise: paise(0),
      payablePaise: paise(105_000),
    },
    totalInWords: 'Rupees One Thousand Fifty Only',
    ...changes,
    lines,
  };
}

export function givenInvoiceLine(changes: Partial<InvoiceLine> = {}): InvoiceLine {
  return {
    title: 'Cotton kurta',
    detail: 'Size M',
    hsn: '6204',
    quantity: 1,
    unitPaise: paise(105_000),
    discountPaise: paise(0),
    gstBps: 500,
    taxablePaise: paise(100_000),
    cgstPaise: paise(2_500),
    sgstPaise: paise(2_500),
    igstPaise: paise(0),
    totalPaise: paise(105_000),
    ...changes,
  };
}
