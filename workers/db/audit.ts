import { type SQL, sql } from 'drizzle-orm';
import { actorLabel, type Context } from '../context.ts';
import { auditLog } from './schema/system.ts';

export interface AuditEntry {
  /** 'refund.request'. */
  readonly action: string;
  /** An order number, a SKU, an id: what staff would look for. */
  readonly subject: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** The audit row of a staff write, for its batch: only where `onlyIf` holds. */
export function auditWrite(ctx: Context, { action, subject, before, after }: AuditEntry, onlyIf: SQL = sql`TRUE`) {
  return ctx.db.run(sql`
    INSERT INTO ${auditLog} (id, actor, action, subject, before, after, request_id, at)
    SELECT ${ctx.newId('audit')}, ${actorLabel(ctx.actor)}, ${action}, ${subject},
      ${textOf(before)}, ${textOf(after)}, ${ctx.requestId}, ${ctx.now}
    WHERE ${onlyIf}`);
}

function textOf(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
