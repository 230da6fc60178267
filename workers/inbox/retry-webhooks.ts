import { asc, sql } from 'drizzle-orm';
import { type Context, requireSystem } from '../context.ts';
import { webhookInbox } from '../db/schema/payments.ts';
import { handlerOf } from './handlers.ts';
import { processWebhook, type WebhookHandler } from './process-webhook.ts';

const BATCH = 50;
/** The n-th retry comes n² × 5 s after the webhook: soon at first, for about five days in all. */
const RETRY_STEP_MS = 5000;
const MAX_ATTEMPTS = 300;
/** Older ones have had their tries; said of their time, the index leaves them out, however many they become. */
const GIVE_UP_MS = 7 * 86_400_000;

/** A try all the same, or those that nobody acts on would stand before all others for ever. */
const nobody: WebhookHandler = async () => ({ outcome: 'unknown_sender', isDone: false });

/** The cron's: events that came before what they speak of, or whose work failed. Returns how many are done now. */
export async function retryWebhooks(ctx: Context): Promise<number> {
  requireSystem(ctx);
  const rows = await ctx.db
    .select({
      id: webhookInbox.id,
      gateway: webhookInbox.gateway,
      rawBody: webhookInbox.rawBody,
      processedAt: webhookInbox.processedAt,
      outcome: webhookInbox.outcome,
    })
    .from(webhookInbox)
    .where(
      sql`${webhookInbox.processedAt} IS NULL AND ${webhookInbox.receivedAt} > ${ctx.now - GIVE_UP_MS} AND ${webhookInbox.attempts} < ${MAX_ATTEMPTS} AND ${webhookInbox.receivedAt}
          + ${RETRY_STEP_MS} * max(1, ${webhookInbox.attempts} * ${webhookInbox.attempts}) <= ${ctx.now}`,
    )
    .orderBy(asc(webhookInbox.attempts), asc(webhookInbox.receivedAt))
    .limit(BATCH);
  let done = 0;
  for (const webhook of rows) {
    if ((await processWebhook(ctx, webhook, handlerOf(webhook.gateway) ?? nobody)).isDone) done += 1;
  }
  return done;
}
