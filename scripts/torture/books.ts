import { readdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

/** Reads the database of a running shop on this machine, beside the shop: what is really there, not what it says. */
export class Books {
  readonly #db: DatabaseSync;

  private constructor(db: DatabaseSync) {
    this.#db = db;
  }

  static open(stateDir: string): Books {
    const folder = path.join(stateDir, 'v3', 'd1', 'miniflare-D1DatabaseObject');
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.sqlite'))) {
      const db = new DatabaseSync(path.join(folder, name), { readOnly: true });
      db.exec('PRAGMA busy_timeout = 10000');
      const found = db.prepare(`SELECT COUNT(*) AS n FROM sqlite_master WHERE name = 'orders'`).get();
      if (found?.n === 1) return new Books(db);
      db.close();
    }
    throw new Error(`there is no database of a shop below ${folder}`);
  }

  all<Row>(query: string, ...values: SQLInputValue[]): Row[] {
    return this.#db.prepare(query).all(...values) as Row[];
  }

  one<Row>(query: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#db.prepare(query).get(...values) as Row | undefined;
  }

  /** The `n` of a query: SELECT COUNT(*) AS n …. */
  count(query: string, ...values: SQLInputValue[]): number {
    return Number(this.one<{ n: number }>(query, ...values)?.n ?? 0);
  }

  close(): void {
    this.#db.close();
  }
}
