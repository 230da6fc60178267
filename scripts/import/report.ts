import { writeFile } from 'node:fs/promises';
import type { Rejection } from '../../workers/catalog/import/schemas.ts';

/** The rejected rows as CSV. */
export async function writeReport(file: string, rejections: readonly Rejection[]): Promise<void> {
  const rows = rejections.map(({ line, field, reason }) => [String(line), field, reason].map(cell).join(','));
  await writeFile(file, `${['line,field,reason', ...rows].join('\n')}\n`);
}

/** Quoted where it must be. A spreadsheet would run a cell that begins with = + - or @. */
function cell(text: string): string {
  const safe = /^[=+@\t\r-]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
