import { amountInWords } from './amount-in-words.ts';
import { STATES, type Supply, supplyBetween, type TaxContained } from './gst.ts';
import { type Paise, paise, sum } from './money.ts';
import type { PaymentMethod } from './payment.ts';

/**
 * What a tax invoice says: rule 46 of the CGST Rules, 2017. One invoice per seller's fulfilment; every number comes
 * from the order's stored lines and charges, nothing is computed again.
 */

export interface InvoiceInput {
  readonly seller: {
    readonly name: string;
    readonly legalName: string;
    readonly gstin: string;
    readonly stateCode: string;
    readonly pincode: string;
    readonly address: string;
  };
  readonly order: {
    readonly orderNo: string;
    readonly createdAt: number;
    readonly paymentMethod: PaymentMethod;
    readonly address: {
      readonly name: string;
      readonly line: string;
      readonly landmark: string;
      readonly pincode: string;
      readonly district: string;
      readonly stateCode: string;
    };
  };
  /** The lines of the fulfilment, in the order's sequence. */
  readonly lines: readonly InvoiceLineInput[];
  /** The charges of the fulfilment's seller. */
  readonly charges: readonly InvoiceChargeInput[];
}

/** Amounts of a whole line. */
interface InvoiceLineInput extends StoredTax {
  readonly title: string;
  readonly variantLabel: string;
  readonly hsn: string;
  readonly quantity: number;
  readonly pricePaise: number;
  readonly discountPaise: number;
  readonly grossPaise: number;
  readonly paidPaise: number;
}

interface InvoiceChargeInput extends StoredTax {
  readonly kind: 'shipping' | 'cod_fee';
  readonly grossPaise: number;
}

interface StoredTax {
  readonly gstBps: number;
  readonly taxablePaise: number;
  readonly cgstPaise: number;
  readonly sgstPaise: number;
  readonly igstPaise: number;
}

export interface InvoiceParty {
  readonly name: string;
  /** Below the name: trade name, address, landmark, pincode. */
  readonly lines: readonly string[];
  /** 'Karnataka (29)'. */
  readonly state: string;
}

export interface InvoiceLine extends TaxContained {
  readonly title: string;
  readonly detail: string;
  /** HSN of goods, SAC of services. */
  readonly hsn: string;
  readonly quantity: number;
  /** For one piece, tax included. */
  readonly unitPaise: Paise;
  readonly discountPaise: Paise;
  readonly gstBps: number;
  /** quantity × unit − discount = taxable value + taxes. */
  readonly totalPaise: Paise;
}

/** Taxes of all lines that share a rate. */
export interface InvoiceRate extends TaxContained {
  readonly gstBps: number;
}

/** Everything but number and date, so that an order that does not add up never uses up a number. */
export interface InvoiceModel {
  readonly orderNo: string;
  readonly orderedAt: number;
  readonly paymentMethod: PaymentMethod;
  readonly supplier: InvoiceParty & { readonly gstin: string };
  readonly buyer: InvoiceParty;
  /** Rule 46(n), with the GST code of the state. */
  readonly placeOfSupply: string;
  readonly supply: Supply;
  /** 'SGST', or 'UTGST' in a union territory that has no legislature. */
  readonly stateTaxName: 'SGST' | 'UTGST';
  readonly lines: readonly InvoiceLine[];
  readonly rates: readonly InvoiceRate[];
  readonly totals: TaxContained & {
    readonly discountPaise: Paise;
    /** The value of the invoice. */
    readonly totalPaise: Paise;
    /** Paid by a bank on the buyer's behalf; it does not lower the value (vectors/gst.json). */
    readonly bankOfferPaise: Paise;
    readonly payablePaise: Paise;
  };
  readonly totalInWords: string;
}

/** Throws a RangeError when the stored amounts do not add up: such an invoice must not leave the house. */
export function invoiceModel({ seller, order, lines, charges }: InvoiceInput): InvoiceModel {
  const supply = supplyBetween(seller.stateCode, order.address.stateCode);
  const rows = [...lines.map(goodsLine), ...charges.map(serviceLine)];
  const tax = taxOf(rows);
  if ((supply === 'intra' ? tax.igstPaise : tax.cgstPaise) > 0) throw new RangeError(`not taxed as ${supply}-state`);
  const bankOfferPaise = sum(lines.map((line) => line.grossPaise - line.paidPaise));
  const totalPaise = sum(rows.map((row) => row.totalPaise));
  return {
    orderNo: order.orderNo,
    orderedAt: order.createdAt,
    paymentMethod: order.paymentMethod,
    supplier: supplierOf(seller),
    buyer: buyerOf(order.address),
    placeOfSupply: stateLabel(order.address.stateCode),
    supply,
    stateTaxName: NO_LEGISLATURE.has(seller.stateCode) ? 'UTGST' : 'SGST',
    lines: rows,
    rates: ratesOf(rows),
    totals: {
      ...tax,
      discountPaise: sum(rows.map((row) => row.discountPaise)),
      totalPaise,
      bankOfferPaise,
      payablePaise: paise(totalPaise - bankOfferPaise),
    },
    totalInWords: amountInWords(totalPaise),
  };
}

