/**
 * Answers that are remembered for a few seconds in this isolate: a copy, never a truth. Other isolates notice an edit
 * when their copy is too old; the isolate that wrote it forgets at once.
 */
export interface Recent<Value> {
  get(key: string, now: number): Value | undefined;
  set(key: string, value: Value, now: number): void;
}

const all = new Set<Map<string, unknown>>();

export function rememberRecent<Value>(limits: { readonly seconds: number; readonly entries: number }): Recent<Value> {
  const entries = new Map<string, { readonly value: Value; readonly untilAt: number }>();
  all.add(entries);
  return {
    get(key, now) {
      const entry = entries.get(key);
      if (entry === undefined || entry.untilAt > now) return entry?.value;
      entries.delete(key);
      return undefined;
    },
    set(key, value, now) {
      // A Map keeps the order of insertion: the first key is the oldest.
      const oldest = entries.keys().next().value;
      if (entries.size >= limits.entries && oldest !== undefined) entries.delete(oldest);
      entries.set(key, { value, untilAt: now + limits.seconds * 1000 });
    },
  };
}

/** After the catalogue has changed. */
export function forgetRecent(): void {
  for (const entries of all) entries.clear();
}
