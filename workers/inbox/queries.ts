import { and, desc, eq, isNull, lt, type SQL } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { webhookInbox } from '../db/schema/payments.ts';
import { AppError } from '../http/problem.ts';
import type { Webhook, WebhookList, WebhookQuery } from './schemas.ts';

const PAGE_SIZE = 50;

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
  const page = rows.slice(0, PAGE_SIZE);
  return {
    webhooks: page.map(withTimes),
    nextCursor: rows.length > PAGE_SIZE ? (page.at(-1)?.id ?? null) : null,
  };
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
  return { ...row, receivedAt: iso(receivedAt), processedAt: processedAt === null ? null : iso(processedAt) };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
