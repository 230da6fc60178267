import { and, desc, eq, isNull, lt } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { outbox } from '../db/schema/orders.ts';
import { auditLog, deadLetters } from '../db/schema/system.ts';
import { iso, isoOrNull } from '../http/iso.ts';
import { PAGE_SIZE, pageOf } from '../http/list-page.ts';
import type { AuditList, DeadLetter, DeadLetterList } from './schemas.ts';

/** Behind every id: ids sort by time. */
const NEWEST = '~';

export interface DeadLetterFilter {
  readonly cursor?: string | undefined;
  /** Only those whose work is still undone. */
  readonly isOpen?: boolean | undefined;
}

/** Newest first. */
export async function listDeadLetters(ctx: Context, { cursor, isOpen }: DeadLetterFilter): Promise<DeadLetterList> {
  requirePermission(ctx, 'system.read');
  const rows = await selectDeadLetters(ctx)
    .where(and(lt(deadLetters.id, cursor ?? NEWEST), isOpen === true ? isNull(outbox.handledAt) : undefined))
    .orderBy(desc(deadLetters.id))
    .limit(PAGE_SIZE + 1);
  const { page, nextCursor } = pageOf(rows);
  return { deadLetters: page.map(presentLetter), nextCursor };
}

export async function findDeadLetter(ctx: Context, id: string): Promise<DeadLetter | null> {
  requirePermission(ctx, 'system.read');
  const [row] = await selectDeadLetters(ctx).where(eq(deadLetters.id, id));
  return row === undefined ? null : presentLetter(row);
}

/** Newest first; of one subject, or of all. */
export async function listAudit(
  ctx: Context,
  { cursor, subject }: { readonly cursor?: string | undefined; readonly subject?: string | undefined },
): Promise<AuditList> {
  requirePermission(ctx, 'system.read');
  const rows = await ctx.db
    .select()
    .from(auditLog)
    .where(and(lt(auditLog.id, cursor ?? NEWEST), subject === undefined ? undefined : eq(auditLog.subject, subject)))
    .orderBy(desc(auditLog.id))
    .limit(PAGE_SIZE + 1);
  const { page, nextCursor } = pageOf(rows);
  return { entries: page.map((row) => ({ ...row, at: iso(row.at) })), nextCursor };
}

function selectDeadLetters(ctx: Context) {
  return ctx.db
    .select({
      id: deadLetters.id,
      type: deadLetters.type,
      message: deadLetters.message,
      attempts: deadLetters.attempts,
      diedAt: deadLetters.diedAt,
      replayedAt: deadLetters.replayedAt,
      handledAt: outbox.handledAt,
    })
    .from(deadLetters)
    .leftJoin(outbox, eq(outbox.id, deadLetters.eventId))
    .$dynamic();
}

type LetterRow = Awaited<ReturnType<typeof selectDeadLetters>>[number];

function presentLetter({ diedAt, replayedAt, handledAt, ...letter }: LetterRow): DeadLetter {
  return {
    ...letter,
    diedAt: iso(diedAt),
    replayedAt: isoOrNull(replayedAt),
    handledAt: isoOrNull(handledAt),
  };
}
