/** Indian Standard Time: five and a half hours ahead of UTC, all year. */
export const IST_OFFSET_MS = 5.5 * 3_600_000;

/** The day in India at a moment (epoch ms), as an ISO date. */
export function istDate(atMs: number): string {
  return new Date(atMs + IST_OFFSET_MS).toISOString().slice(0, 10);
}
