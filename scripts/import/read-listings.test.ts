import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { factsOf, readListings } from './read-listings.ts';

const HEADER = 'listing_id,title,category,mrp,price';
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'haat-import-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: string | Buffer) {
  const file = path.join(folder, 'file.csv');
  await writeFile(file, content);
  const rows = [];
  let bytes = 0;
  for await (const { line, fields, problem } of readListings(file, (read) => (bytes = read))) {
    rows.push([line, problem === undefined ? fields.title : `${problem.field}: ${problem.reason}`]);
  }
  expect(bytes).toBe((await factsOf(file)).bytes);
  return rows;
}

test('rows carry the line on which they begin', async () => {
  const lines = [HEADER, '1,one,c,2,1', '', '2,"two', 'lines",c,2,1', '3,three,c,2,1'];
  const expected = [
    [2, 'one'],
    [4, 'two\nlines'],
    [6, 'three'],
  ];
  expect(await read(lines.join('\n'))).toEqual(expected);
  expect(await read(`\ufeff${lines.join('\n')}\n`)).toEqual(expected);
  expect(await read(gzipSync(lines.join('\n')))).toEqual(expected);
});

test('a row that is no CSV is named in its place; those behind it are read', async () => {
  expect(
    await read([HEADER, '1,one,c,2,1', '2,two,c', '3,three,c,2,1', '4,fo"ur,c,2,1', '5,five,c,2,1'].join('\n')),
  ).toEqual([
    [2, 'one'],
    [3, 'row: not as many cells as the header'],
    [4, 'three'],
    [5, 'row: a quote inside a cell that is not quoted'],
    [6, 'five'],
  ]);
  expect(await read([HEADER, '1,one,c,2,1', '2,"two,c,2,1'].join('\n'))).toEqual([
    [2, 'one'],
    [3, 'row: a quote is not closed before the end of the file'],
  ]);
});

test('a file of many rows arrives whole', async () => {
  const rows = Array.from({ length: 5000 }, (_, index) => `${index},title ${index},c,2,1`);
  const all = await read([HEADER, ...rows].join('\r\n'));
  expect(all).toHaveLength(5000);
  expect(all.at(-1)).toEqual([5001, 'title 4999']);
});

test.each([
  ['listing_id,title,category,mrp,prise\n', "unknown column 'prise'; missing column 'price'"],
  ['', 'The file is empty'],
])('a header that does not fit: %j', async (content, reason) => {
  await expect(read(content)).rejects.toThrow(reason);
});

test('a broken archive is no end of file', async () => {
  const whole = gzipSync(
    [HEADER, ...Array.from({ length: 2000 }, (_, index) => `${index},${Math.sin(index)},c,2,1`)].join('\n'),
  );
  await expect(read(whole.subarray(0, whole.length / 2))).rejects.toThrow('cannot be read');
});
