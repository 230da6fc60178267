import { and, desc, eq, isNull, lt, type SQL } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { webhookInbox } from '../db/schema/payments.ts';
import { iso, isoOrNull } from '../http/iso.ts';
import { PAGE_SIZE, pageOf } from '../http/list-page.ts';
import { AppError } from '../http/problem.ts';
import type { Webhook, WebhookList, WebhookQuery } from './schemas.ts';

const summary = {
  id: webhookInbox.id,
  gateway: webhookInbox.gateway,
  eventId: webhookInbox.eventId,
  eventType: webhookInbox.eventType,
  signature: webhookInbox.signature,
  outcome: webhookInbox.outcome,
  attempts: webhookInbox.attempts,
  receivedAt: webhookInbox.receivedAt,
  processedAt: webhookInbox.processedAt,
};

/** The inbox, newest first. */
export async function listWebhooks(ctx: Context, { gateway, outcome, cursor }: WebhookQuery): Promise<WebhookList> {
  requirePermission(ctx, 'system.read');
  const rows = await ctx.db
    .select(summary)
    .from(webhookInbox)
    .where(
      and(
        gateway === undefined ? undefined : eq(webhookInbox.gateway, gateway),
        outcome === undefined ? undefined : endedAs(outcome),
        cursor === undefined ? undefined : lt(webhookInbox.id, cursor),
      ),
    )
    .orderBy(desc(webhookInbox.id))
    .limit(PAGE_SIZE + 1);
  const { page, nextCursor } = pageOf(rows);
  return { webhooks: page.map(withTimes), nextCursor };
}

/** One webhook, with the body as it came. Throws `not_found`. */
export async function findWebhook(ctx: Context, webhookId: string): Promise<Webhook> {
  requirePermission(ctx, 'system.read');
  const [webhook] = await ctx.db
    .select({ ...summary, rawBody: webhookInbox.rawBody })
    .from(webhookInbox)
    .where(eq(webhookInbox.id, webhookId));
  if (webhook === undefined) throw new AppError('not_found', `There is no webhook ${webhookId}.`);
  return withTimes(webhook);
}

function endedAs(outcome: string): SQL {
  return outcome === 'waiting' ? isNull(webhookInbox.processedAt) : eq(webhookInbox.outcome, outcome);
}

function withTimes<Row extends { readonly receivedAt: number; readonly processedAt: number | null }>(row: Row) {
  const { receivedAt, processedAt } = row;
  return { ...row, receivedAt: iso(receivedAt), processedAt: isoOrNull(processedAt) };
}
