/** What of a search is kept: words that tell staff what is missing in the shop, and nothing that tells of a person. */

const MAX_LENGTH = 80;
const MAX_WORDS = 10;

/** An e-mail address, an account of UPI, a web address. */
const ADDRESS = /@|:\/\/|\bwww\./i;
/** Six digits in one piece: a code, a pincode, the start of a phone number. */
const LONG_NUMBER = /\p{Nd}{6}/u;
/** Nine and more with gaps: a phone number, an Aadhaar or a card as people write it. Sizes ('12 128 256') are shorter. */
const SPACED_NUMBER = /(?:\p{Nd}[\s().+/-]*){9}/u;
/** Letters and digits mixed at length: an order number, a PAN, a GSTIN, a tracking number. */
const REFERENCE = /(?=(?:\P{Nd}*\p{Nd}){4})[\p{L}\p{Nd}]{9}/u;

/**
 * "  Red   KURTAs! " → 'red kurtas'. Null for what must not be kept, and for what nobody can learn from: too long a text
 * is a pasted one.
 */
export function searchTermOf(text: string): string | null {
  const plain = text.slice(0, 500).normalize('NFKC').toLowerCase();
  if (ADDRESS.test(plain) || LONG_NUMBER.test(plain) || SPACED_NUMBER.test(plain)) return null;
  const words = plain.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}.'’&+-]*/gu) ?? [];
  const term = words.map((word) => word.replace(/[.'’&+-]+$/u, '')).join(' ');
  if (term === '' || term.length > MAX_LENGTH || words.length > MAX_WORDS) return null;
  return words.some((word) => REFERENCE.test(word)) ? null : term;
}
