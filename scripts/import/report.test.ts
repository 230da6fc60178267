import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readOptions } from './options.ts';
import { Progress } from './progress.ts';
import { writeReport } from './report.ts';

test('the report is CSV, and nothing in it runs in a spreadsheet', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'haat-report-'));
  const file = path.join(folder, 'report.csv');
  await writeReport(file, [
    { line: 3, field: 'price', reason: 'not an amount: \'a,"b"\'' },
    { line: 4, field: 'title', reason: '=HYPERLINK(1)' },
  ]);
  expect(await readFile(file, 'utf8')).toBe(
    'line,field,reason\n3,price,"not an amount: \'a,""b""\'"\n4,title,\'=HYPERLINK(1)\n',
  );
  await rm(folder, { recursive: true });
});

test('a terminal sees one line, anything else sees lines', () => {
  const written = (isTTY: boolean) => {
    let text = '';
    const progress = new Progress({ isTTY, columns: 60, write: (more) => (text += more) });
    progress.show(0.5, '10 rows');
    progress.name([{ line: 2, field: 'mrp', reason: 'missing' }]);
    progress.show(1, '20 rows');
    progress.end();
    return text;
  };
  expect(written(false)).toBe(' 50 %  10 rows\nline 2: mrp: missing\n');
  expect(written(true)).toContain('line 2: mrp: missing\n████████████░░░░░░░░░░░░  50 %  10 rows');
});

test('options', () => {
  const file = path.basename(import.meta.filename);
  const env = { INIT_CWD: import.meta.dirname };
  expect(readOptions(['--help'], env)).toBeNull();
  expect(readOptions([file, '--dry-run', '--stock', '7'], env)).toMatchObject({
    file: import.meta.filename,
    url: 'http://127.0.0.1:8787',
    login: { email: 'staff@haat.test' },
    isDryRun: true,
    defaultStock: 7,
  });
  expect(() => readOptions([file, '--url', 'https://shop.example'], env)).toThrow('HAAT_STAFF_EMAIL');
  expect(() => readOptions([file, '--url', 'shop'], env)).toThrow('Not an address');
  expect(() => readOptions([file, '--stock', '-1'], env)).toThrow(/stock/);
  expect(() => readOptions([file, '--colour'], env)).toThrow('--colour');
  expect(() => readOptions([], env)).toThrow('Which file?');
  expect(() => readOptions(['nowhere.csv'], env)).toThrow('There is no file');
});