/** UTGST Act, 2017: Chandigarh, Dadra and Nagar Haveli and Daman and Diu, Lakshadweep, the Andamans, Ladakh. */
const NO_LEGISLATURE = new Set(['04', '26', '31', '35', '38']);

function supplierOf(seller: InvoiceInput['seller']): InvoiceModel['supplier'] {
  const tradeName = seller.name === seller.legalName ? [] : [`Trading as ${seller.name}`];
  return {
    name: seller.legalName,
    lines: [...tradeName, seller.address, `PIN ${seller.pincode}`],
    state: stateLabel(seller.stateCode),
    gstin: seller.gstin,
  };
}

/** Of somebody who asked to be forgotten only the place of supply is left. */
function buyerOf(address: InvoiceInput['order']['address']): InvoiceParty {
  const { name, line, landmark, district, pincode, stateCode } = address;
  return {
    name: name === '' ? 'Name and address removed on request' : name,
    lines: [line, landmark, `${district} ${pincode}`].filter((part) => part !== ''),
    state: stateLabel(stateCode),
  };
}

function stateLabel(stateCode: string): string {
  return `${STATES[stateCode] ?? 'State'} (${stateCode})`;
}

function goodsLine(line: InvoiceLineInput): InvoiceLine {
  const unitPaise = paise(line.pricePaise / line.quantity);
  return checked(line, {
    title: line.title,
    detail: line.variantLabel,
    hsn: line.hsn,
    quantity: line.quantity,
    unitPaise,
    discountPaise: paise(line.discountPaise),
    ...storedTax(line),
  });
}

/** Carriage by a courier, and taking cash, which is part of it. */
const CARRIAGE_SAC = '996812';
const CHARGE_TITLES = { shipping: 'Shipping', cod_fee: 'Cash on delivery fee' } as const;

function serviceLine(charge: InvoiceChargeInput): InvoiceLine {
  return checked(charge, {
    title: CHARGE_TITLES[charge.kind],
    detail: '',
    hsn: CARRIAGE_SAC,
    quantity: 1,
    unitPaise: paise(charge.grossPaise),
    discountPaise: paise(0),
    ...storedTax(charge),
  });
}

function storedTax({ gstBps, taxablePaise, cgstPaise, sgstPaise, igstPaise }: StoredTax) {
  return {
    gstBps,
    taxablePaise: paise(taxablePaise),
    cgstPaise: paise(cgstPaise),
    sgstPaise: paise(sgstPaise),
    igstPaise: paise(igstPaise),
  };
}

function checked(stored: { readonly grossPaise: number }, row: Omit<InvoiceLine, 'totalPaise'>): InvoiceLine {
  const totalPaise = sum([row.taxablePaise, row.cgstPaise, row.sgstPaise, row.igstPaise]);
  const charged = row.quantity * row.unitPaise - row.discountPaise;
  if (totalPaise !== stored.grossPaise || charged !== totalPaise) {
    throw new RangeError(`a line of ${stored.grossPaise} paise adds up to ${charged} and ${totalPaise}`);
  }
  return { ...row, totalPaise };
}

function ratesOf(rows: readonly InvoiceLine[]): InvoiceRate[] {
  const rates = [...new Set(rows.map((row) => row.gstBps))].sort((a, b) => a - b);
  return rates.map((gstBps) => ({ gstBps, ...taxOf(rows.filter((row) => row.gstBps === gstBps)) }));
}

function taxOf(rows: readonly TaxContained[]): TaxContained {
  return {
    taxablePaise: sum(rows.map((row) => row.taxablePaise)),
    cgstPaise: sum(rows.map((row) => row.cgstPaise)),
    sgstPaise: sum(rows.map((row) => row.sgstPaise)),
    igstPaise: sum(rows.map((row) => row.igstPaise)),
  };
}
