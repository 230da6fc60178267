import { carrierOf } from '../delivery/carriers.ts';
import type { Handled, WebhookHandler } from '../inbox/process-webhook.ts';
import { applyCarrierEvent } from './apply-carrier-event.ts';

/** What a kept webhook of a carrier says, made true. A parcel whose number is not known yet is waited for. */
export const handleCarrierWebhook: WebhookHandler = async (ctx, { gateway, rawBody }): Promise<Handled> => {
  const carrier = carrierOf(ctx.env, gateway.slice('carrier:'.length));
  const outcome = await applyCarrierEvent(ctx, carrier.name, carrier.readEvent(rawBody));
  return { outcome, isDone: outcome !== 'unknown_parcel' };
};
