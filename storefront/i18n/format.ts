import { currentLocale, LANGUAGE_TAGS, type Locale } from '../../workers/http/locale.ts';

/** How numbers and days read in India, in the language of the request; money is `formatRupees` of domain/money. */

const IST = 'Asia/Kolkata';
const counts = new Intl.NumberFormat('en-IN');
const days = inEach((tag) => {
  // 'नव॰' for November is no word that people use.
  const month = tag.startsWith('hi') ? 'long' : 'short';
  return new Intl.DateTimeFormat(tag, { weekday: 'short', day: 'numeric', month, timeZone: 'UTC' });
});
const times = inEach((tag) => {
  return new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short', timeZone: IST });
});

/** 128450 → "1,28,450", in every language. */
export function formatCount(count: number): string {
  return count < 1000 ? String(count) : counts.format(count);
}

/** An ISO date that is already a day in India, such as a promise: '2026-11-27' → "Fri, 27 Nov". */
export function formatDay(isoDate: string): string {
  return days[currentLocale()].format(new Date(`${isoDate}T00:00:00Z`));
}

/** A moment, in Indian time: "23 Nov 2026, 9:31 pm". Takes epoch milliseconds or an ISO time. */
export function formatMoment(moment: number | string): string {
  return times[currentLocale()].format(new Date(moment));
}

/** 43 → "4.3". */
export function formatRating(ratingTenths: number): string {
  return `${Math.floor(ratingTenths / 10)}.${ratingTenths % 10}`;
}

/** One formatter a language; digits are 0 to 9 in Hindi too, as shops in India write them. */
function inEach(formatterOf: (tag: string) => Intl.DateTimeFormat): Readonly<Record<Locale, Intl.DateTimeFormat>> {
  return { en: formatterOf(LANGUAGE_TAGS.en), hi: formatterOf(`${LANGUAGE_TAGS.hi}-u-nu-latn`) };
}
