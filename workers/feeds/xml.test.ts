import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, element, escapeXml } from './xml.ts';

const plain = (text: string) =>
  text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => {
    return { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }[name] ?? '';
  });

/** Code points that XML 1.0 allows (2.2 Char). */
const isWritable = (character: string) => {
  const point = character.codePointAt(0) ?? 0;
  return (
    [0x9, 0xa, 0xd].includes(point) ||
    (point >= 0x20 && point <= 0xd7ff) ||
    (point >= 0xe000 && point <= 0xfffd) ||
    point >= 0x10000
  );
};

test.each([
  ['Salt & pepper <"mill">', 'Salt &amp; pepper &lt;&quot;mill&quot;&gt;'],
  ["Women's kurta", 'Women&apos;s kurta'],
  ['सूती कुर्ता 🪔', 'सूती कुर्ता 🪔'],
  ['a\u0000b\u001fc\ufffed', 'abcd'],
  ['half \ud83e of a lamp \udc00', 'half  of a lamp '],
  [']]>', ']]&gt;'],
])('%j is written as %j', (text, written) => {
  expect(escapeXml(text)).toBe(written);
});

test('any title survives, and none breaks the document', () => {
  const odd = fc.string({
    unit: fc.oneof(fc.constantFrom('&', '<', '>', '"', "'", ';', '\u0000', '\ud800'), fc.string()),
  });
  fc.assert(
    fc.property(odd, (title) => {
      const written = escapeXml(title);
      expect(written).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|apos);)/);
      expect([...written].every(isWritable)).toBe(true);
      expect(plain(written)).toBe([...title].filter(isWritable).join(''));
    }),
    { numRuns: 500 },
  );
});

test('an empty element is left out', () => {
  expect(element('g:brand', null) + element('g:gtin', '')).toBe('');
  expect(element('g:brand', 'Salt & Co')).toBe('<g:brand>Salt &amp; Co</g:brand>');
});

test('a document is made only as far as it is read', async () => {
  let made = 0;
  async function* parts() {
    for (; made < 1000; made++) yield `part ${made} `;
  }
  const reader = bytesOf(parts()).getReader();
  const first = await reader.read();
  expect(new TextDecoder().decode(first.value)).toBe('part 0 ');
  await reader.cancel();
  expect(made).toBeLessThan(5);
});
