import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts a thread's time in these. */
const TICKS_PER_SECOND = 100;

/**
 * How busy the busiest thread of the local runtime is between now and the call of what is returned, as a share of one
 * core; null where the system does not say. One thread runs the Worker, its objects and D1.
 */
export function watchBusiestThread(): () => number | null {
  const [before, startedAt] = [threadTimes(), performance.now()];
  return () => {
    const after = threadTimes();
    const seconds = (performance.now() - startedAt) / 1000;
    const spent = [...after].map(([thread, ticks]) => (ticks - (before.get(thread) ?? ticks)) / TICKS_PER_SECOND);
    return spent.length === 0 ? null : Math.max(...spent) / seconds;
  };
}

/** User and system time of each thread of each workerd, in ticks. */
function threadTimes(): Map<string, number> {
  const times = new Map<string, number>();
  for (const pid of numbersIn('/proc')) {
    if (!textOf(`/proc/${pid}/comm`).startsWith('workerd')) continue;
    for (const thread of numbersIn(`/proc/${pid}/task`)) {
      // The name of the thread stands in parentheses and may contain spaces.
      const fields = textOf(`/proc/${pid}/task/${thread}/stat`).split(') ').at(-1)?.split(' ') ?? [];
      times.set(`${pid}/${thread}`, Number(fields[11] ?? 0) + Number(fields[12] ?? 0));
    }
  }
  return times;
}

function numbersIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
