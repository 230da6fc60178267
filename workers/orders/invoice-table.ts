import type { InvoiceLine, InvoiceModel } from '../domain/invoice.ts';
import { formatRupees } from '../domain/money.ts';
import { leading, PAGE, type Pen, wrap } from './invoice-pen.ts';

export interface Column {
  readonly label: string;
  readonly x: number;
  readonly width: number;
  readonly align: 'left' | 'right';
  /** Above, and below it in smaller grey letters. */
  cell(line: InvoiceLine, lineNo: number): readonly [string, string?];
  /** The same column in the row of sums. */
  sum(invoice: InvoiceModel): string;
}

type ColumnPlan = Omit<Column, 'x' | 'align'> & { readonly align?: 'left' };

const TITLE_STYLE = { size: 8, maxLines: 6 } as const;
const DETAIL_SIZE = 6.5;
const PADDING = 5;
const GAP = 5;

/** '1,29,950.00': invoices show paise even when there are none. */
export function amount(paise: number): string {
  const text = formatRupees(paise).replace('₹', '');
  return text.includes('.') ? text : `${text}.00`;
}

/** 250 → '2.5%'. */
export function percent(bps: number): string {
  return `${bps / 100}%`;
}

/** From edge to edge; the item's column takes what the tax columns leave. */
export function columnsOf(invoice: InvoiceModel): readonly Column[] {
  const taxes = taxColumns(invoice);
  const tail: ColumnPlan[] = [
    { label: 'HSN/SAC', width: 45, align: 'left', cell: (line) => [line.hsn], sum: () => '' },
    { label: 'Qty', width: 25, cell: (line) => [String(line.quantity)], sum: () => '' },
    { label: 'Rate', width: 54, cell: (line) => [amount(line.unitPaise)], sum: () => '' },
    {
      label: 'Discount',
      width: 46,
      cell: (line) => [line.discountPaise === 0 ? '–' : amount(line.discountPaise)],
      sum: ({ totals }) => (totals.discountPaise === 0 ? '–' : amount(totals.discountPaise)),
    },
    {
      label: 'Taxable value',
      width: 57,
      cell: (line) => [amount(line.taxablePaise)],
      sum: ({ totals }) => amount(totals.taxablePaise),
    },
    ...taxes,
    {
      label: 'Total',
      width: 56,
      cell: (line) => [amount(line.totalPaise)],
      sum: ({ totals }) => amount(totals.totalPaise),
    },
  ];
  const number: ColumnPlan = {
    label: '#',
    width: 20,
    align: 'left',
    cell: (_, lineNo) => [`${lineNo}`],
    sum: () => '',
  };
  const taken = [number, ...tail].reduce((width, column) => width + column.width, 0);
  const item: ColumnPlan = {
    label: 'Item',
    width: PAGE.right - PAGE.left - taken,
    align: 'left',
    cell: (line) => [line.title, line.detail],
    sum: () => 'Total',
  };
  let x: number = PAGE.left;
  return [number, item, ...tail].map((column) => {
    const placed: Column = { ...column, align: column.align ?? 'right', x };
    x += column.width;
    return placed;
  });
}

function taxColumns({ supply, stateTaxName }: InvoiceModel): ColumnPlan[] {
  if (supply === 'inter') {
    return [
      {
        label: 'IGST',
        width: 56,
        cell: (line) => [amount(line.igstPaise), percent(line.gstBps)],
        sum: ({ totals }) => amount(totals.igstPaise),
      },
    ];
  }
  const half = (label: string, member: 'cgstPaise' | 'sgstPaise'): ColumnPlan => ({
    label,
    width: 48,
    cell: (line) => [amount(line[member]), percent(line.gstBps / 2)],
    sum: ({ totals }) => amount(totals[member]),
  });
  return [half('CGST', 'cgstPaise'), half(stateTaxName, 'sgstPaise')];
}

export function drawHead(pen: Pen, columns: readonly Column[]): void {
  pen.box(PAGE.left, pen.y, PAGE.right - PAGE.left, 20, 'tint');
  for (const column of columns) {
    const style = { size: 7, face: 'bold', align: column.align } as const;
    pen.line(column.label, edge(column), pen.y + 6, column.width - GAP, style);
  }
  pen.y += 20;
}

export function lineHeight(pen: Pen, columns: readonly Column[], line: InvoiceLine): number {
  const heights = columns.map((column) => {
    const [above, below = ''] = column.cell(line, 0);
    const { size, maxLines } = TITLE_STYLE;
    const lines = column.label === 'Item' ? linesOf(pen, above, column.width - GAP, size, maxLines) : 1;
    const details = below === '' ? 0 : linesOf(pen, below, column.width - GAP, DETAIL_SIZE, 2);
    return lines * leading(size) + details * leading(DETAIL_SIZE);
  });
  return Math.max(...heights) + 2 * PADDING;
}

export function drawLine(pen: Pen, columns: readonly Column[], line: InvoiceLine, lineNo: number): void {
  const top = pen.y + PADDING;
  for (const column of columns) {
    const [above, below = ''] = column.cell(line, lineNo);
    const width = column.width - GAP;
    const { align } = column;
    let height = leading(TITLE_STYLE.size);
    if (column.label === 'Item') height = pen.paragraph(above, edge(column), top, width, TITLE_STYLE);
    else pen.line(above, edge(column), top, width, { size: TITLE_STYLE.size, align });
    if (below === '') continue;
    const style = { size: DETAIL_SIZE, colour: 'muted', align, maxLines: 2 } as const;
    pen.paragraph(below, edge(column), top + height, width, style);
  }
  pen.y += lineHeight(pen, columns, line);
  pen.rule(pen.y);
}

export function drawSums(pen: Pen, columns: readonly Column[], invoice: InvoiceModel): void {
  for (const column of columns) {
    const style = { size: 7.5, face: 'bold', align: column.align } as const;
    pen.line(column.sum(invoice), edge(column), pen.y + 6, column.width - GAP, style);
  }
  pen.y += 22;
  pen.rule(pen.y);
}

function linesOf(pen: Pen, text: string, width: number, size: number, maxLines: number): number {
  return wrap(text, width, (part) => pen.measure(part, 'regular', size), maxLines).length;
}

/** The side that the column's text leans on. */
function edge({ x, width, align }: Column): number {
  return align === 'left' ? x + GAP : x + width - (x + width >= PAGE.right ? GAP : 0);
}
