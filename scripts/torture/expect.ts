/** What a case expected and did not find; its message goes into the line of the case. */
export class Broken extends Error {}

export function expectEqual(what: string, got: unknown, want: unknown): void {
  const [gotText, wantText] = [JSON.stringify(got), JSON.stringify(want)];
  if (gotText !== wantText) throw new Broken(`${what}: ${gotText}, not ${wantText}`);
}

export function expectTrue(what: string, isTrue: boolean): void {
  if (!isTrue) throw new Broken(what);
}

/** Waits until `read` gives what is wanted; says the last thing it gave when it never does. */
export async function eventually(what: string, read: () => unknown, want: unknown, withinMs = 30_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const got = await read();
    if (JSON.stringify(got) === JSON.stringify(want)) return;
    if (Date.now() > deadline) return expectEqual(`${what} (after ${withinMs / 1000} s)`, got, want);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** How often each outcome came: { '201': 1, '409 out_of_stock': 199 }. */
export function tally(outcomes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of [...outcomes].sort()) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
