import { type SQL, sql } from 'drizzle-orm';
import { actorLabel, type Context } from '../context.ts';
import type { Id } from '../domain/id.ts';
import { auditLog } from './schema/system.ts';

export interface AuditEntry {
  /** Of `auditMark`, where the rest of the batch asks whether the row was written. */
  readonly id?: Id<'audit'>;
  /** 'refund.request'. */
  readonly action: string;
  /** An order number, a SKU, an id: what staff would look for. */
  readonly subject: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** The audit row of a staff write, for its batch: only where `onlyIf` holds. */
export function auditWrite(ctx: Context, entry: AuditEntry, onlyIf: SQL = sql`TRUE`) {
  const { id = ctx.newId('audit'), action, subject, before, after } = entry;
  return ctx.db.run(sql`
    INSERT INTO ${auditLog} (id, actor, action, subject, before, after, request_id, origin, at)
    SELECT ${id}, ${actorLabel(ctx.actor)}, ${action}, ${subject},
      ${textOf(before)}, ${textOf(after)}, ${ctx.requestId}, ${ctx.client.ip}, ${ctx.now}
    WHERE ${onlyIf}`);
}

/** An audit row that goes first in its batch, with the guard, and is the witness for what follows. */
export function auditMark(ctx: Context): { readonly id: Id<'audit'>; readonly happened: SQL } {
  const id = ctx.newId('audit');
  return { id, happened: sql`EXISTS (SELECT 1 FROM ${auditLog} WHERE id = ${id})` };
}

function textOf(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
