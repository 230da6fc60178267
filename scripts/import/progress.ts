import type { Rejection } from '../../workers/catalog/import/schemas.ts';

interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const PLAIN_EVERY_MS = 2000;
const BAR = 24;

/** One line that is drawn again and again on a terminal; a line every two seconds anywhere else. */
export class Progress {
  private readonly out: Terminal;
  private shown = '';
  private shownAt = 0;

  constructor(out: Terminal) {
    this.out = out;
  }

  /** `share` of the file that has been read, from 0 to 1. */
  show(share: number, text: string): void {
    const percent = `${String(Math.floor(share * 100)).padStart(3)} %`;
    if (this.out.isTTY !== true) {
      if (Date.now() - this.shownAt < PLAIN_EVERY_MS) return;
      this.shownAt = Date.now();
      this.out.write(`${percent}  ${text}\n`);
      return;
    }
    const done = Math.round(share * BAR);
    this.shown = `${'█'.repeat(done)}${'░'.repeat(BAR - done)} ${percent}  ${text}`.slice(
      0,
      (this.out.columns ?? 100) - 1,
    );
    this.out.write(`\r\u001b[K${this.shown}`);
  }

  /** Bad rows stay on the screen, above the line that moves. */
  name(rejections: readonly Rejection[]): void {
    if (rejections.length === 0) return;
    const lines = rejections.map(({ line, field, reason }) => `line ${line}: ${field}: ${reason}\n`).join('');
    this.out.write(this.shown === '' ? lines : `\r\u001b[K${lines}${this.shown}`);
  }

  end(): void {
    if (this.shown !== '') this.out.write('\n');
    this.shown = '';
  }
}
