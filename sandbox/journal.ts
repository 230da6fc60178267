import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import path from 'node:path';

interface Line {
  readonly kind: string;
  readonly id: string;
  readonly value: unknown;
}

/** Records of one kind by id, in the order in which they first came. */
export interface Collection<Value> {
  get(id: string): Value | undefined;
  put(id: string, value: Value): void;
  /** Newest first. */
  newest(): Value[];
  /** Finds the records of a key that they keep for life, oldest first, without looking at all the others. */
  index(keyOf: (value: Value) => string | null): (key: string) => Value[];
}

/**
 * All state of the sandbox: maps in memory, and an append-only file of JSON lines that is read again at the next start.
 * A line is on its way to the disk before the answer that depends on it leaves.
 */
export class Journal {
  readonly #file: string;
  readonly #kinds = new Map<string, Map<string, unknown>>();

  constructor(file: string) {
    this.#file = file;
    mkdirSync(path.dirname(file), { recursive: true });
    if (existsSync(file)) this.#replay(readFileSync(file));
  }

  /** The caller names the type: only this program writes the file. */
  collection<Value>(kind: string): Collection<Value> {
    const values = this.#valuesOf(kind) as Map<string, Value>;
    const indexes: ((id: string, value: Value) => void)[] = [];
    return {
      get: (id) => values.get(id),
      put: (id, value) => {
        const isNew = !values.has(id);
        values.set(id, value);
        if (isNew) for (const add of indexes) add(id, value);
        appendFileSync(this.#file, `${JSON.stringify({ kind, id, value } satisfies Line)}\n`);
      },
      newest: () => [...values.values()].reverse(),
      index: (keyOf) => {
        const idsByKey = new Map<string, string[]>();
        const add = (id: string, value: Value) => {
          const key = keyOf(value);
          if (key !== null) idsByKey.set(key, [...(idsByKey.get(key) ?? []), id]);
        };
        for (const [id, value] of values) add(id, value);
        indexes.push(add);
        return (key) => (idsByKey.get(key) ?? []).flatMap((id) => values.get(id) ?? []);
      },
    };
  }

  /** A process that was killed while it wrote leaves half a line, which is cut off: it was never answered. */
  #replay(bytes: Buffer): void {
    const end = bytes.lastIndexOf('\n') + 1;
    if (end < bytes.length) truncateSync(this.#file, end);
    for (const text of bytes.subarray(0, end).toString('utf8').split('\n')) {
      if (text === '') continue;
      const { kind, id, value } = JSON.parse(text) as Line;
      this.#valuesOf(kind).set(id, value);
    }
  }

  #valuesOf(kind: string): Map<string, unknown> {
    const values = this.#kinds.get(kind) ?? new Map<string, unknown>();
    this.#kinds.set(kind, values);
    return values;
  }
}
