import { cleanText } from './clean-text.ts';

/**
 * What the seller wrote, without what the other marketplace put around it: 'Key Features of <name> …', '<name> Price:
 * Rs. 599', 'Specifications of <name> …' (which repeats the specs), and its 'Buy … from Flipkart.com' sentences.
 */
export function readFlipkartDescription(text: string, title: string, maxLength: number): string {
  const own = text.split(/,?\s*Specifications of /)[0] ?? '';
  if (/^Buy .{0,400}? for Rs\.|- Buy .{0,400}?(?:only for|for only|online at) Rs\./i.test(own)) return '';
  const price = /Price:\s*Rs\.?\s*[\d,.]+/.exec(own);
  const before = price === null ? own : own.slice(0, price.index);
  const after = price === null ? '' : own.slice(price.index + price[0].length);
  const features = featuresOf(before, title, price !== null);
  return withoutEcho(cleanText(`${features}\n${after}`, maxLength * 2), maxLength);
}

/** Between 'Key Features of <name>' and the '<name>' in front of the price. Without them: the text, or nothing. */
function featuresOf(text: string, title: string, isBeforePrice: boolean): string {
  const start = 'Key Features of ';
  if (!text.startsWith(start)) return isBeforePrice ? '' : text;
  const rest = text.slice(start.length);
  const features = rest.startsWith(title) ? rest.slice(title.length) : rest;
  const name = features.lastIndexOf(`,${title.slice(0, 12)}`);
  return isBeforePrice && name >= 0 ? features.slice(0, name) : features;
}

/** The source prints the same paragraphs twice. */
function withoutEcho(text: string, maxLength: number): string {
  const lines = text.split('\n');
  const half = lines.length / 2;
  const isEcho = lines.slice(0, half).join('\n') === lines.slice(half).join('\n');
  return cleanText((isEcho ? lines.slice(0, half) : lines).join('\n'), maxLength);
}
