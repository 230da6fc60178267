import { describe, expect, test } from 'vitest';
import { browsingOf } from './browsing.ts';
import { noteText } from './note-text.ts';

const at = (address: string, slug?: string) => browsingOf(new URL(address, 'http://haat.test'), slug);

describe('an address that makes no sense is mended or left out, and noted', () => {
  test.each([
    ['/search?min=900&max=100', { min: 100, max: 900 }, ['swapped']],
    ['/search?min=-5&max=100', { max: 100 }, ['min']],
    ['/search?min=abc', {}, ['min']],
    ['/search?max=99999999999', {}, ['max']],
    ['/search?sort=best&q=pan', { q: 'pan' }, ['sort']],
    ['/search?rating=9&discount=0&inStock=yes', {}, ['rating', 'discount', 'inStock']],
    ['/search?category=..%2F', {}, ['category']],
    [`/search?attr.colour=${'a'.repeat(301)}`, {}, ['attr.colour']],
    [`/search?brand=${'a'.repeat(501)}`, {}, ['brand']],
    ['/search?q=pan&utm_source=x&no=such', { q: 'pan' }, []],
    ['/search?page=0', {}, []],
    ['/search?page=two', {}, []],
    ['/search?page=-1', {}, []],
  ])('%s', (address, query, noted) => {
    const browsing = at(address);
    const { page, limit, ...rest } = browsing.query;
    expect(rest).toEqual(query);
    expect([page, limit]).toEqual([1, 24]);
    expect(browsing.notes.map(({ kind, name }) => (kind === 'refused' ? name : kind)).sort()).toEqual(noted.toSorted());
    for (const note of browsing.notes) expect(noteText(note)).not.toBe('');
  });

  test('five thousand characters are cut, and not in the middle of one', () => {
    const { query, notes } = at(`/search?q=a${encodeURIComponent('🙂'.repeat(2500))}`);
    expect(query.q?.length).toBeLessThanOrEqual(200);
    expect(query.q?.isWellFormed()).toBe(true);
    expect(notes).toEqual([{ kind: 'too_long', name: 'q', count: 200 }]);
  });

  test('a page far behind the last is remembered as it was asked', () => {
    const { query, askedPage } = at('/search?page=1000000');
    expect([askedPage, query.page]).toEqual([1_000_000, 200]);
  });

  test('what was refused is shown short, as text', () => {
    const [note] = at(`/search?sort=${encodeURIComponent('<b>'.repeat(100))}`).notes;
    expect(note === undefined ? '' : noteText(note).length).toBeLessThan(120);
  });
});
