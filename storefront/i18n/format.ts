/** How numbers and days read in India; money is `formatRupees` of domain/money. */

const IST = 'Asia/Kolkata';
const counts = new Intl.NumberFormat('en-IN');
const days = new Intl.DateTimeFormat('en-IN', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
const times = new Intl.DateTimeFormat('en-IN', { dateStyle: 'medium', timeStyle: 'short', timeZone: IST });

/** 128450 → "1,28,450". */
export function formatCount(count: number): string {
  return count < 1000 ? String(count) : counts.format(count);
}

/** An ISO date that is already a day in India, such as a promise: '2026-11-27' → "Fri, 27 Nov". */
export function formatDay(isoDate: string): string {
  return days.format(new Date(`${isoDate}T00:00:00Z`));
}

/** A moment, in Indian time: "23 Nov 2026, 9:31 pm". Takes epoch milliseconds or an ISO time. */
export function formatMoment(moment: number | string): string {
  return times.format(new Date(moment));
}

/** 43 → "4.3". */
export function formatRating(ratingTenths: number): string {
  return `${Math.floor(ratingTenths / 10)}.${ratingTenths % 10}`;
}
