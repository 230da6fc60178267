import { fieldError } from '../http/problem.ts';
import { COMMON_PASSWORDS, COMMON_WORDS } from './common-passwords.ts';

const COMMON = 'This is one of the passwords that are tried first. Take a few words that only you would put together.';
const ROW = 'Digits alone, rows of keys and repetitions are tried first. Add words of your own.';
const OWN = 'Your own name and address are tried first. Take something that nobody knows of you.';

/** What people put behind a word to please a form: 'rahul@123', 'krishna1995', 'india!'. */
const TAIL = /^[@#$&*._-]?(\d{0,4}|12345\d*|0?07|\d{6}|(\d)\2*)[@#$&*._!-]{0,3}$/;

const ROWS = [
  '01234567890123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop[]',
  'asdfghjkl;',
  'zxcvbnm,./',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/',
  'qazwsxedcrfvtgbyhnujmikolp',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  '!@#$%^&*()',
];
const REVERSED_ROWS = ROWS.map((row) => [...row].reverse().join(''));

/** Why a password is among the first that anybody tries; null when it is not. `own`: names and addresses of the person. */
export function weaknessOf(password: string, own: readonly string[] = []): string | null {
  const plain = password.normalize('NFKC').toLowerCase().replace(/\s/g, '');
  if (isMadeOf(plain, ownWords(own))) return OWN;
  if (/^\d{1,11}$/.test(plain) || isRow(plain)) return ROW;
  return COMMON_PASSWORDS.has(plain) || isMadeOf(plain, COMMON_WORDS) ? COMMON : null;
}

/** Throws `validation_failed` for the field `password`. */
export function requireStrong(password: string, own: readonly string[]): void {
  const weakness = weaknessOf(password, own);
  if (weakness !== null) throw fieldError('password', weakness);
}

/** One word or two of them, and a tail: 'sachin10', 'jaishriram', 'iloveindia@123'. */
function isMadeOf(plain: string, words: ReadonlySet<string>): boolean {
  const startsIn = (text: string) =>
    Array.from({ length: Math.min(text.length, 40) }, (_, index) => text.slice(0, index + 1))
      .filter((start) => words.has(start))
      .map((start) => text.slice(start.length));
  const afterOne = startsIn(plain);
  return [...afterOne, ...afterOne.flatMap(startsIn)].some((rest) => TAIL.test(rest));
}

/** 'aaaaaaaa', 'abcabcabc', '12341234', 'qwertyui', '98765432', 'asdf1234', 'aaaa1111'. */
function isRow(plain: string): boolean {
  if (/^(.{1,4})\1+$/.test(plain)) return true;
  const [first, second] = [rowLength(plain), plain.length];
  return first === second || (first >= 3 && rowLength(plain.slice(first)) === second - first);
}

/** How much of the start is a run along the keyboard, the alphabet, or one key. */
function rowLength(text: string): number {
  for (let length = text.length; length >= 1; length--) {
    const start = text.slice(0, length);
    if (/^(.)\1*$/.test(start) || [...ROWS, ...REVERSED_ROWS].some((row) => row.includes(start))) return length;
  }
  return 0;
}

/** 'Asha Rao', 'asha.rao@example.in' → asha, rao, asharao, asha.rao, asha.rao@example.in. Initials say too little. */
function ownWords(own: readonly string[]): ReadonlySet<string> {
  const texts = own.map((text) => text.normalize('NFKC').toLowerCase());
  const locals = texts.map((text) => text.split('@')[0] ?? '');
  const words = [...texts, ...locals].flatMap((text) => [
    text,
    text.replace(/[\s._+-]/g, ''),
    ...text.split(/[\s._+@\d-]+/),
  ]);
  return new Set(words.map((word) => word.replace(/\s/g, '')).filter((word) => word.length >= 3));
}
