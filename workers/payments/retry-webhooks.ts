import { asc, sql } from 'drizzle-orm';
import { type Context, requireSystem } from '../context.ts';
import { webhookInbox } from '../db/schema/orders.ts';
import type { Gateway } from './gateway.ts';
import { processEvent } from './receive-webhook.ts';
import { stripeGateway } from './stripe-gateway.ts';

const BATCH = 50;
/** The n-th retry comes n² × 5 s after the webhook: soon at first, for about five days in all. */
const RETRY_STEP_MS = 5000;
const MAX_ATTEMPTS = 300;

/** The cron's: events that came before their payment, or whose work failed. Returns how many are done now. */
export async function retryWebhooks(ctx: Context, gateway?: Gateway): Promise<number> {
  requireSystem(ctx);
  const rows = await ctx.db
    .select({ id: webhookInbox.id, rawBody: webhookInbox.rawBody })
    .from(webhookInbox)
    .where(
      sql`${webhookInbox.processedAt} IS NULL AND ${webhookInbox.attempts} < ${MAX_ATTEMPTS} AND ${webhookInbox.receivedAt}
          + ${RETRY_STEP_MS} * max(1, ${webhookInbox.attempts} * ${webhookInbox.attempts}) <= ${ctx.now}`,
    )
    .orderBy(asc(webhookInbox.attempts), asc(webhookInbox.receivedAt))
    .limit(BATCH);
  if (rows.length === 0) return 0;
  // Not before there is work: a shop that takes cash only has no keys.
  const adapter = gateway ?? stripeGateway(ctx.env);
  let done = 0;
  for (const { id, rawBody } of rows) {
    if (await processEvent(ctx, adapter.name, adapter.readEvent(rawBody), id)) done += 1;
  }
  return done;
}
