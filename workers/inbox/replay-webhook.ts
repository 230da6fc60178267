import { eq } from 'drizzle-orm';
import { type Context, requirePermission } from '../context.ts';
import { auditWrite } from '../db/audit.ts';
import { webhookInbox } from '../db/schema/payments.ts';
import { AppError } from '../http/problem.ts';
import { handlerOf } from './handlers.ts';
import { type Handled, processWebhook } from './process-webhook.ts';

/**
 * Staff have a kept webhook acted on again, however it ended: the state afterwards is the same, or nearer to the truth.
 * Throws `forbidden`, `not_found`, `illegal_transition`.
 */
export async function replayWebhook(ctx: Context, webhookId: string): Promise<Handled> {
  requirePermission(ctx, 'system.write');
  // The answer shows it: whoever may not read it hears so before anything is written.
  requirePermission(ctx, 'system.read');
  const [webhook] = await ctx.db
    .select({
      id: webhookInbox.id,
      gateway: webhookInbox.gateway,
      rawBody: webhookInbox.rawBody,
      processedAt: webhookInbox.processedAt,
      outcome: webhookInbox.outcome,
    })
    .from(webhookInbox)
    .where(eq(webhookInbox.id, webhookId));
  if (webhook === undefined) throw new AppError('not_found', `There is no webhook ${webhookId}.`);
  const handle = handlerOf(webhook.gateway);
  if (handle === null) throw new AppError('illegal_transition', `Nobody here acts on webhooks of ${webhook.gateway}.`);
  await auditWrite(ctx, { action: 'webhook.replay', subject: webhookId, before: { outcome: webhook.outcome } });
  return await processWebhook(ctx, webhook, handle);
}
