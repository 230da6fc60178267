const SMALL = [
  'Zero',
  'One',
  'Two',
  'Three',
  'Four',
  'Five',
  'Six',
  'Seven',
  'Eight',
  'Nine',
  'Ten',
  'Eleven',
  'Twelve',
  'Thirteen',
  'Fourteen',
  'Fifteen',
  'Sixteen',
  'Seventeen',
  'Eighteen',
  'Nineteen',
] as const;

const TENS = ['', '', 'Twenty', 'Thirty', 'Forty', 'Fifty', 'Sixty', 'Seventy', 'Eighty', 'Ninety'] as const;

/** The Indian system, largest first. Crores count themselves in the same words: "One Lakh Crore". */
const UNITS = [
  [10_000_000, 'Crore'],
  [100_000, 'Lakh'],
  [1_000, 'Thousand'],
  [100, 'Hundred'],
] as const;

/** 12_345_650 → "Rupees One Lakh Twenty-Three Thousand Four Hundred Fifty-Six and Fifty Paise Only". */
export function amountInWords(amountPaise: number): string {
  if (!Number.isSafeInteger(amountPaise) || amountPaise < 0) {
    throw new RangeError(`not an amount to write in words: ${amountPaise}`);
  }
  const rupees = Math.floor(amountPaise / 100);
  const rest = amountPaise % 100;
  return `Rupees ${words(rupees)}${rest === 0 ? '' : ` and ${words(rest)} Paise`} Only`;
}

function words(count: number): string {
  if (count < 20) return SMALL[count] ?? '';
  for (const [size, name] of UNITS) {
    if (count < size) continue;
    const rest = count % size;
    const head = `${words(Math.floor(count / size))} ${name}`;
    return rest === 0 ? head : `${head} ${words(rest)}`;
  }
  const ten = TENS[Math.floor(count / 10)] ?? '';
  return count % 10 === 0 ? ten : `${ten}-${SMALL[count % 10] ?? ''}`;
}
