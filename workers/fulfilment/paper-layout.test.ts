import { describe, expect, test } from 'vitest';
import { paise } from '../domain/money.ts';
import { type Mark, PAGE } from '../orders/invoice-pen.ts';
import { code128 } from './code-128.ts';
import { LABEL_SIZE, layoutLabel } from './label-layout.ts';
import { layoutPackingSlip } from './packing-slip-layout.ts';
import type { ParcelPaper } from './parcel-paper.ts';

/** Half as wide as it is high, each letter: wider than Noto Sans. */
const measure = (text: string, _face: unknown, size: number) => text.length * size * 0.6;

const paper: ParcelPaper = {
  orderNo: 'HT4K7Q2M9XAB',
  carrier: 'Delhivery',
  awb: '14901234567890',
  cashPaise: paise(129_950),
  weightGrams: 1250,
  printedAt: Date.parse('2026-11-25T12:00:00Z'),
  shop: { name: 'Sharma Traders', address: '1 Market Road', pincode: '560001', state: 'Karnataka' },
  buyer: {
    name: 'Asha Rao',
    phone: '9876543210',
    line: '4 Temple Street, Malleswaram',
    landmark: 'the old cinema',
    pincode: '560003',
    district: 'Bengaluru Urban',
    state: 'Karnataka',
  },
  lines: [{ sku: 'KURTA-M', title: 'Cotton kurta', variantLabel: 'Size M', quantity: 2 }],
};

const textsOf = (marks: readonly Mark[]) => marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []));

describe('a label', () => {
  const [marks = []] = layoutLabel(paper, measure);

  test('says who brings it, what to collect, where it goes and where it comes from', () => {
    const text = textsOf(marks).join(' ');
    for (const part of [
      'COD ₹1,299.50',
      '14901234567890',
      'Asha Rao',
      '560003',
      'Near the old cinema',
      'Sharma Traders',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toContain('2 pieces, 1.25 kg');
  });

  test('that is paid for collects nothing', () => {
    const [prepaid = []] = layoutLabel({ ...paper, cashPaise: paise(0) }, measure);
    expect(textsOf(prepaid)).toContain('PREPAID');
    expect(textsOf(prepaid).join(' ')).not.toContain('₹');
  });

  test('has the bars of its number, to scale, with room beside them', () => {
    const { bars } = code128(paper.awb);
    const drawn = marks.filter((mark) => mark.kind === 'box' && mark.height === 50);
    expect(drawn).toHaveLength(bars.length);
    const left = Math.min(...drawn.map((mark) => mark.x));
    const right = Math.max(...drawn.map((mark) => mark.x + (mark.kind === 'box' ? mark.width : 0)));
    expect(left).toBeGreaterThan(18);
    expect(right).toBeLessThan(LABEL_SIZE.width - 18);
  });

  test('stays on its page, however long the address is', () => {
    const long = 'A very long line of an address that goes on and on. '.repeat(12);
    const buyer = { ...paper.buyer, name: long, line: long, landmark: long };
    const shop = { ...paper.shop, name: long, address: long };
    const [crowded = []] = layoutLabel({ ...paper, buyer, shop }, measure);
    const foot = crowded.filter((mark) => mark.kind === 'text' && mark.text === `Order ${paper.orderNo}`)[0];
    for (const mark of crowded) expect(mark.y).toBeLessThanOrEqual(LABEL_SIZE.height);
    const above = crowded.filter((mark) => mark.kind === 'text' && mark !== foot && mark.x === foot?.x);
    expect(Math.max(...above.map((mark) => mark.y))).toBeLessThan((foot?.y ?? 0) - 8);
  });
});

describe('a packing slip', () => {
  test('lists what has to be inside, without prices', () => {
    const [marks = []] = layoutPackingSlip(paper, measure);
    const texts = textsOf(marks);
    for (const part of ['Cotton kurta (Size M)', 'KURTA-M', '2']) expect(texts).toContain(part);
    expect(texts.join(' ')).not.toContain('₹');
  });

  test('goes on to as many pages as it needs', () => {
    const line = { sku: 'S', title: 'A thing with a long name '.repeat(8), variantLabel: '', quantity: 1 };
    const lines = Array.from({ length: 60 }, (_, index) => ({ ...line, sku: `SKU-${index}` }));
    const pages = layoutPackingSlip({ ...paper, lines }, measure);
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.flatMap((marks) => textsOf(marks)).filter((text) => text.startsWith('SKU-'))).toHaveLength(60);
    for (const mark of pages.flat()) expect(mark.y).toBeLessThanOrEqual(PAGE.bottom + 10);
  });
});
