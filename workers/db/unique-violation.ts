/** Whether a batch failed on a unique key that names this column: 'orders.cart_version'. Drizzle wraps D1's error. */
export function violatesUnique(error: unknown, column: string): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause.message.includes('UNIQUE constraint failed') && cause.message.includes(column)) return true;
  }
  return false;
}

/** Whether a batch failed on a CHECK whose name begins so: 'promotion'. */
export function violatesCheck(error: unknown, name: string): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause.message.includes(`CHECK constraint failed: ${name}`)) return true;
  }
  return false;
}
