import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type InvoiceInput, invoiceModel } from './invoice.ts';
import { type Quote, type QuoteInput, quote } from './price.ts';
import { promotionOf } from './promotion.fixture.ts';

const SELLERS = { sel_1: '29', sel_2: '27' } as const;
type SellerId = keyof typeof SELLERS;

const RULES = [
  { kind: 'flat', bps: 0 },
  { kind: 'flat', bps: 1800 },
  { kind: 'slab', upToTaxablePaise: 250_000, bps: 500, aboveBps: 1800 },
] as const;

/** What checkout would store for a quote, as the invoice of one seller gets it. */
function inputOf(quoteInput: QuoteInput, { lines, charges }: Quote, sellerId: SellerId): InvoiceInput {
  return {
    seller: {
      name: 'Kaveri Handlooms',
      legalName: 'Kaveri Handlooms Private Limited',
      gstin: '29ABCDE1234F1Z5',
      stateCode: SELLERS[sellerId],
      pincode: '560001',
      address: '12 MG Road, Bengaluru',
    },
    order: {
      orderNo: 'HT4K7Q2M9XAB',
      createdAt: 0,
      paymentMethod: 'stripe',
      address: {
        name: 'Asha Rao',
        line: '4 Temple Street',
        landmark: '',
        pincode: '560003',
        district: 'Bengaluru',
        stateCode: quoteInput.deliveryStateCode ?? '29',
      },
    },
    lines: lines
      .filter((line) => line.sellerId === sellerId)
      .map((line) => ({
        ...line,
        title: line.sku,
        variantLabel: '',
        hsn: '6204',
        discountPaise: line.promotionPaise + line.couponPaise,
      })),
    charges: charges.filter((charge) => charge.sellerId === sellerId),
  };
}

const quoteInputs: fc.Arbitrary<QuoteInput> = fc.record({
  lines: fc
    .array(
      fc.record({
        sellerId: fc.constantFrom<SellerId>('sel_1', 'sel_2'),
        quantity: fc.integer({ min: 1, max: 10 }),
        pricePaise: fc.integer({ min: 1, max: 500_000 }),
        gstRule: fc.constantFrom(...RULES),
      }),
      { minLength: 1, maxLength: 8 },
    )
    .map((lines) =>
      lines.map((line, index) => ({
        ...line,
        sku: `SKU-${index}`,
        mrpPaise: line.pricePaise,
        sellerStateCode: SELLERS[line.sellerId],
      })),
    ),
  discounts: fc.array(
    fc.record({
      kind: fc.constantFrom('coupon' as const, 'bank_offer' as const),
      label: fc.constant('OFFER'),
      amountPaise: fc.integer({ min: 0, max: 100_000 }),
    }),
    { maxLength: 2 },
  ),
  promotions: fc.constantFrom(
    [],
    [
      promotionOf({ kind: 'product', rule: { type: 'percent', percentBps: 777, maxPaise: null } }),
      promotionOf({ id: 'prm_2', rule: { type: 'buy_x_get_y', buy: 2, get: 1, percentBps: 5_000 } }),
    ],
  ),
  shipping: fc.constant({ feePaise: 4_000, freeFromPaise: 50_000 }),
  codFeePaise: fc.constantFrom(0, 2_000),
  deliveryStateCode: fc.constantFrom('29', '27', '07'),
});

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);

describe('the invoices of an order', () => {
  test('add up to the order, to the paisa', () => {
    fc.assert(
      fc.property(quoteInputs, (input) => {
        const quoted = quote(input);
        const sellerIds = [...new Set(input.lines.map((line) => line.sellerId as SellerId))];
        const models = sellerIds.map((sellerId) => invoiceModel(inputOf(input, quoted, sellerId)));
        expect(sum(models.map((model) => model.totals.payablePaise))).toBe(quoted.totals.grandPaise);
        expect(sum(models.map((model) => model.totals.bankOfferPaise))).toBe(quoted.totals.bankOfferPaise);
        const taxes = models.map(({ totals }) => totals.cgstPaise + totals.sgstPaise + totals.igstPaise);
        expect(sum(taxes)).toBe(quoted.totals.taxPaise);
        for (const { lines, rates, totals } of models) {
          for (const part of ['taxablePaise', 'cgstPaise', 'sgstPaise', 'igstPaise'] as const) {
            expect(sum(lines.map((line) => line[part]))).toBe(totals[part]);
            expect(sum(rates.map((rate) => rate[part]))).toBe(totals[part]);
          }
          expect(sum(lines.map((line) => line.quantity * line.unitPaise - line.discountPaise))).toBe(totals.totalPaise);
        }
      }),
    );
  });
});

describe('one invoice', () => {
  const input: QuoteInput = {
    lines: [
      {
        sku: 'SAREE',
        sellerId: 'sel_1',
        sellerStateCode: '29',
        quantity: 2,
        mrpPaise: 20_000,
        pricePaise: 10_500,
        gstRule: { kind: 'flat', bps: 500 },
      },
    ],
    discounts: [],
    shipping: { feePaise: 4_000, freeFromPaise: 50_000 },
    codFeePaise: 2_000,
    deliveryStateCode: '29',
  };
  const stored = inputOf(input, quote(input), 'sel_1');

  test('shows goods, shipping and the fee for cash, with halves for centre and state', () => {
    const model = invoiceModel(stored);
    expect(model).toMatchObject({
      supply: 'intra',
      stateTaxName: 'SGST',
      placeOfSupply: 'Karnataka (29)',
      supplier: { name: 'Kaveri Handlooms Private Limited', state: 'Karnataka (29)' },
      totalInWords: 'Rupees Two Hundred Seventy Only',
    });
    expect(model.lines.map(({ title, hsn, totalPaise }) => [title, hsn, totalPaise])).toEqual([
      ['SAREE', '6204', 21_000],
      ['Shipping', '996812', 4_000],
      ['Cash on delivery fee', '996812', 2_000],
    ]);
    expect(model.lines[0]).toMatchObject({ unitPaise: 10_500, taxablePaise: 20_000, cgstPaise: 500, sgstPaise: 500 });
    expect(model.rates.map((rate) => rate.gstBps)).toEqual([500, 1800]);
  });

  test('names the tax of a union territory without a legislature', () => {
    const { seller, order } = stored;
    const address = { ...order.address, stateCode: '04' };
    const model = invoiceModel({ ...stored, seller: { ...seller, stateCode: '04' }, order: { ...order, address } });
    expect(model.stateTaxName).toBe('UTGST');
  });

  test('is refused when a stored amount is one paisa off', () => {
    const [line] = stored.lines;
    if (line === undefined) throw new Error('the input has a line');
    const off = { ...line, taxablePaise: line.taxablePaise - 1 };
    expect(() => invoiceModel({ ...stored, lines: [off] })).toThrow(RangeError);
  });

  test('is refused when it was taxed for another state', () => {
    const seller = { ...stored.seller, stateCode: '27' };
    expect(() => invoiceModel({ ...stored, seller })).toThrow(RangeError);
  });
});
