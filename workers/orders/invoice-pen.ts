/** Marks on A4 pages, measured in points from the top left corner: what a layout is made of before it is a PDF. */

export const PAGE = { width: 595.28, height: 841.89, left: 40, right: 555, top: 40, bottom: 786 } as const;

export type Face = 'regular' | 'bold';
export type Colour = 'ink' | 'muted' | 'brand' | 'tint' | 'rule';

export type Mark =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly x: number;
      /** The baseline. */
      readonly y: number;
      readonly size: number;
      readonly face: Face;
      readonly colour: Colour;
    }
  | {
      readonly kind: 'box';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly colour: Colour;
    };

export type Measure = (text: string, face: Face, size: number) => number;

export interface TextStyle {
  readonly size?: number;
  readonly face?: Face;
  readonly colour?: Colour;
  readonly align?: 'left' | 'right';
}

/** Text that was cut ends like this. */
const MORE = '…';
const MIN_SIZE = 4;

/** Writes onto one page from `y` downwards. */
export class Pen {
  readonly marks: Mark[] = [];
  readonly measure: Measure;
  y: number;

  constructor(measure: Measure, y: number) {
    this.measure = measure;
    this.y = y;
  }

  /** One line whose top is at `top`; `x` is its left edge, or its right one. A line wider than `width` shrinks. */
  line(text: string, x: number, top: number, width: number, style: TextStyle = {}): void {
    const { size: wanted = 8, face = 'regular', colour = 'ink', align = 'left' } = style;
    const natural = this.measure(text, face, wanted);
    const size = natural <= width ? wanted : Math.max(MIN_SIZE, (wanted * width) / natural);
    const at = align === 'left' ? x : x - this.measure(text, face, size);
    this.marks.push({ kind: 'text', text, x: at, y: top + wanted, size, face, colour });
  }

  /** Wrapped lines from `top`; returns the height they take. */
  paragraph(
    text: string,
    x: number,
    top: number,
    width: number,
    style: TextStyle & { maxLines?: number } = {},
  ): number {
    const { size = 8, face = 'regular', maxLines = 8 } = style;
    const lines = wrap(text, width, (part) => this.measure(part, face, size), maxLines);
    lines.forEach((line, index) => {
      this.line(line, x, top + index * leading(size), width, style);
    });
    return lines.length * leading(size);
  }

  box(x: number, y: number, width: number, height: number, colour: Colour): void {
    this.marks.push({ kind: 'box', x, y, width, height, colour });
  }

  rule(y: number, x: number = PAGE.left, width: number = PAGE.right - PAGE.left): void {
    this.box(x, y, width, 0.6, 'rule');
  }
}

export function leading(size: number): number {
  return size * 1.35;
}

/** Breaks at spaces, and inside a word only when the word alone is too wide. Never more than `maxLines` lines. */
export function wrap(text: string, width: number, measure: (part: string) => number, maxLines: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.trim().split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (measure(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = piecesOf(word, width, measure);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  if (line !== '') lines.push(line);
  if (lines.length <= maxLines) return lines;
  const kept = lines.slice(0, maxLines);
  let last = kept.pop() ?? '';
  while (last !== '' && measure(last + MORE) > width) last = last.slice(0, -1);
  return [...kept, last + MORE];
}

function piecesOf(word: string, width: number, measure: (part: string) => number): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const letter of word) {
    if (piece !== '' && measure(piece + letter) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += letter;
  }
  return [...pieces, piece];
}
