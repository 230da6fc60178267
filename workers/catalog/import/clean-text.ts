/** Text from other people's files: markup, entities, control characters and broken encodings removed, length bounded. */

const TAG =
  /<\/?(?:a|b|br|center|div|em|font|h[1-6]|hr|i|img|li|ol|p|script|small|span|strong|style|table|tbody|td|th|tr|u|ul)(?:\s[^<>]{0,300})?\/?>/gi;
/** Control characters but tab and newline, marks that only confuse (joiners are spelling in Hindi), broken bytes. */
const INVISIBLE = /(?![\t\n\r])\p{Cc}|[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffd]/gu;
const ENTITY = /&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});/gi;
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  gt: '>',
  hellip: '…',
  ldquo: '“',
  lsquo: '‘',
  lt: '<',
  mdash: '—',
  nbsp: ' ',
  ndash: '–',
  quot: '"',
  rdquo: '”',
  rsquo: '’',
  rupee: '₹',
};

/** One line, at most `maxLength` characters; a longer one ends at a word with '…'. */
export function cleanLine(text: string, maxLength: number): string {
  return cut(plain(text).replace(/\s+/g, ' ').trim(), maxLength);
}

/** Paragraphs separated by single newlines. */
export function cleanText(text: string, maxLength: number): string {
  const lines = plain(text.replace(/<(?:br|\/p|\/div|\/li)\b[^<>]{0,300}>/gi, '\n'))
    .split(/[\r\n]+/)
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '');
  return cut(lines.join('\n'), maxLength);
}

/** Lower-case words without punctuation, for comparing names that were typed twice. */
export function wordsOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** 'Men’s T-Shirts' → 'mens-t-shirts'; empty when nothing of the text is Latin. */
export function slugify(text: string, maxLength = 80): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, maxLength)
    .replace(/^-+|-+$/g, '');
}

function plain(text: string): string {
  return text
    .replace(TAG, ' ')
    .replace(ENTITY, (whole, name: string) => decodeEntity(name) ?? whole)
    .replace(INVISIBLE, '')
    .normalize('NFC');
}

function decodeEntity(name: string): string | undefined {
  if (!name.startsWith('#')) return NAMED[name.toLowerCase()];
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : undefined;
}

function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const head = text.slice(0, maxLength - 1);
  const space = head.lastIndexOf(' ');
  // The class at the end also drops half of a character that the cut has split.
  return `${(space > maxLength / 2 ? head.slice(0, space) : head).replace(/[\s,;:([\uD800-\uDBFF-]+$/, '')}…`;
}
