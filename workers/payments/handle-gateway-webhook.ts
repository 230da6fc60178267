import type { WebhookHandler } from '../inbox/process-webhook.ts';
import { applyPaymentEvent } from './apply-payment-event.ts';
import { type EventOutcome, WAITING_OUTCOMES } from './event-outcome.ts';
import { GATEWAY_NAMES, type GatewayName } from './gateway.ts';
import { gatewayOf } from './gateways.ts';

export function isGateway(name: string): name is GatewayName {
  return (GATEWAY_NAMES as readonly string[]).includes(name);
}

/** Acts on a payment gateway's webhook that was verified before it was kept. */
export const handleGatewayWebhook: WebhookHandler = async (ctx, { gateway, rawBody }) => {
  if (!isGateway(gateway)) throw new RangeError(`${gateway} is no payment gateway`);
  const outcome = await applyPaymentEvent(ctx, gateway, gatewayOf(ctx.env, gateway).readEvent(rawBody));
  return { outcome, isDone: !isWaiting(outcome) };
};

function isWaiting(outcome: EventOutcome): boolean {
  return (WAITING_OUTCOMES as readonly EventOutcome[]).includes(outcome);
}
