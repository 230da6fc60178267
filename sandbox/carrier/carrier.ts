import type { Route } from '../http.ts';
import type { Journal } from '../journal.ts';
import type { WebhookSender, WebhookTarget } from '../webhooks/webhook-sender.ts';
import { carrierPages } from './pages.ts';
import { CarrierParcels } from './parcels.ts';
import { carrierApiRoutes, carrierControlRoutes } from './routes.ts';
import { SCAN_TYPES } from './scans.ts';

/** The shop's account at the carrier. */
export interface CarrierAccount {
  readonly webhookUrl: string;
  readonly webhookSecret: string;
}

/** Those of a shop on a laptop: they protect nothing. */
export const DEVELOPMENT_CARRIER: CarrierAccount = {
  webhookUrl: 'http://127.0.0.1:8787/api/v1/carriers/webhook/delhivery',
  webhookSecret: 'haat-carrier-development',
};

export interface SandboxCarrier {
  readonly routes: readonly Route[];
  start(): void;
  stop(): void;
}

/** A carrier that speaks Delhivery's API and moves parcels on command, or by itself. */
export function openCarrier(journal: Journal, sender: WebhookSender): SandboxCarrier {
  const parcels = new CarrierParcels(journal, (webhook) => sender.send('carrier', webhook));
  return {
    routes: [...carrierApiRoutes(parcels), ...carrierControlRoutes(parcels), ...carrierPages(parcels)],
    start: () => parcels.start(),
    stop: () => parcels.stop(),
  };
}

export function carrierTarget({ webhookUrl, webhookSecret }: CarrierAccount): WebhookTarget {
  return { url: webhookUrl, types: SCAN_TYPES, headersOf: () => ({ 'x-webhook-secret': webhookSecret }) };
}
