/** Times are epoch milliseconds inside and ISO 8601 in UTC on the wire. */
export function iso(at: number): string {
  return new Date(at).toISOString();
}

export function isoOrNull(at: number | null): string | null {
  return at === null ? null : iso(at);
}
