import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** They are on every page, or are nothing to look at. */
const NOT_SHOWN = ['BotCheck', 'Footer', 'Header', 'Metadata', 'Remembered'];

test('every component that pages share is on /dev/components', () => {
  const folder = path.dirname(import.meta.dirname);
  const shared = readdirSync(folder).flatMap((file) => (file.endsWith('.astro') ? [file.replace('.astro', '')] : []));
  const shown = readFileSync(path.join(import.meta.dirname, 'Specimens.astro'), 'utf8').matchAll(/name="(\w+)"/g);
  const names = new Set([...shown].map(([, name]) => name));
  expect(shared.filter((name) => !NOT_SHOWN.includes(name) && !names.has(name))).toEqual([]);
});
