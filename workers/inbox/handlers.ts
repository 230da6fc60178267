import { handleCarrierWebhook } from '../fulfilment/handle-carrier-webhook.ts';
import { handleGatewayWebhook, isGateway } from '../payments/handle-gateway-webhook.ts';
import type { WebhookHandler } from './process-webhook.ts';

/** Who acts on the webhooks of a sender; null for a sender that the shop no longer knows. */
export function handlerOf(sender: string): WebhookHandler | null {
  if (isGateway(sender)) return handleGatewayWebhook;
  if (sender.startsWith('carrier:')) return handleCarrierWebhook;
  return null;
}
