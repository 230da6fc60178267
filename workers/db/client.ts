import { drizzle } from 'drizzle-orm/d1';

export type Db = ReturnType<typeof openDb>;

export function openDb(binding: D1Database) {
  return drizzle(binding, { casing: 'snake_case' });
}
