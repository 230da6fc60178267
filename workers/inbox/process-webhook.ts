import { sql } from 'drizzle-orm';
import { actAs, type Context } from '../context.ts';
import { webhookInbox } from '../db/schema/payments.ts';
import { wordsOf } from '../log.ts';
import { type KeptWebhook, MISDIRECTED_OUTCOMES } from './keep-webhook.ts';

/** How a kept webhook ended. One that is not done waits in the inbox and is tried again. */
export interface Handled {
  /** 'applied', 'repeat', 'ignored', 'mismatched', or why it waits: 'unknown_payment'. */
  readonly outcome: string;
  readonly isDone: boolean;
}

/** Acts on what a sender's webhook says. Called again for the same webhook, at once or years later, it changes nothing. */
export type WebhookHandler = (
  ctx: Context,
  webhook: Pick<KeptWebhook, 'id' | 'gateway' | 'rawBody'>,
) => Promise<Handled>;

/**
 * Acts on a kept webhook and keeps how it ended. An error is an outcome too: the webhook waits for the cron. A repeat
 * never covers what the first try achieved.
 */
export async function processWebhook(ctx: Context, webhook: KeptWebhook, handle: WebhookHandler): Promise<Handled> {
  const misdirected = MISDIRECTED_OUTCOMES.find((outcome) => outcome === webhook.outcome);
  if (misdirected !== undefined) return { outcome: misdirected, isDone: true };
  const handled = await attempt(actAs(ctx, { kind: 'system', name: webhook.gateway }), webhook, handle);
  const isAnswer = sql`(processed_at IS NULL OR (${handled.isDone} AND ${handled.outcome} <> 'repeat'))`;
  await ctx.db.run(sql`
    UPDATE ${webhookInbox} SET attempts = attempts + 1,
      outcome = CASE WHEN ${isAnswer} THEN ${handled.outcome} ELSE outcome END,
      processed_at = CASE WHEN ${handled.isDone} THEN COALESCE(processed_at, ${ctx.now}) ELSE processed_at END
    WHERE id = ${webhook.id}`);
  return handled;
}

async function attempt(ctx: Context, webhook: KeptWebhook, handle: WebhookHandler): Promise<Handled> {
  try {
    return await handle(ctx, webhook);
  } catch (error) {
    ctx.log.error('webhook failed', { inboxId: webhook.id, error });
    return { outcome: `failed: ${wordsOf(error)}`.slice(0, 500), isDone: false };
  }
}
